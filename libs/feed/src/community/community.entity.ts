import { Impersonal, Personal } from '@courtyard/catalogue';
import { Node, NodeId } from '@courtyard/graphql';
import { Field, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * `open`: every employee finds and joins it. `closed`: every employee finds it, an owner lets them in. `hidden`: only its
 * members know of it; for now only an import makes one, from a private channel.
 */
export enum CommunityAccess {
  open = 'open',
  closed = 'closed',
  hidden = 'hidden',
}
registerEnumType(CommunityAccess, { name: 'CommunityAccess' });

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

  /** Whoever holds this key is a member. */
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
}
