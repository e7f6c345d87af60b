import { Impersonal, Personal } from '@courtyard/catalogue';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The password of an account, as a row of its own: reading an account never brings the hash along. */
@Entity('account_password')
export class Password {
  @Impersonal('tenancy')
  @PrimaryColumn({ type: 'uuid' })
  organisationId!: string;

  @Personal({
    category: 'pd:UID',
    sensitivity: 'low',
    purposes: ['security'],
    retention: 'employment_and_30_days',
    fieldNo: 1,
  })
  @PrimaryColumn({ type: 'uuid' })
  accountId!: string;

  /** Argon2id in its encoded form, cost and salt included. */
  @Personal({
    category: 'pd:Password',
    sensitivity: 'high',
    purposes: ['security'],
    retention: 'employment_and_30_days',
    fieldNo: 2,
  })
  @Column({ type: 'text' })
  hash!: string;

  @Personal({
    category: 'pd:AuthenticationHistory',
    sensitivity: 'low',
    purposes: ['security'],
    retention: 'employment_and_30_days',
    fieldNo: 3,
  })
  @Column({ type: 'timestamptz' })
  changedAt!: string;
}
