import { Impersonal, Personal, type Purpose } from '@courtyard/catalogue';
import { InstantScalar } from '@courtyard/graphql';
import { Field, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { SAID, TIED_BY } from '../classification.js';

/** GDPR Art. 18 and Art. 21. */
export enum ProcessingLimitKind {
  restriction = 'restriction',
  objection = 'objection',
}
registerEnumType(ProcessingLimitKind, { name: 'ProcessingLimitKind' });

@Entity('processing_limit')
@ObjectType({ description: 'What I restricted or objected to. Nobody else sees it.' })
export class ProcessingLimit {
  @Impersonal('tenancy')
  @PrimaryColumn({ type: 'uuid' })
  organisationId!: string;

  @Personal({ ...TIED_BY, fieldNo: 1 })
  @PrimaryColumn({ type: 'uuid' })
  employeeId!: string;

  @Personal({ ...SAID, fieldNo: 2 })
  @Field(() => ProcessingLimitKind)
  @PrimaryColumn({ type: 'text' })
  kind!: ProcessingLimitKind;

  /** Empty for a restriction, which is of every purpose but legal claims. */
  @Personal({ ...SAID, fieldNo: 3 })
  @PrimaryColumn({ type: 'text' })
  purpose!: Purpose | '';

  @Personal({ ...SAID, fieldNo: 4 })
  @Field(() => InstantScalar)
  @Column({ type: 'timestamptz' })
  since!: string;
}
