import { randomUUID } from 'node:crypto';
import { systemActor } from '@courtyard/access';
import { CourtyardError } from '@courtyard/errors';
import { Gate, type Write } from '@courtyard/records';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Account } from '../account/account.entity.js';
import { accountPolicy } from '../account/account.policy.js';
import { AccountService } from '../account/account.service.js';
import { foldEmail } from '../account/email-address.js';
import { AccountChanges } from '../account-notice/account-changes.service.js';
import { AccountNoticeKind } from '../account-notice/account-notice.entity.js';
import { type BearerToken, byteaOf, makeToken, readToken } from '../bearer-token.js';
import type { Client } from '../client.js';
import { CLOCK, type Clock, instantOf } from '../clock.js';
import { Mails } from '../mail/mails.service.js';
import { StoredPasswordService } from '../password/stored-password.service.js';
import { Turns } from '../password/turns.js';
import { SessionService } from '../session/session.service.js';
import { SECURITY_TRAIL, type SecurityTrail } from '../sign-in/security-trail.js';
import type { PasswordReset } from './password-reset.entity.js';
import { passwordResetPolicy } from './password-reset.policy.js';
import { ResetThrottle } from './reset-throttle.js';

const HALF_AN_HOUR = 30 * 60 * 1000;
const ERRAND = 'reset_password';
/** Links being made at once, and waiting; whoever asks beyond that is told that the server is busy, known or not. */
const TURNS = [2, 200] as const;

export interface ResetRequest {
  readonly email: string;
  /** The handle of the organisation; left out where there is only one. */
  readonly organisation?: string | null;
}

/**
 * A new password by a link in a mail. The link holds half an hour and once; using it ends every session, and lets giving
 * and approving rest for 14 days, because whoever reads somebody's mail is not yet that person.
 */
@Injectable()
export class PasswordResetService implements OnModuleDestroy {
  private readonly turns = new Turns(...TURNS);
  private readonly underWay = new Set<Promise<void>>();

  constructor(
    private readonly gate: Gate,
    private readonly accounts: AccountService,
    private readonly passwords: StoredPasswordService,
    private readonly sessions: SessionService,
    private readonly changes: AccountChanges,
    private readonly mails: Mails,
    private readonly throttle: ResetThrottle,
    @Inject(SECURITY_TRAIL) private readonly trail: SecurityTrail,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Asks for a link. The answer comes before anybody looks for the account, so that neither it nor its time tells whether
   * there is one; what fails afterwards is asked for again.
   * @throws input.invalid, rate.limited, for known and unknown addresses alike
   */
  async request({ email: typed, organisation }: ResetRequest, client: Client): Promise<void> {
    const email = foldEmail(typed);
    if (!email) throw new CourtyardError('input.invalid', { fields: ['email'] });
    const organisationId = await this.gate.organisationByHandle(organisation ?? null);
    await this.throttle.spend(organisationId ?? 'nobody', email, client.address);
    if (!organisationId) return;
    const work = this.turns
      .take(() => this.send(organisationId, email, client.requestId ?? randomUUID()))
      .catch(() => undefined)
      .finally(() => this.underWay.delete(work));
    this.underWay.add(work);
  }

  /** Resolves when every link that was asked for is made, for tests and the end of the process. */
  async idle(): Promise<void> {
    await Promise.all(this.underWay);
  }

  onModuleDestroy(): Promise<void> {
    return this.idle();
  }

  /**
   * Sets the new password.
   * @throws password_reset.invalid for a token that is malformed, unknown, replaced, used or expired; password.too_short,
   * password.too_long, password.too_common
   */
  async redeem(
    { token, password }: { readonly token: string; readonly password: string },
    client: Client,
  ): Promise<void> {
    const bearer = readToken(token);
    if (!bearer) throw invalid();
    const actor = systemActor(ERRAND, bearer.organisationId, client.requestId);
    const { accountId } = await this.find(bearer);
    const account = await this.gate.load(actor, accountPolicy, 'reset', accountId);
    if (!account) throw invalid();
    const hashed = await this.accounts.prepare(bearer.organisationId, account.email, password);
    await this.gate.write(actor, 'resetPassword', async (write) => {
      const reset = await write.remove(passwordResetPolicy, 'redeem', { accountId }).catch(orInvalid);
      // Judged again: it may have been used or replaced since it was found.
      this.assertOpen(reset, bearer);
      await this.passwords.reset(write, accountId, hashed);
      await this.sessions.endEvery(write, accountId);
      await this.changes.note(write, account, AccountNoticeKind.password_reset, null);
    });
  }

  private async send(organisationId: string, email: string, requestId: string): Promise<void> {
    const actor = systemActor(ERRAND, organisationId, requestId);
    const [account] = await this.gate.loadBy(actor, accountPolicy, 'reset', 'email', [email]);
    await this.trail.append({
      organisationId,
      kind: 'password_reset_requested',
      requestId,
      ...(account
        ? { personId: account.employeeId, resource: { type: 'Account', id: account.id } as const }
        : {}),
    });
    // Without mail there is no way to hand a link to its owner alone.
    if (!account || !this.mails.configured) return;
    await this.gate.write(actor, 'requestPasswordReset', (write) => this.make(write, account));
  }

  private async make(write: Write, { id: accountId, employeeId, email, language }: Account): Promise<void> {
    const { token, hash } = makeToken(write.actor.organisationId);
    const now = this.clock();
    const expiresAt = instantOf(now + HALF_AN_HOUR);
    const values = { employeeId, tokenHash: hash, createdAt: instantOf(now), expiresAt };
    const row = { accountId, ...values };
    if (!(await write.createIfAbsent(passwordResetPolicy, 'make', row)))
      await write.change(passwordResetPolicy, 'make', { accountId }, values);
    await this.mails.queue(write, {
      employeeId,
      to: email,
      template: 'password_reset',
      language,
      parameters: { path: `/reset#${token}`, expiresAt },
    });
  }

  private async find(bearer: BearerToken): Promise<PasswordReset> {
    const actor = systemActor(ERRAND, bearer.organisationId);
    const hashes = [byteaOf(bearer.hash)];
    const [reset] = await this.gate.loadBy(actor, passwordResetPolicy, 'redeem', 'tokenHash', hashes);
    if (!reset) throw invalid();
    this.assertOpen(reset, bearer);
    return reset;
  }

  private assertOpen({ tokenHash, expiresAt }: PasswordReset, bearer: BearerToken): void {
    if (!tokenHash.equals(bearer.hash) || this.clock() >= Date.parse(expiresAt)) throw invalid();
  }
}

function invalid(): CourtyardError {
  return new CourtyardError('password_reset.invalid');
}

function orInvalid(failure: unknown): never {
  throw failure instanceof CourtyardError && failure.code === 'not_found' ? invalid() : failure;
}
