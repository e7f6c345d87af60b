import { Impersonal, Personal } from '@courtyard/catalogue';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { ADDRESSED, FOUND_BY, STANDS, TIED_BY } from '../classification.js';

/** The index by which feeds are found: `Post.audienceKeys` by key and time. The gate keeps it; nobody else reads it. */
@Entity('post_audience')
export class PostAudience {
  @Impersonal('tenancy')
  @PrimaryColumn({ type: 'uuid' })
  organisationId!: string;

  @Personal({ ...ADDRESSED, fieldNo: 1 })
  @PrimaryColumn({ type: 'bigint' })
  audienceKey!: string;

  @Personal({ ...STANDS, fieldNo: 2 })
  @PrimaryColumn({ type: 'uuid' })
  publishedId!: string;

  @Personal({ ...TIED_BY, fieldNo: 3 })
  @PrimaryColumn({ type: 'uuid' })
  postId!: string;

  /** So that one person's posts are found by their audience, and those that are hidden are not walked. */
  @Personal({ ...FOUND_BY, fieldNo: 4 })
  @Column({ type: 'uuid' })
  authorId!: string;
}
