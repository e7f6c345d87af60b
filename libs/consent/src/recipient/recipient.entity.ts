import { Impersonal, Personal, type RecipientCategory } from '@courtyard/catalogue';
import { InstantScalar, Node, NodeId } from '@courtyard/graphql';
import { Role } from '@courtyard/people';
import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { DECIDED, DECIDER } from '../classification.js';
import { RecipientCategoryTerm } from '../terms.js';

/** `proposed` waits for a second person of another role; what was refused or retired is proposed anew. */
export enum ProposalStatus {
  proposed = 'proposed',
  active = 'active',
  retired = 'retired',
  refused = 'refused',
}
registerEnumType(ProposalStatus, { name: 'ProposalStatus' });

export enum DeliveryKind {
  file_drop = 'file_drop',
  https = 'https',
}
registerEnumType(DeliveryKind, { name: 'DeliveryKind' });

/** A named party that receives data. Another name, category, owner or country is another recipient of the same lineage. */
@Entity('recipient')
@ObjectType({ implements: () => [Node], description: 'A named party that receives data.' })
export class Recipient {
  @Impersonal('tenancy')
  @PrimaryColumn({ type: 'uuid' })
  organisationId!: string;

  @Personal({ ...DECIDED, fieldNo: 1 })
  @NodeId()
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  /** The first recipient of a line in which one replaced the other. */
  @Personal({ ...DECIDED, fieldNo: 2 })
  @Column({ type: 'uuid' })
  lineageId!: string;

  @Personal({ ...DECIDED, fieldNo: 3 })
  @Field(() => Int, { name: 'version', description: 'Counts the recipients of its lineage.' })
  @Column({ type: 'int', name: 'version' })
  lineageVersion!: number;

  @Personal({ ...DECIDED, fieldNo: 4 })
  @Field()
  @Column({ type: 'text' })
  name!: string;

  @Personal({ ...DECIDED, fieldNo: 5 })
  @Field(() => RecipientCategoryTerm)
  @Column({ type: 'text' })
  category!: RecipientCategory;

  @Personal({ ...DECIDED, fieldNo: 6 })
  @Field({ description: 'To whom it belongs.' })
  @Column({ type: 'text' })
  ownerName!: string;

  /** What recipients of one owner are known by; `foldedOwner`. */
  @Personal({ ...DECIDED, fieldNo: 7 })
  @Column({ type: 'text' })
  ownerFolded!: string;

  @Personal({ ...DECIDED, fieldNo: 8 })
  @Field({ description: 'ISO 3166-1 alpha-2.' })
  @Column({ type: 'text' })
  country!: string;

  @Personal({ ...DECIDED, fieldNo: 9 })
  @Field(() => String, { nullable: true, description: 'Of a processor: its contract (GDPR Art. 28).' })
  @Column({ type: 'text', nullable: true })
  contractReference!: string | null;

  /** What makes the transfer lawful there (GDPR Art. 44 to 49), or why none is needed. */
  @Personal({ ...DECIDED, fieldNo: 10 })
  @Field(() => String, { nullable: true })
  @Column({ type: 'text', nullable: true })
  transferTool!: string | null;

  /** The closed list of fields of a processor, as `Post.body`. */
  @Personal({ ...DECIDED, fieldNo: 11 })
  @Field(() => [String])
  @Column({ type: 'text', array: true })
  contractFields!: string[];

  @Personal({ ...DECIDED, fieldNo: 12 })
  @Column({ type: 'text' })
  agePublicKey!: string;

  @Personal({ ...DECIDED, fieldNo: 13 })
  @Field(() => DeliveryKind)
  @Column({ type: 'text' })
  deliveryKind!: DeliveryKind;

  @Personal({ ...DECIDED, fieldNo: 14 })
  @Field(() => String, { nullable: true })
  @Column({ type: 'text', nullable: true })
  deliveryEndpoint!: string | null;

  /** What the random ids of rows are made with. Made by the database; role api has no right to read it. */
  @Personal({ ...DECIDED, fieldNo: 15 })
  @Column({ type: 'bytea', select: false, insert: false, update: false })
  aliasSecret!: Buffer;

  @Personal({ ...DECIDED, fieldNo: 16 })
  @Field(() => ProposalStatus)
  @Column({ type: 'text' })
  status!: ProposalStatus;

  @Personal({ ...DECIDER, fieldNo: 17 })
  @Column({ type: 'uuid' })
  proposedBy!: string;

  @Personal({ ...DECIDER, fieldNo: 18 })
  @Field(() => Role)
  @Column({ type: 'text' })
  proposedRole!: Role;

  @Personal({ ...DECIDER, fieldNo: 19 })
  @Field(() => InstantScalar)
  @Column({ type: 'timestamptz' })
  proposedAt!: string;

  @Personal({ ...DECIDER, fieldNo: 20 })
  @Column({ type: 'uuid', nullable: true })
  decidedBy!: string | null;

  @Personal({ ...DECIDER, fieldNo: 21 })
  @Field(() => Role, { nullable: true })
  @Column({ type: 'text', nullable: true })
  decidedRole!: Role | null;

  @Personal({ ...DECIDER, fieldNo: 22 })
  @Field(() => InstantScalar, { nullable: true })
  @Column({ type: 'timestamptz', nullable: true })
  decidedAt!: string | null;
}
