import { Impersonal, Personal } from '@courtyard/catalogue';
import { Entity, PrimaryColumn } from 'typeorm';

/** The index by which feeds are found: `Post.audienceKeys` by key and time. The gate keeps it; nobody else reads it. */
@Entity('post_audience')
export class PostAudience {
  @Impersonal('tenancy')
  @PrimaryColumn({ type: 'uuid' })
  organisationId!: string;

  @Personal({
    category: 'pd:CommunicationsMetadata',
    sensitivity: 'medium',
    purposes: ['collaboration'],
    retention: 'until_withdrawn',
    fieldNo: 1,
  })
  @PrimaryColumn({ type: 'bigint' })
  audienceKey!: string;

  @Personal({
    category: 'pd:CommunicationsMetadata',
    sensitivity: 'low',
    purposes: ['collaboration'],
    retention: 'until_withdrawn',
    fieldNo: 2,
  })
  @PrimaryColumn({ type: 'uuid' })
  publishedId!: string;

  @Personal({
    category: 'pd:UID',
    sensitivity: 'low',
    purposes: ['collaboration'],
    retention: 'until_withdrawn',
    fieldNo: 3,
  })
  @PrimaryColumn({ type: 'uuid' })
  postId!: string;
}
