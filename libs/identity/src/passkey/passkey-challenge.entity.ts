import { Impersonal, Personal } from '@courtyard/catalogue';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { PASSING_KEY, PASSING_PAST, PASSING_SECRET } from '../classification.js';

export const CEREMONIES = ['registration', 'assertion'] as const;
export type Ceremony = (typeof CEREMONIES)[number];

/** What an authenticator is asked to sign next, once, in one session. */
@Entity('passkey_challenge')
export class PasskeyChallenge {
  @Impersonal('tenancy')
  @PrimaryColumn({ type: 'uuid' })
  organisationId!: string;

  @Personal({ ...PASSING_KEY, fieldNo: 1 })
  @PrimaryColumn({ type: 'uuid' })
  sessionId!: string;

  @Personal({ ...PASSING_PAST, fieldNo: 2 })
  @PrimaryColumn({ type: 'text' })
  ceremony!: Ceremony;

  @Personal({ ...PASSING_KEY, fieldNo: 3 })
  @Column({ type: 'uuid' })
  accountId!: string;

  /** SHA-256. */
  @Personal({ ...PASSING_SECRET, fieldNo: 4 })
  @Column({ type: 'bytea' })
  challengeHash!: Buffer;

  @Personal({ ...PASSING_PAST, fieldNo: 5 })
  @Column({ type: 'timestamptz' })
  expiresAt!: string;
}
