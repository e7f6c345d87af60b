import { Impersonal, Personal } from '@courtyard/catalogue';
import { InstantScalar } from '@courtyard/graphql';
import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { PASSING_KEY, PASSING_PAST } from '../classification.js';

export enum AccountNoticeKind {
  password_reset = 'password_reset',
  password_changed = 'password_changed',
  passkey_added = 'passkey_added',
  passkey_removed = 'passkey_removed',
  address_changed = 'address_changed',
}
registerEnumType(AccountNoticeKind, { name: 'AccountNoticeKind' });

/** What was changed about an account, told at the next sign-in and put away by its owner. */
@Entity('account_notice')
@ObjectType()
export class AccountNotice {
  @Impersonal('tenancy')
  @PrimaryColumn({ type: 'uuid' })
  organisationId!: string;

  @Personal({ ...PASSING_KEY, fieldNo: 1 })
  @Field(() => ID)
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Personal({ ...PASSING_KEY, fieldNo: 2 })
  @Column({ type: 'uuid' })
  accountId!: string;

  @Personal({ ...PASSING_KEY, fieldNo: 3 })
  @Column({ type: 'uuid' })
  employeeId!: string;

  @Personal({ ...PASSING_PAST, fieldNo: 4 })
  @Field(() => AccountNoticeKind)
  @Column({ type: 'text' })
  kind!: AccountNoticeKind;

  /** Where it was done: the notice is for all other sessions. Null where nobody was signed in. */
  @Personal({ ...PASSING_KEY, fieldNo: 5 })
  @Column({ type: 'uuid', nullable: true })
  sessionId!: string | null;

  @Personal({ ...PASSING_PAST, fieldNo: 6 })
  @Field(() => InstantScalar)
  @Column({ type: 'timestamptz' })
  at!: string;
}
