import { Impersonal, Personal } from '@courtyard/catalogue';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { THOUGHT, TIED_BY } from '../classification.js';

/**
 * That somebody gave their own judgement of a poll or an idea, so that they may see what others thought. It is theirs alone, and has no
 * time: when it came would help to find out whose a vote was.
 */
@Entity('judgement')
export class Judgement {
  @Impersonal('tenancy')
  @PrimaryColumn({ type: 'uuid' })
  organisationId!: string;

  @Personal({ ...THOUGHT, fieldNo: 1 })
  @PrimaryColumn({ type: 'uuid' })
  postId!: string;

  @Personal({ ...TIED_BY, fieldNo: 2 })
  @PrimaryColumn({ type: 'uuid' })
  employeeId!: string;

  /** Of an open poll, the options they chose, the first being 0; none of an idea, and none where they do not want to say. */
  @Personal({ ...THOUGHT, sensitivity: 'special', fieldNo: 3 })
  @Column({ type: 'smallint', array: true })
  choices!: number[];
}
