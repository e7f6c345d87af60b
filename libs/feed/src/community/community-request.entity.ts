import { Impersonal, Personal } from '@courtyard/catalogue';
import { InstantScalar } from '@courtyard/graphql';
import { Field, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { KNOCKING } from './classification.js';

/** Somebody asks to be let into a closed community. It is gone once they are in; a no stays, and rests. */
@Entity('community_request')
@ObjectType({ description: 'Somebody asks to be let into a closed community.' })
export class CommunityRequest {
  @Impersonal('tenancy')
  @PrimaryColumn({ type: 'uuid' })
  organisationId!: string;

  @Personal({ ...KNOCKING, category: 'pd:GroupMembership', fieldNo: 1 })
  @PrimaryColumn({ type: 'uuid' })
  communityId!: string;

  @Personal({ ...KNOCKING, category: 'pd:UID', fieldNo: 2 })
  @PrimaryColumn({ type: 'uuid' })
  employeeId!: string;

  @Personal({
    ...KNOCKING,
    category: 'pd:SocialMediaCommunication',
    sensitivity: 'special',
    fieldNo: 3,
  })
  @Field({ description: 'Why, in their words; may be empty.' })
  @Column({ type: 'text' })
  words!: string;

  @Personal({ ...KNOCKING, category: 'pd:CommunicationsMetadata', fieldNo: 4 })
  @Field(() => InstantScalar)
  @Column({ type: 'timestamptz' })
  askedAt!: string;

  @Personal({ ...KNOCKING, category: 'pd:CommunicationsMetadata', fieldNo: 5 })
  @Field({ description: 'Answered with no; told to whoever asked.' })
  @Column({ type: 'boolean' })
  declined!: boolean;

  @Personal({ ...KNOCKING, category: 'pd:CommunicationsMetadata', fieldNo: 6 })
  @Column({ type: 'timestamptz', nullable: true })
  declinedAt!: string | null;

  /** The community's owners and moderators, as long as they are. */
  @Personal({ ...KNOCKING, category: 'pd:UID', fieldNo: 7 })
  @Column({ type: 'uuid', array: true })
  keeperIds!: string[];
}
