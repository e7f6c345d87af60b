import type { LimitRule } from '@courtyard/records';
import type { Clock } from './clock.js';
import type { PasswordCost } from './password/password-hasher.js';

export interface IdentityOptions {
  /** At least 32 bytes, kept outside the database and the same for all processes: what throttle keys are made opaque with. */
  readonly secret: Buffer;
  /** Cheaper in tests; the product's where left out. */
  readonly cost?: PasswordCost;
  readonly limits?: Partial<SignInLimits>;
  readonly resetLimits?: Partial<ResetLimits>;
  readonly clock?: Clock;
  /** 32 bytes that queued mail is sealed with; left out where no mail is configured, and then none is queued. */
  readonly mailKey?: Buffer;
  /** Where people reach this installation; left out on the loopback default. Passkeys belong to it. */
  readonly publicUrl?: string;
}

/** How often somebody may be wrong. */
export interface SignInLimits {
  /** From one address, at whatever accounts: a company sits behind one address, so it is wide. */
  readonly address: LimitRule;
  /** At one account from one address. */
  readonly pair: LimitRule;
  /** The same over a day, for who keeps just below the first. */
  readonly patientPair: LimitRule;
  /** At one account from all addresses that it was never signed in from. */
  readonly account: LimitRule;
  /** How long an address is remembered as one that the account was signed in from. */
  readonly familiar: LimitRule;
}

const MINUTE = 60;
const DAY = 24 * 3600;

/** NIST SP 800-63B-4, section 3.2.2: no more than 100 wrong tries in a row at one account. */
export const SIGN_IN_LIMITS: SignInLimits = {
  address: { tries: 100, seconds: 15 * MINUTE },
  pair: { tries: 10, seconds: 15 * MINUTE },
  patientPair: { tries: 50, seconds: DAY },
  account: { tries: 50, seconds: DAY },
  familiar: { tries: 1, seconds: 90 * DAY },
};

/** How often links to choose a new password may be asked for. */
export interface ResetLimits {
  /** From one address of the network, for whatever accounts. */
  readonly source: LimitRule;
  /** For one address of mail: nobody's mailbox is to be filled. */
  readonly address: LimitRule;
  readonly patientAddress: LimitRule;
}

export const RESET_LIMITS: ResetLimits = {
  source: { tries: 30, seconds: 15 * MINUTE },
  address: { tries: 3, seconds: 15 * MINUTE },
  patientAddress: { tries: 10, seconds: DAY },
};

export const IDENTITY_OPTIONS = Symbol('IdentityOptions');
