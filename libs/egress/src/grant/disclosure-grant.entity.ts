import { Impersonal, Personal, type Purpose } from '@courtyard/catalogue';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { ASKED, OPENS } from '../classification.js';

/** What opens the views of schema egress for one disclosure. Role api stores it and cannot read it back. */
@Entity('disclosure_grant')
export class DisclosureGrant {
  @Impersonal('tenancy')
  @PrimaryColumn({ type: 'uuid' })
  organisationId!: string;

  /** The disclosure's. */
  @Personal({ ...ASKED, fieldNo: 1 })
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Personal({ ...ASKED, fieldNo: 2 })
  @Column({ type: 'uuid' })
  recipientId!: string;

  @Personal({ ...ASKED, fieldNo: 3 })
  @Column({ type: 'text' })
  purpose!: Purpose;

  /** SHA-256 of the secret. */
  @Personal({ ...OPENS, fieldNo: 4 })
  @Column({ type: 'bytea', select: false })
  secretHash!: Buffer;

  /** `sealSecret`. */
  @Personal({ ...OPENS, fieldNo: 5 })
  @Column({ type: 'bytea', select: false })
  sealedSecret!: Buffer;

  @Personal({ ...ASKED, fieldNo: 6 })
  @Column({ type: 'timestamptz' })
  expiresAt!: string;
}
