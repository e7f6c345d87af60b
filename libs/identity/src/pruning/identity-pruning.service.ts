import { type Policy, systemActor } from '@courtyard/access';
import { Gate } from '@courtyard/records';
import { Inject, Injectable } from '@nestjs/common';
import { accountNoticePolicy } from '../account-notice/account-notice.policy.js';
import { CLOCK, type Clock } from '../clock.js';
import { invitationPolicy } from '../invitation/invitation.policy.js';
import { passkeyChallengePolicy } from '../passkey/passkey-challenge.policy.js';
import { passwordResetPolicy } from '../password-reset/password-reset.policy.js';
import { sessionPolicy } from '../session/session.policy.js';
import { SESSION_IDLE_SECONDS } from '../session/session.service.js';

const DAY = 24 * 3600;
/** Rows of one transaction. */
const AT_ONCE = 100;

type Values = Readonly<Record<string, unknown>>;

/** Rows that are over so many seconds after an instant of theirs. */
interface Passing {
  readonly policy: Policy;
  readonly by: string;
  readonly after: number;
}

function passing<Row extends object>(
  policy: Policy<Row, string>,
  by: keyof Row & string,
  after: number,
): Passing {
  return { policy: policy as unknown as Policy, by, after };
}

/**
 * The retention rules of the catalogue (`security_90_days`, `invitation_30_days`) for what passes. A session that is over, a
 * link and a challenge go at once; an invitation stays 23 days beyond its seven, so that its bearer reads that it was used
 * and an import still finds who was invited.
 */
const PASSING: readonly Passing[] = [
  passing(sessionPolicy, 'expiresAt', 0),
  passing(sessionPolicy, 'lastUsedAt', SESSION_IDLE_SECONDS),
  passing(invitationPolicy, 'expiresAt', 23 * DAY),
  passing(passwordResetPolicy, 'expiresAt', 0),
  passing(passkeyChallengePolicy, 'expiresAt', 0),
  passing(accountNoticePolicy, 'at', 90 * DAY),
];

/** Clears away what has passed, in all organisations. */
@Injectable()
export class IdentityPruning {
  constructor(
    private readonly gate: Gate,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @returns how many rows went */
  async prune(): Promise<number> {
    let gone = 0;
    for (const organisationId of await this.gate.organisations())
      for (const one of PASSING) gone += await this.pruneOne(organisationId, one);
    return gone;
  }

  private async pruneOne(organisationId: string, { policy, by, after }: Passing): Promise<number> {
    const actor = systemActor('prune_identity', organisationId);
    const before = this.clock() - after * 1000;
    let gone = 0;
    for (;;) {
      const count = await this.gate.write(actor, 'pruneIdentity', async (write) => {
        const oldest = await write.list(policy, 'prune', {
          order: { by: by as never, direction: 'asc' },
          first: AT_ONCE,
        });
        const over = oldest.filter((row) => Date.parse(String((row as Values)[by])) < before);
        for (const row of over) await write.remove(policy, 'prune', keyOf(policy, row));
        return over.length;
      });
      gone += count;
      if (count < AT_ONCE) return gone;
    }
  }
}

function keyOf(policy: Policy, row: object): Partial<object> {
  const keys = [...policy.columns.values()].filter(
    ({ key, property }) => key && property !== 'organisationId',
  );
  return Object.fromEntries(keys.map(({ property }) => [property, (row as Values)[property]]));
}
