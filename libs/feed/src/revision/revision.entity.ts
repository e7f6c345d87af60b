import { Impersonal, Personal } from '@courtyard/catalogue';
import { Field, Int, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What a post or comment said before it was edited; seen by whoever may see it now. */
@Entity('revision')
@ObjectType()
export class Revision {
  @Impersonal('tenancy')
  @PrimaryColumn({ type: 'uuid' })
  organisationId!: string;

  /** The post or comment. */
  @Personal({
    category: 'pd:UID',
    sensitivity: 'low',
    purposes: ['collaboration'],
    retention: 'until_withdrawn',
    fieldNo: 1,
  })
  @PrimaryColumn({ type: 'uuid' })
  subjectId!: string;

  @Personal({
    category: 'pd:CommunicationsMetadata',
    sensitivity: 'low',
    purposes: ['collaboration'],
    retention: 'until_withdrawn',
    fieldNo: 2,
  })
  @Field(() => Int)
  @PrimaryColumn({ type: 'int' })
  version!: number;

  @Personal({
    category: 'pd:UID',
    sensitivity: 'low',
    purposes: ['collaboration'],
    retention: 'until_withdrawn',
    fieldNo: 3,
  })
  @Column({ type: 'uuid' })
  authorId!: string;

  @Personal({
    category: 'pd:SocialMediaCommunication',
    sensitivity: 'special',
    purposes: ['collaboration'],
    retention: 'until_withdrawn',
    fieldNo: 4,
  })
  @Field()
  @Column({ type: 'text' })
  body!: string;

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
  status!: string;

  @Personal({
    category: 'pd:CommunicationsMetadata',
    sensitivity: 'low',
    purposes: ['collaboration'],
    retention: 'until_withdrawn',
    fieldNo: 7,
  })
  @Field({ description: 'When this wording was replaced by the next.' })
  @Column({ type: 'timestamptz' })
  at!: string;

  /** Lets the author of the post take it out of sight with the post; absent for what an import brought. */
  @Personal({
    category: 'pd:UID',
    sensitivity: 'low',
    purposes: ['collaboration'],
    retention: 'until_withdrawn',
    fieldNo: 8,
  })
  @Column({ type: 'uuid', nullable: true })
  postAuthorId!: string | null;
}
