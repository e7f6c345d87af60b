import { Impersonal, Personal } from '@courtyard/catalogue';
import { Field, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { ADDRESSED, FOUND_BY, STANDS, TIED_BY } from '../classification.js';

/** `taken_up`: somebody does something about it. `not_now`, `done`, `dropped`: what became of it, with words. `withdrawn`: with its post. */
export enum IdeaState {
  open = 'open',
  taken_up = 'taken_up',
  not_now = 'not_now',
  done = 'done',
  dropped = 'dropped',
  withdrawn = 'withdrawn',
}
registerEnumType(IdeaState, { name: 'IdeaState' });

/** How an idea stands, and what became of it: a row beside its post, with the id of it. The words of that are a comment below it. */
@Entity('idea')
@ObjectType({ description: 'How an idea stands.' })
export class Idea {
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

  @Personal({ ...STANDS, fieldNo: 4 })
  @Field(() => IdeaState)
  @Column({ type: 'text' })
  state!: IdeaState;

  /** So that a policy can say "by nobody" over the row's own columns. */
  @Personal({ ...STANDS, fieldNo: 5 })
  @Column({ type: 'boolean' })
  taken!: boolean;

  @Personal({ ...TIED_BY, fieldNo: 6 })
  @Column({ type: 'uuid', nullable: true })
  takenById!: string | null;

  @Personal({ ...STANDS, fieldNo: 7 })
  @Field(() => String, { nullable: true })
  @Column({ type: 'timestamptz', nullable: true })
  takenAt!: string | null;

  @Personal({ ...STANDS, fieldNo: 8 })
  @Field(() => String, { nullable: true, description: 'The day on which it is asked what became of it.' })
  @Column({ type: 'date', nullable: true })
  lookBackOn!: string | null;

  /** The comment that says what became of it. */
  @Personal({ ...TIED_BY, fieldNo: 9 })
  @Column({ type: 'uuid', nullable: true })
  toldId!: string | null;

  @Personal({ ...STANDS, fieldNo: 10 })
  @Field(() => String, { nullable: true, description: 'When it was told what became of it.' })
  @Column({ type: 'timestamptz', nullable: true })
  toldAt!: string | null;
}
