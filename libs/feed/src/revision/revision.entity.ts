import { Impersonal, Personal } from '@courtyard/catalogue';
import { Field, Int, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { ADDRESSED, SHAPED, STANDS, TIED_BY } from '../classification.js';
import { DOCUMENT } from '../writing/said.input.js';

/** What a post or comment said before it was edited; seen by whoever may see it now. */
@Entity('revision')
@ObjectType()
export class Revision {
  @Impersonal('tenancy')
  @PrimaryColumn({ type: 'uuid' })
  organisationId!: string;

  /** The post or comment. */
  @Personal({ ...TIED_BY, fieldNo: 1 })
  @PrimaryColumn({ type: 'uuid' })
  subjectId!: string;

  @Personal({ ...STANDS, fieldNo: 2 })
  @Field(() => Int)
  @PrimaryColumn({ type: 'int' })
  version!: number;

  @Personal({ ...TIED_BY, fieldNo: 3 })
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

  @Personal({ ...ADDRESSED, fieldNo: 5 })
  @Column({ type: 'bigint', array: true })
  audienceKeys!: string[];

  @Personal({ ...STANDS, fieldNo: 6 })
  @Column({ type: 'text' })
  status!: string;

  @Personal({ ...STANDS, fieldNo: 7 })
  @Field({ description: 'When this wording was replaced by the next.' })
  @Column({ type: 'timestamptz' })
  at!: string;

  /** Lets the author of the post take it out of sight with the post; absent for what an import brought. */
  @Personal({ ...TIED_BY, fieldNo: 8 })
  @Column({ type: 'uuid', nullable: true })
  postAuthorId!: string | null;

  /** JSON, as `@courtyard/writing` states it; `body` says the same in plain text, and null means that it was said so. */
  @Personal({ ...SHAPED, fieldNo: 9 })
  @Field(() => String, { nullable: true, description: DOCUMENT })
  @Column({ type: 'text', nullable: true })
  document!: string | null;
}
