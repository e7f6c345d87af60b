import { Impersonal, Personal } from '@courtyard/catalogue';
import { InstantScalar, Node, NodeId } from '@courtyard/graphql';
import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * `open`: every employee finds and joins it. `closed`: every employee finds it and asks to be let in. `hidden`: only its
 * members, and whom they invite, know of it.
 */
export enum CommunityAccess {
  open = 'open',
  closed = 'closed',
  hidden = 'hidden',
}
registerEnumType(CommunityAccess, { name: 'CommunityAccess' });

/**
 * What whoever comes in reads of before: `from_start` all that was said since the community was last opened wider, `from_joining`
 * nothing.
 */
export enum CommunityHistory {
  from_start = 'from_start',
  from_joining = 'from_joining',
}
registerEnumType(CommunityHistory, { name: 'CommunityHistory' });

/** What a member is in a community: `owner` decides about it, `moderator` about who is in it. */
export enum CommunityRole {
  owner = 'owner',
  moderator = 'moderator',
  member = 'member',
}
registerEnumType(CommunityRole, { name: 'CommunityRole' });

@Entity('community')
@ObjectType({
  implements: () => [Node],
  description: 'People across departments who have something in common.',
})
export class Community {
  @Impersonal('tenancy')
  @PrimaryColumn({ type: 'uuid' })
  organisationId!: string;

  @Personal({
    category: 'pd:UID',
    sensitivity: 'low',
    purposes: ['collaboration', 'search'],
    retention: 'employment_and_30_days',
    fieldNo: 1,
  })
  @NodeId()
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Personal({
    category: 'pd:GroupMembership',
    sensitivity: 'medium',
    purposes: ['collaboration', 'search'],
    retention: 'employment_and_30_days',
    fieldNo: 2,
  })
  @Field()
  @Column({ type: 'text' })
  name!: string;

  /** The name as it is looked up by: lower case, without marks. */
  @Personal({
    category: 'pd:GroupMembership',
    sensitivity: 'medium',
    purposes: ['search'],
    retention: 'employment_and_30_days',
    fieldNo: 3,
  })
  @Column({ type: 'text' })
  nameFolded!: string;

  @Personal({
    category: 'pd:GroupMembership',
    sensitivity: 'medium',
    purposes: ['collaboration', 'search'],
    retention: 'employment_and_30_days',
    fieldNo: 4,
  })
  @Field()
  @Column({ type: 'text' })
  purpose!: string;

  @Personal({
    category: 'pd:GroupMembership',
    sensitivity: 'low',
    purposes: ['collaboration'],
    retention: 'employment_and_30_days',
    fieldNo: 5,
  })
  @Field(() => CommunityAccess)
  @Column({ type: 'text' })
  access!: CommunityAccess;

  /** The newest generation's; whoever holds this key is a member. */
  @Personal({
    category: 'pd:GroupMembership',
    sensitivity: 'medium',
    purposes: ['collaboration'],
    retention: 'employment_and_30_days',
    fieldNo: 6,
  })
  @Column({ type: 'bigint' })
  audienceKey!: string;

  @Personal({
    category: 'pd:GroupMembership',
    sensitivity: 'low',
    purposes: ['collaboration'],
    retention: 'employment_and_30_days',
    fieldNo: 7,
  })
  @Column({ type: 'uuid', array: true })
  ownerIds!: string[];

  @Personal({
    category: 'pd:CommunicationsMetadata',
    sensitivity: 'low',
    purposes: ['collaboration'],
    retention: 'employment_and_30_days',
    fieldNo: 8,
  })
  @Column({ type: 'int' })
  version!: number;

  @Personal({
    category: 'pd:CommunicationsMetadata',
    sensitivity: 'low',
    purposes: ['collaboration'],
    retention: 'employment_and_30_days',
    fieldNo: 9,
  })
  @Column({ type: 'timestamptz' })
  createdAt!: string;

  @Personal({
    category: 'pd:CommunicationsMetadata',
    sensitivity: 'low',
    purposes: ['collaboration'],
    retention: 'employment_and_30_days',
    fieldNo: 10,
  })
  @Field(() => String, { nullable: true })
  @Column({ type: 'text', nullable: true })
  importedFrom!: string | null;

  @Personal({
    category: 'pd:UID',
    sensitivity: 'low',
    purposes: ['collaboration'],
    retention: 'employment_and_30_days',
    fieldNo: 11,
  })
  @Column({ type: 'text', nullable: true })
  sourceKey!: string | null;

  /** They let people in and take members out, and decide nothing else. */
  @Personal({
    category: 'pd:GroupMembership',
    sensitivity: 'low',
    purposes: ['collaboration'],
    retention: 'employment_and_30_days',
    fieldNo: 12,
  })
  @Column({ type: 'uuid', array: true })
  moderatorIds!: string[];

  /** What its members agree to when they come in; empty where it has none. */
  @Personal({
    category: 'pd:GroupMembership',
    sensitivity: 'medium',
    purposes: ['collaboration'],
    retention: 'employment_and_30_days',
    fieldNo: 13,
  })
  @Field({ description: 'What its members agree to when they come in; empty where it has none.' })
  @Column({ type: 'text' })
  charter!: string;

  @Personal({
    category: 'pd:CommunicationsMetadata',
    sensitivity: 'low',
    purposes: ['collaboration'],
    retention: 'employment_and_30_days',
    fieldNo: 14,
  })
  @Field(() => Int, {
    description: 'Which wording of the charter this is; whoever joins says which one they were shown.',
  })
  @Column({ type: 'int' })
  charterVersion!: number;

  /** From then on it is archived: read, and not written to. Null: it has no end. */
  @Personal({
    category: 'pd:CommunicationsMetadata',
    sensitivity: 'low',
    purposes: ['collaboration'],
    retention: 'employment_and_30_days',
    fieldNo: 15,
  })
  @Field(() => InstantScalar, {
    nullable: true,
    description: 'From then on it is archived. Absent: it has no end.',
  })
  @Column({ type: 'timestamptz', nullable: true })
  endsAt!: string | null;

  /** The post it was started from. */
  @Personal({
    category: 'pd:UID',
    sensitivity: 'low',
    purposes: ['collaboration'],
    retention: 'employment_and_30_days',
    fieldNo: 16,
  })
  @Column({ type: 'uuid', nullable: true })
  startedFromId!: string | null;

  /** Written by the database, of `ownerIds`. */
  @Personal({
    category: 'pd:GroupMembership',
    sensitivity: 'low',
    purposes: ['collaboration'],
    retention: 'employment_and_30_days',
    fieldNo: 17,
  })
  @Column({ type: 'boolean', insert: false, update: false })
  isOwned!: boolean;

  @Personal({
    category: 'pd:GroupMembership',
    sensitivity: 'low',
    purposes: ['collaboration'],
    retention: 'employment_and_30_days',
    fieldNo: 18,
  })
  @Field(() => CommunityHistory, { description: 'What whoever comes in reads of before.' })
  @Column({ type: 'text' })
  history!: CommunityHistory;

  /** It was opened wider once: who is in it is told to its members alone. */
  @Personal({
    category: 'pd:GroupMembership',
    sensitivity: 'low',
    purposes: ['collaboration'],
    retention: 'employment_and_30_days',
    fieldNo: 19,
  })
  @Column({ type: 'boolean' })
  wasNarrower!: boolean;

  @Personal({
    category: 'pd:GroupMembership',
    sensitivity: 'low',
    purposes: ['collaboration'],
    retention: 'employment_and_30_days',
    fieldNo: 20,
  })
  @Field(() => Int, {
    nullable: true,
    description:
      'Within how many hours its owners promise a first answer to a question; null where they promise none.',
  })
  @Column({ type: 'int', nullable: true })
  promisedAnswerHours!: number | null;
}
