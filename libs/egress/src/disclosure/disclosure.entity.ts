import { Impersonal, Personal, type Purpose } from '@courtyard/catalogue';
import { PurposeTerm } from '@courtyard/consent';
import { InstantScalar, Node, NodeId } from '@courtyard/graphql';
import { Role } from '@courtyard/people';
import { Field, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { ASKED, OFFICER } from '../classification.js';

/**
 * `requested` waits for two approvals, `approved` for the process that sends. `ended`: delivered, given up or
 * cancelled, and never why in words that tell of anybody's answer. No state is left backwards.
 */
export enum DisclosureStatus {
  requested = 'requested',
  approved = 'approved',
  refused = 'refused',
  ended = 'ended',
  expired = 'expired',
}
registerEnumType(DisclosureStatus, { name: 'DisclosureStatus' });

export enum DisclosureFormat {
  csv = 'csv',
  jsonl = 'jsonl',
}
registerEnumType(DisclosureFormat, { name: 'DisclosureFormat' });

@Entity('disclosure')
@ObjectType({
  implements: () => [Node],
  description: 'One approved, bounded release of data to one recipient for one purpose.',
})
export class Disclosure {
  @Impersonal('tenancy')
  @PrimaryColumn({ type: 'uuid' })
  organisationId!: string;

  @Personal({ ...ASKED, fieldNo: 1 })
  @NodeId()
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Personal({ ...ASKED, fieldNo: 2 })
  @Column({ type: 'uuid' })
  recipientId!: string;

  @Personal({ ...ASKED, fieldNo: 3 })
  @Field(() => PurposeTerm)
  @Column({ type: 'text' })
  purpose!: Purpose;

  @Personal({ ...ASKED, fieldNo: 4 })
  @Field({ description: 'The business question it answers.' })
  @Column({ type: 'text' })
  question!: string;

  @Personal({ ...ASKED, fieldNo: 5 })
  @Field(() => String, { nullable: true, description: 'What it answered, recorded afterwards.' })
  @Column({ type: 'text', nullable: true })
  answered!: string | null;

  @Personal({ ...ASKED, fieldNo: 6 })
  @Field(() => DisclosureFormat)
  @Column({ type: 'text' })
  format!: DisclosureFormat;

  @Personal({ ...OFFICER, fieldNo: 7 })
  @Column({ type: 'uuid' })
  requestedBy!: string;

  @Personal({ ...OFFICER, fieldNo: 8 })
  @Field(() => Role)
  @Column({ type: 'text' })
  requestedRole!: Role;

  @Personal({ ...OFFICER, fieldNo: 9 })
  @Field(() => InstantScalar)
  @Column({ type: 'timestamptz' })
  requestedAt!: string;

  @Personal({ ...ASKED, fieldNo: 10 })
  @Field(() => InstantScalar)
  @Column({ type: 'timestamptz' })
  expiresAt!: string;

  /** As it was decided last; what has run out since is told by `statusNow`. */
  @Personal({ ...ASKED, fieldNo: 11 })
  @Column({ type: 'text' })
  status!: DisclosureStatus;
}

@Entity('disclosure_field')
export class DisclosureField {
  @Impersonal('tenancy')
  @PrimaryColumn({ type: 'uuid' })
  organisationId!: string;

  @Personal({ ...ASKED, fieldNo: 1 })
  @PrimaryColumn({ type: 'uuid' })
  disclosureId!: string;

  @Personal({ ...ASKED, fieldNo: 2 })
  @PrimaryColumn({ type: 'text' })
  entity!: string;

  @Personal({ ...ASKED, fieldNo: 3 })
  @PrimaryColumn({ type: 'smallint' })
  fieldNo!: number;
}
