import { Impersonal, Personal } from '@courtyard/catalogue';
import { Node, NodeId } from '@courtyard/graphql';
import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import {
  ABOUT,
  ADDRESSED,
  COUNTED,
  FOUND_BY,
  SAID,
  SHAPED,
  STANDS,
  THOUGHT,
  TIED_BY,
  TOPICS,
  WHEN,
} from '../classification.js';
import { DOCUMENT } from '../writing/said.input.js';

export enum PostKind {
  update = 'update',
  question = 'question',
  poll = 'poll',
  idea = 'idea',
  pledge = 'pledge',
  announcement = 'announcement',
  praise = 'praise',
}
registerEnumType(PostKind, { name: 'PostKind' });

export type PostStatus = 'published' | 'withdrawn';

/** An emoji somebody answered with in the network they came from. */
export interface ImportedEmoji {
  readonly emoji: string;
  readonly by: readonly string[];
  /** Where more gave it than the export names. */
  readonly count?: number;
}

@Entity('post')
@ObjectType({ implements: () => [Node], description: 'What somebody said to an audience.' })
export class Post {
  @Impersonal('tenancy')
  @PrimaryColumn({ type: 'uuid' })
  organisationId!: string;

  @Personal({ ...FOUND_BY, fieldNo: 1 })
  @NodeId()
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  /** A UUIDv7 made at publication; feeds are ordered by it. */
  @Personal({ ...STANDS, fieldNo: 2 })
  @Column({ type: 'uuid' })
  publishedId!: string;

  @Personal({ ...FOUND_BY, fieldNo: 3 })
  @Column({ type: 'uuid' })
  authorId!: string;

  @Personal({
    category: 'pd:SocialMediaCommunication',
    sensitivity: 'low',
    purposes: ['collaboration', 'search'],
    retention: 'until_withdrawn',
    fieldNo: 4,
  })
  @Field(() => PostKind)
  @Column({ type: 'text' })
  kind!: PostKind;

  /** Plain text. Free text may hold anything, so it is special. */
  @Personal({ ...SAID, fieldNo: 5 })
  @Field()
  @Column({ type: 'text' })
  body!: string;

  /** Who may see it: the truth by which it is judged. */
  @Personal({ ...ADDRESSED, fieldNo: 6 })
  @Column({ type: 'bigint', array: true })
  audienceKeys!: string[];

  @Personal({ ...STANDS, fieldNo: 7 })
  @Column({ type: 'text' })
  status!: PostStatus;

  @Personal({ ...STANDS, fieldNo: 8 })
  @Field(() => Int, {
    description: 'Hand it back when revising; another one means that somebody was quicker.',
  })
  @Column({ type: 'int' })
  version!: number;

  @Personal({ ...COUNTED, fieldNo: 9 })
  @Column({ type: 'int' })
  usefulCount!: number;

  @Personal({ ...COUNTED, fieldNo: 10 })
  @Column({ type: 'int' })
  valuableCount!: number;

  @Personal({ ...STANDS, fieldNo: 11 })
  @Column({ type: 'int' })
  commentCount!: number;

  @Personal({ ...WHEN, fieldNo: 12 })
  @Field()
  @Column({ type: 'timestamptz' })
  publishedAt!: string;

  @Personal({ ...STANDS, fieldNo: 13 })
  @Field(() => String, { nullable: true })
  @Column({ type: 'timestamptz', nullable: true })
  editedAt!: string | null;

  @Personal({ ...STANDS, fieldNo: 14 })
  @Field(() => String, { nullable: true, description: 'The network it was said in first, such as Slack.' })
  @Column({ type: 'text', nullable: true })
  importedFrom!: string | null;

  /** What the import knows it by, so that a second import takes nothing twice. */
  @Personal({ ...TIED_BY, fieldNo: 15 })
  @Column({ type: 'text', nullable: true })
  sourceKey!: string | null;

  @Personal({ ...THOUGHT, fieldNo: 16 })
  @Column({ type: 'jsonb' })
  importedEmoji!: ImportedEmoji[];

  @Personal({ ...ABOUT, fieldNo: 17 })
  @Column({ type: 'uuid', array: true })
  mentionedIds!: string[];

  /** JSON, as `@courtyard/writing` states it; `body` says the same in plain text, and null means that it was said so. */
  @Personal({ ...SHAPED, fieldNo: 18 })
  @Field(() => String, { nullable: true, description: DOCUMENT })
  @Column({ type: 'text', nullable: true })
  document!: string | null;

  /** Topics of the document, folded as search folds words. */
  @Personal({ ...TOPICS, fieldNo: 19 })
  @Column({ type: 'text', array: true })
  topics!: string[];
}
