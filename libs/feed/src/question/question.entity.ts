import { Impersonal, Personal } from '@courtyard/catalogue';
import { Field, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { ADDRESSED, FOUND_BY, STANDS, TIED_BY } from '../classification.js';

/**
 * `open`: it waits. `answered`: the asker accepted an answer. `solved`: the asker says so. `asker_left`: it waited when its asker left,
 * and nobody waits for it any more. `withdrawn`: with its post.
 */
export enum QuestionState {
  open = 'open',
  answered = 'answered',
  solved = 'solved',
  asker_left = 'asker_left',
  withdrawn = 'withdrawn',
}
registerEnumType(QuestionState, { name: 'QuestionState' });

/**
 * How a question stands: a row beside its post, with the id of it. It is not part of the post, whose versions count its wordings, and
 * changes without its author.
 */
@Entity('question')
@ObjectType({ description: 'How a question stands.' })
export class Question {
  @Impersonal('tenancy')
  @PrimaryColumn({ type: 'uuid' })
  organisationId!: string;

  /** That of its post. */
  @Personal({ ...TIED_BY, fieldNo: 1 })
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  /** When it was asked: the UUIDv7 of its publication, by which it waits. */
  @Personal({ ...STANDS, fieldNo: 2 })
  @Column({ type: 'uuid' })
  askedId!: string;

  /** The author of the post, who alone says what answers it. */
  @Personal({ ...FOUND_BY, purposes: ['collaboration'], fieldNo: 3 })
  @Column({ type: 'uuid' })
  authorId!: string;

  /** The keys of the post, so that it is judged by its own row. */
  @Personal({ ...ADDRESSED, fieldNo: 4 })
  @Column({ type: 'bigint', array: true })
  audienceKeys!: string[];

  @Personal({ ...STANDS, fieldNo: 5 })
  @Field(() => QuestionState)
  @Column({ type: 'text' })
  state!: QuestionState;

  /** So that a policy can say "by nobody" over the row's own columns. */
  @Personal({ ...STANDS, fieldNo: 6 })
  @Column({ type: 'boolean' })
  taken!: boolean;

  /** Who said "I look after this". */
  @Personal({ ...TIED_BY, fieldNo: 7 })
  @Column({ type: 'uuid', nullable: true })
  takenById!: string | null;

  @Personal({ ...STANDS, fieldNo: 8 })
  @Field(() => String, { nullable: true })
  @Column({ type: 'timestamptz', nullable: true })
  takenAt!: string | null;

  /** The comment that the asker accepted as the answer. */
  @Personal({ ...TIED_BY, fieldNo: 9 })
  @Column({ type: 'uuid', nullable: true })
  acceptedId!: string | null;

  @Personal({ ...STANDS, fieldNo: 10 })
  @Field(() => String, { nullable: true })
  @Column({ type: 'timestamptz', nullable: true })
  acceptedAt!: string | null;

  @Personal({ ...STANDS, fieldNo: 11 })
  @Field(() => String, { nullable: true, description: 'When the asker said that it is solved.' })
  @Column({ type: 'timestamptz', nullable: true })
  solvedAt!: string | null;
}
