import { Impersonal, Personal, type Purpose } from '@courtyard/catalogue';
import { InstantScalar, Node, NodeId } from '@courtyard/graphql';
import { Field, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { SAID, TIED_BY } from '../classification.js';
import { PurposeTerm } from '../terms.js';

/** The nine kinds of ISO/IEC TS 27560. Only `ConsentGiven` and `RenewedConsentGiven` permit. */
export const CONSENT_KINDS = [
  'ConsentRequested',
  'ConsentRequestDeferred',
  'ConsentGiven',
  'ConsentRefused',
  'RenewedConsentGiven',
  'ConsentExpired',
  'ConsentInvalidated',
  'ConsentRevoked',
  'ConsentWithdrawn',
] as const;
export type ConsentKind = (typeof CONSENT_KINDS)[number];

/**
 * One event of what a person said, or of what became of it. Only ever added to. What a person sees as a consent is the event
 * of their answer, with what became of it since.
 */
@Entity('consent_event')
@ObjectType({ implements: () => [Node], description: 'What I said, as it stands.' })
export class Consent {
  @Impersonal('tenancy')
  @PrimaryColumn({ type: 'uuid' })
  organisationId!: string;

  /** A UUIDv7 that grows with every event of a person. */
  @Personal({ ...TIED_BY, fieldNo: 1 })
  @NodeId()
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Personal({ ...TIED_BY, fieldNo: 2 })
  @Column({ type: 'uuid' })
  employeeId!: string;

  @Personal({ ...SAID, fieldNo: 3 })
  @Column({ type: 'text' })
  kind!: ConsentKind;

  @Personal({ ...TIED_BY, fieldNo: 4 })
  @Column({ type: 'uuid' })
  requestId!: string;

  @Personal({ ...SAID, fieldNo: 5 })
  @Field(() => PurposeTerm)
  @Column({ type: 'text' })
  purpose!: Purpose;

  @Personal({ ...TIED_BY, fieldNo: 6 })
  @Column({ type: 'uuid' })
  recipientId!: string;

  /** Null with `fieldNo` where the whole card is meant: it was put to the person, or put off. */
  @Personal({ ...SAID, fieldNo: 7 })
  @Column({ type: 'text', nullable: true })
  entity!: string | null;

  @Personal({ ...SAID, fieldNo: 8 })
  @Column({ type: 'smallint', nullable: true })
  fieldNo!: number | null;

  /** The one item it is about; null for the field. */
  @Personal({ ...TIED_BY, fieldNo: 9 })
  @Column({ type: 'uuid', nullable: true })
  rowId!: string | null;

  @Personal({ ...SAID, fieldNo: 10 })
  @Field(() => InstantScalar)
  @Column({ type: 'timestamptz' })
  at!: string;

  /** When a yes begins to count. */
  @Personal({ ...SAID, fieldNo: 11 })
  @Field(() => InstantScalar, { nullable: true })
  @Column({ type: 'timestamptz', nullable: true })
  effectiveAt!: string | null;

  /** The latest time at which a covered cell came to be. */
  @Personal({ ...SAID, fieldNo: 12 })
  @Column({ type: 'timestamptz', nullable: true })
  coversUntil!: string | null;

  @Personal({ ...SAID, fieldNo: 13 })
  @Field(() => InstantScalar, { nullable: true })
  @Column({ type: 'timestamptz', nullable: true })
  validUntil!: string | null;

  @Personal({ ...SAID, fieldNo: 14 })
  @Column({ type: 'text' })
  noticeId!: string;

  @Personal({ ...SAID, fieldNo: 15 })
  @Column({ type: 'smallint' })
  noticeVersion!: number;

  @Personal({ ...SAID, fieldNo: 16 })
  @Column({ type: 'text' })
  language!: 'en' | 'de';

  /** Opens the commitment that the audit log holds of this answer. */
  @Personal({ ...SAID, fieldNo: 17 })
  @Column({ type: 'text', nullable: true })
  salt!: string | null;

  /** Of a yes: by what the person proved who they are. Only they read it. */
  @Personal({ ...SAID, fieldNo: 18 })
  @Column({ type: 'text', nullable: true })
  provenBy!: 'password' | 'passkey' | null;

  /** Of a yes: which words it was said of, as a digest (`seenOf`). Null of a yes from before a card handed versions out. */
  @Personal({ ...SAID, fieldNo: 19 })
  @Column({ type: 'text', nullable: true })
  seen!: string | null;
}
