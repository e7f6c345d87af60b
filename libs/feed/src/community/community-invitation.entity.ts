import { Impersonal, Personal } from '@courtyard/catalogue';
import { InstantScalar } from '@courtyard/graphql';
import { Field, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { KNOCKING } from './classification.js';

/**
 * Somebody is asked into a community. A no is known to whoever said it alone: to those who asked it stays open until it
 * expires, and being asked again within ninety days does not reach the person.
 */
@Entity('community_invitation')
@ObjectType({ description: 'Somebody is asked into a community.' })
export class CommunityInvitation {
  @Impersonal('tenancy')
  @PrimaryColumn({ type: 'uuid' })
  organisationId!: string;

  @Personal({ ...KNOCKING, category: 'pd:GroupMembership', fieldNo: 1 })
  @PrimaryColumn({ type: 'uuid' })
  communityId!: string;

  @Personal({ ...KNOCKING, category: 'pd:UID', fieldNo: 2 })
  @PrimaryColumn({ type: 'uuid' })
  employeeId!: string;

  @Personal({ ...KNOCKING, category: 'pd:UID', fieldNo: 3 })
  @Column({ type: 'uuid' })
  invitedBy!: string;

  @Personal({ ...KNOCKING, category: 'pd:CommunicationsMetadata', fieldNo: 4 })
  @Field(() => InstantScalar)
  @Column({ type: 'timestamptz' })
  invitedAt!: string;

  @Personal({ ...KNOCKING, category: 'pd:CommunicationsMetadata', fieldNo: 5 })
  @Field(() => InstantScalar)
  @Column({ type: 'timestamptz' })
  expiresAt!: string;

  @Personal({ ...KNOCKING, category: 'pd:CommunicationsMetadata', fieldNo: 6 })
  @Column({ type: 'boolean' })
  revoked!: boolean;

  @Personal({ ...KNOCKING, category: 'pd:CommunicationsMetadata', fieldNo: 7 })
  @Column({ type: 'boolean' })
  declined!: boolean;

  @Personal({ ...KNOCKING, category: 'pd:CommunicationsMetadata', fieldNo: 8 })
  @Column({ type: 'timestamptz', nullable: true })
  declinedAt!: string | null;

  /** The community's owners and moderators, as long as they are. */
  @Personal({ ...KNOCKING, category: 'pd:UID', fieldNo: 9 })
  @Column({ type: 'uuid', array: true })
  keeperIds!: string[];
}
