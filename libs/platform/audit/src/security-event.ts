import type { SecurityKind } from './event.js';

/** Something identity has to say (purpose `security`: sign-in events, no content, no reading behaviour). */
export interface SecurityEvent {
  readonly organisationId: string;
  readonly kind: SecurityKind;
  /** A random UUID, as in `Actor`. */
  readonly requestId: string;
  /** Who did it, and only who was proven to be that: nobody in a sign-in that failed. */
  readonly actorId?: string;
  readonly roles?: Iterable<string>;
  /** Whose account it is, where there is one. Shown to them, unless they did it themself. */
  readonly personId?: string;
  /** The session, invitation, account or passkey, by its id; never a token. */
  readonly resource?: {
    readonly type: 'Session' | 'Invitation' | 'Account' | 'Passkey';
    readonly id: string;
  };
}

/** Whether what was tried was let happen. */
export const DECISIONS: Readonly<Record<SecurityKind, 'permitted' | 'denied'>> = {
  signed_in: 'permitted',
  sign_in_failed: 'denied',
  sign_in_throttled: 'denied',
  signed_out: 'permitted',
  signed_out_everywhere: 'permitted',
  session_revoked: 'permitted',
  password_changed: 'permitted',
  invitation_redeemed: 'permitted',
  reauthentication_failed: 'denied',
  passkey_added: 'permitted',
  passkey_removed: 'permitted',
  password_reset_requested: 'permitted',
  password_reset: 'permitted',
  account_frozen: 'permitted',
};
