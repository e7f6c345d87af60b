import { Impersonal, Personal } from '@courtyard/catalogue';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { PASSING_KEY, PASSING_PAST, PASSING_SECRET } from '../classification.js';

/** A one-time link with which somebody chooses a new password. An account has one at most; using it takes it away. */
@Entity('password_reset')
export class PasswordReset {
  @Impersonal('tenancy')
  @PrimaryColumn({ type: 'uuid' })
  organisationId!: string;

  @Personal({ ...PASSING_KEY, fieldNo: 1 })
  @PrimaryColumn({ type: 'uuid' })
  accountId!: string;

  @Personal({ ...PASSING_KEY, fieldNo: 2 })
  @Column({ type: 'uuid' })
  employeeId!: string;

  /** SHA-256 of the token's secret. */
  @Personal({ ...PASSING_SECRET, fieldNo: 3 })
  @Column({ type: 'bytea' })
  tokenHash!: Buffer;

  @Personal({ ...PASSING_PAST, fieldNo: 4 })
  @Column({ type: 'timestamptz' })
  createdAt!: string;

  @Personal({ ...PASSING_PAST, fieldNo: 5 })
  @Column({ type: 'timestamptz' })
  expiresAt!: string;
}
