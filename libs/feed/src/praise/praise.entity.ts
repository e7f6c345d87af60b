import { Impersonal, Personal } from '@courtyard/catalogue';
import { Field, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { ADDRESSED, FOUND_BY, STANDS, TIED_BY } from '../classification.js';

/** `waiting`: between its author and whom it praises, and nobody else. `shown`: they let it be. `withdrawn`: with its post. */
export enum PraiseState {
  waiting = 'waiting',
  shown = 'shown',
  withdrawn = 'withdrawn',
}
registerEnumType(PraiseState, { name: 'PraiseState' });

/**
 * Whom praise is for: a row beside its post, with the id of it. Of a no nothing is stored, here or anywhere: to everybody but the one who
 * is praised it is the same as silence (docs/decisions/0057).
 */
@Entity('praise')
@ObjectType({ description: 'Whom it praises, and whether they let it be shown.' })
export class Praise {
  @Impersonal('tenancy')
  @PrimaryColumn({ type: 'uuid' })
  organisationId!: string;

  /** That of its post. */
  @Personal({ ...TIED_BY, fieldNo: 1 })
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Personal({ ...FOUND_BY, purposes: ['collaboration'], fieldNo: 2 })
  @Column({ type: 'uuid' })
  authorId!: string;

  /** The keys of the post, so that it is judged by its own row. */
  @Personal({ ...ADDRESSED, fieldNo: 3 })
  @Column({ type: 'bigint', array: true })
  audienceKeys!: string[];

  /** Those of the audience that it was written for, until it is shown there. */
  @Personal({ ...ADDRESSED, fieldNo: 4 })
  @Column({ type: 'bigint', array: true })
  intendedKeys!: string[];

  @Personal({ ...TIED_BY, fieldNo: 5 })
  @Column({ type: 'uuid', nullable: true })
  toId!: string | null;

  @Personal({ ...STANDS, fieldNo: 6 })
  @Field(() => PraiseState)
  @Column({ type: 'text' })
  state!: PraiseState;
}
