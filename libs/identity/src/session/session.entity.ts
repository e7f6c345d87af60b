import { Impersonal, Personal } from '@courtyard/catalogue';
import { InstantScalar } from '@courtyard/graphql';
import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { PASSING_PAST } from '../classification.js';

/** A browser in which an account is signed in. */
@Entity('session')
@ObjectType()
export class Session {
  @Impersonal('tenancy')
  @PrimaryColumn({ type: 'uuid' })
  organisationId!: string;

  @Personal({
    category: 'pd:UID',
    sensitivity: 'low',
    purposes: ['security'],
    retention: 'security_90_days',
    fieldNo: 1,
  })
  @Field(() => ID)
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Personal({
    category: 'pd:UID',
    sensitivity: 'low',
    purposes: ['security'],
    retention: 'security_90_days',
    fieldNo: 2,
  })
  @Column({ type: 'uuid' })
  accountId!: string;

  /** Repeats the account's, which never changes: a request then knows its person by one look-up. */
  @Personal({
    category: 'pd:UID',
    sensitivity: 'low',
    purposes: ['security'],
    retention: 'security_90_days',
    fieldNo: 3,
  })
  @Column({ type: 'uuid' })
  employeeId!: string;

  /** SHA-256 of the token's secret. */
  @Personal({
    category: 'pd:Authenticating',
    sensitivity: 'high',
    purposes: ['security'],
    retention: 'security_90_days',
    fieldNo: 4,
  })
  @Column({ type: 'bytea' })
  tokenHash!: Buffer;

  /** "Firefox on Linux": enough to recognise one's own, too little to tell two alike apart. Never an address. */
  @Personal({
    category: 'pd:UserAgent',
    sensitivity: 'low',
    purposes: ['security'],
    retention: 'security_90_days',
    fieldNo: 5,
  })
  @Field(() => String)
  @Column({ type: 'text' })
  device!: string;

  @Personal({
    category: 'pd:AuthenticationHistory',
    sensitivity: 'low',
    purposes: ['security'],
    retention: 'security_90_days',
    fieldNo: 6,
  })
  @Field(() => InstantScalar)
  @Column({ type: 'timestamptz' })
  createdAt!: string;

  /** True to five minutes. */
  @Personal({
    category: 'pd:AuthenticationHistory',
    sensitivity: 'low',
    purposes: ['security'],
    retention: 'security_90_days',
    fieldNo: 7,
  })
  @Field(() => InstantScalar)
  @Column({ type: 'timestamptz' })
  lastUsedAt!: string;

  @Personal({
    category: 'pd:AuthenticationHistory',
    sensitivity: 'low',
    purposes: ['security'],
    retention: 'security_90_days',
    fieldNo: 8,
  })
  @Column({ type: 'timestamptz' })
  expiresAt!: string;

  /** When whoever is signed in here proved again that it is them; of this session only. */
  @Personal({ ...PASSING_PAST, fieldNo: 9 })
  @Column({ type: 'timestamptz', nullable: true })
  reauthenticatedAt!: string | null;

  @Personal({ ...PASSING_PAST, fieldNo: 10 })
  @Column({ type: 'text', nullable: true })
  reauthenticatedWith!: 'password' | 'passkey' | null;
}
