import { systemActor } from '@courtyard/access';
import { DatabaseError } from '@courtyard/database';
import { CourtyardError } from '@courtyard/errors';
import { Gate, type Write } from '@courtyard/records';
import { Inject, Injectable } from '@nestjs/common';
import { AccountService } from '../account/account.service.js';
import { foldEmail } from '../account/email-address.js';
import { type BearerToken, byteaOf, makeToken, readToken } from '../bearer-token.js';
import type { Client } from '../client.js';
import { CLOCK, type Clock, instantOf } from '../clock.js';
import { SessionService, type StartedSession } from '../session/session.service.js';
import type { Invitation } from './invitation.entity.js';
import { invitationPolicy } from './invitation.policy.js';

export interface InvitationRequest {
  readonly employeeId: string;
  /** What the account will sign in with. */
  readonly email: string;
  /** The employee who invites; null where the application does. */
  readonly madeBy: string | null;
}

/** Told once, to whoever made the invitation. */
export interface MadeInvitation {
  readonly token: string;
  readonly expiresAt: string;
}

/** What the bearer of a token may know. */
export interface ReadInvitation {
  readonly organisationId: string;
  readonly employeeId: string;
  readonly email: string;
  readonly expiresAt: string;
}

const SEVEN_DAYS = 7 * 24 * 3600 * 1000;
const UNIQUE_VIOLATION = '23505';

/**
 * One-time links with which employees open their accounts. There is no default password: an account begins with the
 * password its owner chose.
 */
@Injectable()
export class InvitationService {
  constructor(
    private readonly gate: Gate,
    private readonly accounts: AccountService,
    private readonly sessions: SessionService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Makes an invitation as part of the write of whoever invites; an older one of the employee's ends by it.
   * @throws auth.forbidden, input.invalid for what is no address, account.address_taken
   */
  async invite(write: Write, { employeeId, email, madeBy }: InvitationRequest): Promise<MadeInvitation> {
    const { organisationId } = write.actor;
    const folded = foldEmail(email);
    if (!folded) throw new CourtyardError('input.invalid', { fields: ['email'] });
    const { token, hash } = makeToken(organisationId);
    const now = this.clock();
    const values = {
      tokenHash: hash,
      email: folded,
      madeBy,
      createdAt: instantOf(now),
      expiresAt: instantOf(now + SEVEN_DAYS),
      usedAt: null,
    };
    const [older] = await write.load(invitationPolicy, 'make', [employeeId]);
    if (older) await write.change(invitationPolicy, 'make', { employeeId }, values);
    else await write.create(invitationPolicy, 'make', { employeeId, ...values });
    await this.accounts.assertFree(write, folded);
    return { token, expiresAt: values.expiresAt };
  }

  /** @throws invitation.invalid for a token that is malformed, unknown, replaced or expired; invitation.already_used */
  async read(token: string): Promise<ReadInvitation> {
    const { organisationId, employeeId, email, expiresAt } = await this.find(bearerOf(token));
    return { organisationId, employeeId, email, expiresAt };
  }

  /**
   * Opens the account with the password its owner chose, and signs them in. Of two at the same moment one wins.
   * @throws as `read`; password.too_short, password.too_long, password.too_common
   */
  async accept(token: string, password: string, client: Client): Promise<StartedSession> {
    const bearer = bearerOf(token);
    const { organisationId, employeeId, email } = await this.find(bearer);
    const hashed = await this.accounts.prepare(organisationId, email, password);
    const actor = systemActor('sign_in', organisationId, client.requestId);
    try {
      return await this.gate.write(actor, 'acceptInvitation', async (write) => {
        await write.change(invitationPolicy, 'redeem', { employeeId }, (invitation) => {
          this.assertOpen(invitation, bearer);
          return { usedAt: instantOf(this.clock()) };
        });
        const account = await this.accounts.open(write, { employeeId, email }, hashed);
        return this.sessions.open(write, account, client);
      });
    } catch (failure) {
      // The employee has an account already, or somebody else's has this address by now.
      if (failure instanceof DatabaseError && failure.sqlState === UNIQUE_VIOLATION) {
        throw new CourtyardError('invitation.invalid');
      }
      throw failure;
    }
  }

  private async find(bearer: BearerToken): Promise<Invitation> {
    const actor = systemActor('sign_in', bearer.organisationId);
    const [invitation] = await this.gate.loadBy(actor, invitationPolicy, 'redeem', 'tokenHash', [
      byteaOf(bearer.hash),
    ]);
    if (!invitation) throw new CourtyardError('invitation.invalid');
    this.assertOpen(invitation, bearer);
    return invitation;
  }

  /** Judged again under the lock: it may have been used or replaced since it was found. */
  private assertOpen(invitation: Invitation, bearer: BearerToken): void {
    if (!invitation.tokenHash.equals(bearer.hash)) throw new CourtyardError('invitation.invalid');
    if (invitation.usedAt !== null) throw new CourtyardError('invitation.already_used');
    if (this.clock() >= Date.parse(invitation.expiresAt)) throw new CourtyardError('invitation.invalid');
  }
}

function bearerOf(token: string): BearerToken {
  const bearer = readToken(token);
  if (!bearer) throw new CourtyardError('invitation.invalid');
  return bearer;
}
