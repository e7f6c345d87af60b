import { Impersonal, Personal } from '@courtyard/catalogue';
import { registerEnumType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { ACCOUNTS_PAST } from '../classification.js';

export enum Language {
  en = 'en',
  de = 'de',
}
registerEnumType(Language, { name: 'Language' });

export const ACCOUNT_STATUSES = ['active', 'deactivated'] as const;
export type AccountStatus = (typeof ACCOUNT_STATUSES)[number];

/** What an employee signs in with; an employee has one at most. Who they are stands in the directory, not here. */
@Entity('account')
export class Account {
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
  id!: string;

  @Personal({
    category: 'pd:UID',
    sensitivity: 'low',
    purposes: ['security', 'directory'],
    retention: 'employment_and_30_days',
    fieldNo: 2,
  })
  @Column({ type: 'uuid' })
  employeeId!: string;

  /** As `foldEmail` keeps it. */
  @Personal({
    category: 'pd:EmailAddressWork',
    sensitivity: 'medium',
    purposes: ['security'],
    retention: 'employment_and_30_days',
    fieldNo: 3,
  })
  @Column({ type: 'text' })
  email!: string;

  @Personal({
    category: 'pd:UID',
    sensitivity: 'low',
    purposes: ['security'],
    retention: 'employment_and_30_days',
    fieldNo: 4,
  })
  @Column({ type: 'text' })
  status!: AccountStatus;

  @Personal({
    category: 'pd:Language',
    sensitivity: 'low',
    purposes: ['collaboration'],
    retention: 'employment_and_30_days',
    fieldNo: 5,
  })
  @Column({ type: 'text' })
  language!: Language;

  @Personal({
    category: 'pd:AuthenticationHistory',
    sensitivity: 'low',
    purposes: ['security'],
    retention: 'employment_and_30_days',
    fieldNo: 6,
  })
  @Column({ type: 'timestamptz' })
  createdAt!: string;

  @Personal({
    category: 'pd:UID',
    sensitivity: 'low',
    purposes: ['security'],
    retention: 'employment_and_30_days',
    fieldNo: 7,
  })
  @Column({ type: 'int' })
  version!: number;

  /** Giving consent and approving rest until then, because something about the sign-in changed. */
  @Personal({ ...ACCOUNTS_PAST, fieldNo: 8 })
  @Column({ type: 'timestamptz', nullable: true })
  frozenUntil!: string | null;
}
