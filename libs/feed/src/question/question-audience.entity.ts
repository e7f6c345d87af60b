import { Impersonal, Personal } from '@courtyard/catalogue';
import { Entity, PrimaryColumn } from 'typeorm';
import { ADDRESSED, STANDS, TIED_BY } from '../classification.js';

/** The index by which open questions are found: `Question.audienceKeys` by key and waiting time. The gate keeps it; nobody else reads it. */
@Entity('question_audience')
export class QuestionAudience {
  @Impersonal('tenancy')
  @PrimaryColumn({ type: 'uuid' })
  organisationId!: string;

  @Personal({ ...ADDRESSED, fieldNo: 1 })
  @PrimaryColumn({ type: 'bigint' })
  audienceKey!: string;

  @Personal({ ...STANDS, fieldNo: 2 })
  @PrimaryColumn({ type: 'uuid' })
  askedId!: string;

  @Personal({ ...TIED_BY, fieldNo: 3 })
  @PrimaryColumn({ type: 'uuid' })
  questionId!: string;
}
