import { Impersonal, Personal } from '@courtyard/catalogue';
import { Node, NodeId } from '@courtyard/graphql';
import { Field, Int, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ImportedEmoji } from '../post/post.entity.js';

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

  @Personal({
    category: 'pd:UID',
    sensitivity: 'low',
    purposes: ['collaboration', 'search'],
    retention: 'until_withdrawn',
    fieldNo: 1,
  })
  @NodeId()
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Personal({
    category: 'pd:UID',
    sensitivity: 'low',
    purposes: ['collaboration'],
    retention: 'until_withdrawn',
    fieldNo: 2,
  })
  @Column({ type: 'uuid' })
  postId!: string;

  @Personal({
    category: 'pd:UID',
    sensitivity: 'low',
    purposes: ['collaboration', 'search'],
    retention: 'until_withdrawn',
    fieldNo: 3,
  })
  @Column({ type: 'uuid' })
  authorId!: string;

  @Personal({
    category: 'pd:SocialMediaCommunication',
    sensitivity: 'special',
    purposes: ['collaboration', 'search'],
    retention: 'until_withdrawn',
    fieldNo: 4,
    asked: true,
  })
  @Field()
  @Column({ type: 'text' })
  body!: string;

  /** The keys of the post, so that a comment is judged by its own row. */
  @Personal({
    category: 'pd:CommunicationsMetadata',
    sensitivity: 'medium',
    purposes: ['collaboration'],
    retention: 'until_withdrawn',
    fieldNo: 5,
  })
  @Column({ type: 'bigint', array: true })
  audienceKeys!: string[];

  @Personal({
    category: 'pd:CommunicationsMetadata',
    sensitivity: 'low',
    purposes: ['collaboration'],
    retention: 'until_withdrawn',
    fieldNo: 6,
  })
  @Column({ type: 'text' })
  status!: CommentStatus;

  @Personal({
    category: 'pd:CommunicationsMetadata',
    sensitivity: 'low',
    purposes: ['collaboration'],
    retention: 'until_withdrawn',
    fieldNo: 7,
  })
  @Field(() => Int)
  @Column({ type: 'int' })
  version!: number;

  @Personal({
    category: 'pd:CommunicationsMetadata',
    sensitivity: 'low',
    purposes: ['collaboration', 'search'],
    retention: 'until_withdrawn',
    fieldNo: 8,
    asked: true,
  })
  @Field()
  @Column({ type: 'timestamptz' })
  createdAt!: string;

  @Personal({
    category: 'pd:CommunicationsMetadata',
    sensitivity: 'low',
    purposes: ['collaboration'],
    retention: 'until_withdrawn',
    fieldNo: 9,
  })
  @Field(() => String, { nullable: true })
  @Column({ type: 'timestamptz', nullable: true })
  editedAt!: string | null;

  @Personal({
    category: 'pd:CommunicationsMetadata',
    sensitivity: 'low',
    purposes: ['collaboration'],
    retention: 'until_withdrawn',
    fieldNo: 10,
  })
  @Field(() => String, { nullable: true })
  @Column({ type: 'text', nullable: true })
  importedFrom!: string | null;

  @Personal({
    category: 'pd:UID',
    sensitivity: 'low',
    purposes: ['collaboration'],
    retention: 'until_withdrawn',
    fieldNo: 11,
  })
  @Column({ type: 'text', nullable: true })
  sourceKey!: string | null;

  @Personal({
    category: 'pd:Opinion',
    sensitivity: 'medium',
    purposes: ['collaboration'],
    retention: 'until_withdrawn',
    fieldNo: 12,
  })
  @Column({ type: 'jsonb' })
  importedEmoji!: ImportedEmoji[];

  @Personal({
    category: 'pd:SocialNetwork',
    sensitivity: 'medium',
    purposes: ['collaboration'],
    retention: 'until_withdrawn',
    fieldNo: 13,
  })
  @Column({ type: 'uuid', array: true })
  mentionedIds!: string[];

  /** Lets the author of the post read what is answered, and take it out of sight with the post. */
  @Personal({
    category: 'pd:UID',
    sensitivity: 'low',
    purposes: ['collaboration'],
    retention: 'until_withdrawn',
    fieldNo: 14,
  })
  @Column({ type: 'uuid' })
  postAuthorId!: string;
}
