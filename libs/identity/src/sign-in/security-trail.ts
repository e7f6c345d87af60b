/**
 * A refused sign-in or proof, or a password reset that somebody asked for, for the audit log. Who was meant is named only
 * where an account was found; who tried is unknown.
 */
export interface RefusedSignIn {
  readonly organisationId: string;
  readonly kind:
    | 'sign_in_failed'
    | 'sign_in_throttled'
    | 'reauthentication_failed'
    | 'password_reset_requested';
  readonly requestId: string;
  readonly personId?: string;
  readonly resource?: { readonly type: 'Account'; readonly id: string };
}

/** What identity needs of the audit log beyond what the gate records by itself: a refusal writes no row. */
export interface SecurityTrail {
  /** Resolves once it is committed. */
  append(event: RefusedSignIn): Promise<void>;
}

export const SECURITY_TRAIL = Symbol('SecurityTrail');
