import { Impersonal, Personal } from '@courtyard/catalogue';
import { Field, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { ADDRESSED, FOUND_BY, STANDS, TIED_BY } from '../classification.js';

/**
 * `open`: it waits, also when its day is over and nothing was said. `kept`, `broken`: its author says so. `lapsed`: whoever made it
 * left, or whoever it was made to can no longer see it, and nobody waits for it. `withdrawn`: with its post.
 */
export enum PledgeState {
  open = 'open',
  kept = 'kept',
  broken = 'broken',
  lapsed = 'lapsed',
  withdrawn = 'withdrawn',
}
registerEnumType(PledgeState, { name: 'PledgeState' });

/** A day that was promised before, and why it is another one now. */
@ObjectType({ description: 'A day that was promised before, and why it was moved.' })
export class EarlierDay {
  @Field({ description: 'ISO 8601, a calendar day.' })
  dueOn!: string;

  @Field()
  reason!: string;

  @Field()
  movedAt!: string;
}

/**
 * What becomes of somebody's word: a row beside its post, with the id of it. What was promised is the post's own words, which keep
 * their earlier wordings.
 */
@Entity('pledge')
@ObjectType({ description: 'What becomes of a promise.' })
export class Pledge {
  @Impersonal('tenancy')
  @PrimaryColumn({ type: 'uuid' })
  organisationId!: string;

  /** That of its post. */
  @Personal({ ...TIED_BY, fieldNo: 1 })
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Personal({ ...STANDS, fieldNo: 2 })
  @Field({ description: 'By when, a calendar day in ISO 8601.' })
  @Column({ type: 'date' })
  dueOn!: string;

  /** A UUIDv7 of that day, by which it waits. */
  @Personal({ ...STANDS, fieldNo: 3 })
  @Column({ type: 'uuid' })
  dueId!: string;

  /** Who gave their word, and alone says what became of it. */
  @Personal({ ...FOUND_BY, purposes: ['collaboration'], fieldNo: 4 })
  @Column({ type: 'uuid' })
  authorId!: string;

  /** The keys of the post, so that it is judged by its own row. */
  @Personal({ ...ADDRESSED, fieldNo: 5 })
  @Column({ type: 'bigint', array: true })
  audienceKeys!: string[];

  /** Along which it is found by those it concerns: the author's own, and the receiver's own or all of the audience. */
  @Personal({ ...ADDRESSED, fieldNo: 6 })
  @Column({ type: 'bigint', array: true })
  waitingKeys!: string[];

  /** So that a policy can say "to all whom it reaches" over the row's own columns. */
  @Personal({ ...ADDRESSED, fieldNo: 7 })
  @Column({ type: 'boolean' })
  toAll!: boolean;

  @Personal({ ...TIED_BY, fieldNo: 8 })
  @Column({ type: 'uuid', nullable: true })
  toId!: string | null;

  @Personal({ ...STANDS, fieldNo: 9 })
  @Field(() => PledgeState)
  @Column({ type: 'text' })
  state!: PledgeState;

  /** Every day that was promised before, the first one first. Reasons are free text, so they are special; they never leave. */
  @Personal({
    category: 'pd:SocialMediaCommunication',
    sensitivity: 'special',
    purposes: ['collaboration'],
    retention: 'until_withdrawn',
    fieldNo: 10,
  })
  @Field(() => [EarlierDay], { description: 'Every day that was promised before, the first one first.' })
  @Column({ type: 'jsonb' })
  earlier!: EarlierDay[];

  @Personal({ ...STANDS, fieldNo: 11 })
  @Field(() => String, { nullable: true, description: 'When its author said that it is kept, or broken.' })
  @Column({ type: 'timestamptz', nullable: true })
  settledAt!: string | null;

  /** So that a policy can say "by nobody" over the row's own columns. */
  @Personal({ ...STANDS, fieldNo: 12 })
  @Column({ type: 'boolean' })
  confirmed!: boolean;

  /** Whoever it was made to, and says that it was kept. */
  @Personal({ ...TIED_BY, fieldNo: 13 })
  @Column({ type: 'uuid', nullable: true })
  confirmedById!: string | null;

  @Personal({ ...STANDS, fieldNo: 14 })
  @Field(() => String, { nullable: true })
  @Column({ type: 'timestamptz', nullable: true })
  confirmedAt!: string | null;
}
