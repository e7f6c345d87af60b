import { Impersonal, Personal } from '@courtyard/catalogue';
import { Node, NodeId } from '@courtyard/graphql';
import { Field, Int, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import {
  ABOUT,
  ADDRESSED,
  FOUND_BY,
  SAID,
  SHAPED,
  STANDS,
  THOUGHT,
  TIED_BY,
  TOPICS,
  WHEN,
} from '../classification.js';
import type { ImportedEmoji } from '../post/post.entity.js';
import { DOCUMENT } from '../writing/said.input.js';

/** `hidden`: the post it answers was withdrawn. */
export type CommentStatus = 'published' | 'withdrawn' | 'hidden';

@Entity('comment')
@ObjectType({
  implements: () => [Node],
  description: 'What somebody answered below a post, to the audience of that post.',
})
export class Comment {
  @Impersonal('tenancy')
  @PrimaryColumn({ type: 'uuid' })
  organisationId!: string;

  @Personal({ ...FOUND_BY, fieldNo: 1 })
  @NodeId()
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Personal({ ...TIED_BY, fieldNo: 2 })
  @Column({ type: 'uuid' })
  postId!: string;

  @Personal({ ...FOUND_BY, fieldNo: 3 })
  @Column({ type: 'uuid' })
  authorId!: string;

  @Personal({ ...SAID, fieldNo: 4 })
  @Field()
  @Column({ type: 'text' })
  body!: string;

  /** The keys of the post, so that a comment is judged by its own row. */
  @Personal({ ...ADDRESSED, fieldNo: 5 })
  @Column({ type: 'bigint', array: true })
  audienceKeys!: string[];

  @Personal({ ...STANDS, fieldNo: 6 })
  @Column({ type: 'text' })
  status!: CommentStatus;

  @Personal({ ...STANDS, fieldNo: 7 })
  @Field(() => Int)
  @Column({ type: 'int' })
  version!: number;

  @Personal({ ...WHEN, fieldNo: 8 })
  @Field()
  @Column({ type: 'timestamptz' })
  createdAt!: string;

  @Personal({ ...STANDS, fieldNo: 9 })
  @Field(() => String, { nullable: true })
  @Column({ type: 'timestamptz', nullable: true })
  editedAt!: string | null;

  @Personal({ ...STANDS, fieldNo: 10 })
  @Field(() => String, { nullable: true })
  @Column({ type: 'text', nullable: true })
  importedFrom!: string | null;

  @Personal({ ...TIED_BY, fieldNo: 11 })
  @Column({ type: 'text', nullable: true })
  sourceKey!: string | null;

  @Personal({ ...THOUGHT, fieldNo: 12 })
  @Column({ type: 'jsonb' })
  importedEmoji!: ImportedEmoji[];

  @Personal({ ...ABOUT, fieldNo: 13 })
  @Column({ type: 'uuid', array: true })
  mentionedIds!: string[];

  /** Lets the author of the post read what is answered, and take it out of sight with the post. */
  @Personal({ ...TIED_BY, fieldNo: 14 })
  @Column({ type: 'uuid' })
  postAuthorId!: string;

  /** JSON, as `@courtyard/writing` states it; `body` says the same in plain text, and null means that it was said so. */
  @Personal({ ...SHAPED, fieldNo: 15 })
  @Field(() => String, { nullable: true, description: DOCUMENT })
  @Column({ type: 'text', nullable: true })
  document!: string | null;

  /** Topics of the document, folded as search folds words. */
  @Personal({ ...TOPICS, fieldNo: 16 })
  @Column({ type: 'text', array: true })
  topics!: string[];
}
