import { createHmac } from 'node:crypto';
import { CourtyardError } from '@courtyard/errors';
import { type Limit, Throttle } from '@courtyard/records';
import { Inject, Injectable } from '@nestjs/common';
import { IDENTITY_OPTIONS, type IdentityOptions, SIGN_IN_LIMITS } from '../identity.options.js';

/** One try to sign in, counted before the password is compared. */
export interface Try {
  /** It was right: it counts for nothing, and the address is familiar from now on. */
  succeeded(): Promise<void>;
}

const LEAST_SECRET = 32;

/**
 * Slows guessing down without handing out a weapon (OWASP Authentication Cheat Sheet, "Login Throttling"; NIST SP 800-63B-4,
 * section 3.2.2). Whoever guesses at an account from many addresses closes it to strange addresses only: from where its
 * owner signed in before they still get in, held to the narrower count of that address alone.
 *
 * Every key is an HMAC, so the table tells neither addresses nor accounts. Accounts are counted by what was typed, found or
 * not, so that the count tells nothing either.
 */
@Injectable()
export class SignInThrottle {
  private readonly limits: Record<'address' | 'pair' | 'patientPair' | 'account' | 'familiar' | 'own', Limit>;
  private readonly secret: Buffer;

  constructor(throttle: Throttle, @Inject(IDENTITY_OPTIONS) options: IdentityOptions) {
    if (options.secret.length < LEAST_SECRET) throw new Error('The secret of identity needs 32 bytes.');
    this.secret = options.secret;
    const rules = { ...SIGN_IN_LIMITS, ...options.limits };
    this.limits = {
      address: throttle.limit('address', rules.address),
      pair: throttle.limit('pair', rules.pair),
      patientPair: throttle.limit('patient', rules.patientPair),
      account: throttle.limit('account', rules.account),
      familiar: throttle.limit('familiar', rules.familiar),
      own: throttle.limit('own', rules.pair),
    };
  }

  /**
   * @param onCrossing told when this try is the first beyond a limit
   * @throws rate.limited
   */
  async begin(
    typed: { readonly organisationId: string; readonly email: string },
    address: string,
    onCrossing: () => Promise<void>,
  ): Promise<Try> {
    const place = networkOf(address);
    const account = this.key('account', typed.organisationId, typed.email);
    const pair = this.key('pair', typed.organisationId, typed.email, place);
    const from = this.key('address', place);
    const { limits } = this;
    const familiar = await limits.familiar.isMarked(pair);
    const counted: readonly (readonly [Limit, string])[] = [
      [limits.address, from],
      [limits.pair, pair],
      [limits.patientPair, pair],
      ...(familiar ? [] : [[limits.account, account] as const]),
    ];
    await this.spend(counted, onCrossing);
    return {
      succeeded: async () => {
        await Promise.all([
          limits.address.refund(from),
          limits.pair.forget(pair),
          limits.patientPair.forget(pair),
          limits.account.forget(account),
          limits.familiar.mark(pair),
        ]);
      },
    };
  }

  /**
   * Counts a try to prove oneself again in one's own session: somebody at an unlocked screen does not get to guess.
   * @param onCrossing told when this try is the first beyond the limit
   * @throws rate.limited
   */
  async beginOwn(accountId: string, onCrossing: () => Promise<void>): Promise<Try> {
    const key = this.key('own', accountId);
    await this.spend([[this.limits.own, key]], onCrossing);
    return { succeeded: () => this.limits.own.forget(key) };
  }

  private async spend(
    counted: readonly (readonly [Limit, string])[],
    onCrossing: () => Promise<void>,
  ): Promise<void> {
    // One after the other: what the narrower count refuses must not use up the wider one, or a single address could shut
    // an account to all others.
    for (const [limit, key] of counted) {
      const { allowed, crossed, retryAfterSeconds } = await limit.spend(key);
      if (allowed) continue;
      if (crossed) await onCrossing();
      throw new CourtyardError('rate.limited', { retryAfterSeconds });
    }
  }

  private key(...parts: readonly string[]): string {
    return opaqueKey(this.secret, ...parts);
  }
}

/** A key that tells nobody what is counted. */
export function opaqueKey(secret: Buffer, ...parts: readonly string[]): string {
  return createHmac('sha256', secret).update(JSON.stringify(parts)).digest('base64url');
}

/** An address as far as one customer of a network provider has it: whole in IPv4, the first 64 bits in IPv6 (RFC 6177). */
export function networkOf(address: string): string {
  const [plain = ''] = address.split('%');
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain)?.[1];
  if (mapped) return mapped;
  if (!plain.includes(':')) return plain;
  const [head = '', tail] = plain.toLowerCase().split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail ? tail.split(':') : [];
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  const groups = [...before, ...Array<string>(zeros).fill('0'), ...after];
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
