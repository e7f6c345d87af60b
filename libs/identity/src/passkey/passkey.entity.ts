import { Impersonal, Personal } from '@courtyard/catalogue';
import { InstantScalar } from '@courtyard/graphql';
import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { ACCOUNTS_KEY, ACCOUNTS_PAST, ACCOUNTS_SECRET } from '../classification.js';

/** A key that somebody's device or password manager keeps, and of which we know the public half (Web Authentication). */
@Entity('passkey')
@ObjectType()
export class Passkey {
  @Impersonal('tenancy')
  @PrimaryColumn({ type: 'uuid' })
  organisationId!: string;

  @Personal({ ...ACCOUNTS_KEY, fieldNo: 1 })
  @Field(() => ID)
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Personal({ ...ACCOUNTS_KEY, fieldNo: 2 })
  @Column({ type: 'uuid' })
  accountId!: string;

  @Personal({ ...ACCOUNTS_KEY, fieldNo: 3 })
  @Column({ type: 'uuid' })
  employeeId!: string;

  /** What the authenticator calls it by: random, and of this site only. */
  @Personal({ ...ACCOUNTS_KEY, fieldNo: 4 })
  @Column({ type: 'bytea' })
  credentialId!: Buffer;

  /** COSE_Key (RFC 9053). Public by name, and still of nobody's business. */
  @Personal({ ...ACCOUNTS_SECRET, fieldNo: 5 })
  @Column({ type: 'bytea' })
  publicKey!: Buffer;

  /** How often it signed, where the authenticator counts; zero where it does not. */
  @Personal({ ...ACCOUNTS_PAST, fieldNo: 6 })
  @Column({ type: 'bigint' })
  counter!: string;

  /** As its owner calls it. */
  @Personal({ ...ACCOUNTS_KEY, category: 'pd:UserAgent', fieldNo: 7 })
  @Field()
  @Column({ type: 'text' })
  name!: string;

  /** How a browser may reach it: `internal`, `usb`, `hybrid` and their like. */
  @Personal({ ...ACCOUNTS_KEY, category: 'pd:UserAgent', fieldNo: 8 })
  @Column({ type: 'text', array: true })
  transports!: string[];

  @Personal({ ...ACCOUNTS_PAST, fieldNo: 9 })
  @Field(() => InstantScalar)
  @Column({ type: 'timestamptz' })
  createdAt!: string;

  @Personal({ ...ACCOUNTS_PAST, fieldNo: 10 })
  @Field(() => InstantScalar, { nullable: true })
  @Column({ type: 'timestamptz', nullable: true })
  lastUsedAt!: string | null;
}
