import { CourtyardError } from '@courtyard/errors';
import { type Limit, Throttle } from '@courtyard/records';
import { Inject, Injectable } from '@nestjs/common';
import { IDENTITY_OPTIONS, type IdentityOptions, RESET_LIMITS } from '../identity.options.js';
import { networkOf, opaqueKey } from '../sign-in/sign-in-throttle.js';

/**
 * Slows down asking for links: per network, and per address that was typed, found or not. Keys are HMACs, so the table tells
 * neither. An address can be used up by others for some minutes; its owner still signs in meanwhile.
 */
@Injectable()
export class ResetThrottle {
  private readonly limits: readonly [from: Limit, to: Limit, patientTo: Limit];
  private readonly secret: Buffer;

  constructor(throttle: Throttle, @Inject(IDENTITY_OPTIONS) options: IdentityOptions) {
    this.secret = options.secret;
    const rules = { ...RESET_LIMITS, ...options.resetLimits };
    this.limits = [
      throttle.limit('resetfrom', rules.source),
      throttle.limit('resetto', rules.address),
      throttle.limit('resetday', rules.patientAddress),
    ];
  }

  /** @throws rate.limited */
  async spend(organisationId: string, email: string, address: string): Promise<void> {
    const from = opaqueKey(this.secret, 'reset', networkOf(address));
    const to = opaqueKey(this.secret, 'reset', organisationId, email);
    for (const [at, limit] of this.limits.entries()) {
      const { allowed, retryAfterSeconds } = await limit.spend(at === 0 ? from : to);
      if (!allowed) throw new CourtyardError('rate.limited', { retryAfterSeconds });
    }
  }
}
