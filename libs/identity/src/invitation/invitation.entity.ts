import { Impersonal, Personal } from '@courtyard/catalogue';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A one-time link with which an employee opens their account. An employee has one at most; a newer one replaces it. */
@Entity('invitation')
export class Invitation {
  @Impersonal('tenancy')
  @PrimaryColumn({ type: 'uuid' })
  organisationId!: string;

  @Personal({
    category: 'pd:UID',
    sensitivity: 'low',
    purposes: ['security', 'directory'],
    retention: 'invitation_30_days',
    fieldNo: 1,
  })
  @PrimaryColumn({ type: 'uuid' })
  employeeId!: string;

  /** SHA-256 of the token's secret. */
  @Personal({
    category: 'pd:Authenticating',
    sensitivity: 'high',
    purposes: ['security'],
    retention: 'invitation_30_days',
    fieldNo: 2,
  })
  @Column({ type: 'bytea' })
  tokenHash!: Buffer;

  /** As `foldEmail` keeps it. */
  @Personal({
    category: 'pd:EmailAddressWork',
    sensitivity: 'medium',
    purposes: ['security'],
    retention: 'invitation_30_days',
    fieldNo: 3,
  })
  @Column({ type: 'text' })
  email!: string;

  /** The employee who made it; null for the first administrator's, which the application makes. */
  @Personal({
    category: 'pd:UID',
    sensitivity: 'low',
    purposes: ['security'],
    retention: 'invitation_30_days',
    fieldNo: 4,
  })
  @Column({ type: 'uuid', nullable: true })
  madeBy!: string | null;

  @Personal({
    category: 'pd:AuthenticationHistory',
    sensitivity: 'low',
    purposes: ['security'],
    retention: 'invitation_30_days',
    fieldNo: 5,
  })
  @Column({ type: 'timestamptz' })
  createdAt!: string;

  @Personal({
    category: 'pd:AuthenticationHistory',
    sensitivity: 'low',
    purposes: ['security'],
    retention: 'invitation_30_days',
    fieldNo: 6,
  })
  @Column({ type: 'timestamptz' })
  expiresAt!: string;

  @Personal({
    category: 'pd:AuthenticationHistory',
    sensitivity: 'low',
    purposes: ['security'],
    retention: 'invitation_30_days',
    fieldNo: 7,
  })
  @Column({ type: 'timestamptz', nullable: true })
  usedAt!: string | null;
}
