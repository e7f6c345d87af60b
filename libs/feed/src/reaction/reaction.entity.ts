import { Impersonal, Personal } from '@courtyard/catalogue';
import { registerEnumType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';

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

  @Personal({
    category: 'pd:Opinion',
    sensitivity: 'medium',
    purposes: ['collaboration'],
    retention: 'until_withdrawn',
    fieldNo: 1,
  })
  @PrimaryColumn({ type: 'uuid' })
  postId!: string;

  @Personal({
    category: 'pd:UID',
    sensitivity: 'low',
    purposes: ['collaboration'],
    retention: 'until_withdrawn',
    fieldNo: 2,
  })
  @PrimaryColumn({ type: 'uuid' })
  employeeId!: string;

  @Personal({
    category: 'pd:Opinion',
    sensitivity: 'medium',
    purposes: ['collaboration'],
    retention: 'until_withdrawn',
    fieldNo: 3,
  })
  @PrimaryColumn({ type: 'text' })
  kind!: ReactionKind;

  @Personal({
    category: 'pd:CommunicationsMetadata',
    sensitivity: 'low',
    purposes: ['collaboration'],
    retention: 'until_withdrawn',
    fieldNo: 4,
  })
  @Column({ type: 'timestamptz' })
  createdAt!: string;
}
