import { Impersonal, Personal } from '@courtyard/catalogue';
import { registerEnumType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { STANDS, THOUGHT, TIED_BY } from '../classification.js';

/** The two that mean something: I used this; this mattered. */
export enum ReactionKind {
  useful = 'useful',
  valuable = 'valuable',
}
registerEnumType(ReactionKind, { name: 'ReactionKind' });

/** One person's answer to one post. Others see the count; who it was stays theirs. */
@Entity('reaction')
export class Reaction {
  @Impersonal('tenancy')
  @PrimaryColumn({ type: 'uuid' })
  organisationId!: string;

  @Personal({ ...THOUGHT, fieldNo: 1 })
  @PrimaryColumn({ type: 'uuid' })
  postId!: string;

  @Personal({ ...TIED_BY, fieldNo: 2 })
  @PrimaryColumn({ type: 'uuid' })
  employeeId!: string;

  @Personal({ ...THOUGHT, fieldNo: 3 })
  @PrimaryColumn({ type: 'text' })
  kind!: ReactionKind;

  @Personal({ ...STANDS, fieldNo: 4 })
  @Column({ type: 'timestamptz' })
  createdAt!: string;
}
