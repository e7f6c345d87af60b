import type { EmployeeActor } from '@courtyard/access';
import { CourtyardError } from '@courtyard/errors';
import { Gate, type Touched, type Write } from '@courtyard/records';
import { Inject, Injectable } from '@nestjs/common';
import type { Account } from '../account/account.entity.js';
import { accountPolicy } from '../account/account.policy.js';
import { CLOCK, type Clock, instantOf } from '../clock.js';
import { passkeyPolicy } from '../passkey/passkey.policy.js';
import { normalisePassword } from '../password/password-rules.js';
import type { Session } from '../session/session.entity.js';
import { sessionPolicy } from '../session/session.policy.js';
import { OwnProofs } from './own-proofs.service.js';

/** By what somebody proved who they are. */
export type ProvenBy = 'password' | 'passkey';

/** A proof holds for so long, in the session it was given in. */
export const FRESH_SECONDS = 5 * 60;

/**
 * Whether somebody proved just now that it is them, and whether their account rests. Giving consent and approving what
 * leaves ask here first (privacy-model.md section 4).
 *
 * A proof that succeeds leaves no event of its own: shortly before a decision it would tell that it was a yes, because a no needs
 * none. What it was given for says it instead: an approval in its event (`attestation`), a yes in its receipt. One that fails
 * is recorded at once (docs/decisions/0033).
 */
@Injectable()
export class Reauthentication {
  constructor(
    private readonly gate: Gate,
    private readonly proofs: OwnProofs,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Proves by password that it is them, for this session and five minutes.
   * @throws rate.limited, password.wrong, input.invalid
   */
  async byPassword(actor: EmployeeActor, password: string): Promise<void> {
    await this.proofs.byPassword(actor, normalisePassword(password, 'password'), 'reauthentication_failed');
    await this.gate.write(actor, 'reauthenticate', (write) => this.proven(write, actor, 'password'));
  }

  /** Notes a proof in the actor's own session, as part of the write that accepts it. */
  async proven(write: Write, actor: EmployeeActor, by: ProvenBy): Promise<void> {
    await write.change(sessionPolicy, 'prove', actor.sessionId, {
      reauthenticatedAt: instantOf(this.clock()),
      reauthenticatedWith: by,
    });
  }

  /**
   * A proof of the last five minutes, in this session; with a passkey where the person has one.
   * @throws auth.reauthentication_needed with what is to be proven by: `passkey` or `password`
   */
  async requireFresh(actor: EmployeeActor): Promise<void> {
    if ((await this.freshUntil(actor)) !== null) return;
    const passkeys = await this.hasPasskey(actor);
    throw new CourtyardError('auth.reauthentication_needed', { by: passkeys ? 'passkey' : 'password' });
  }

  /**
   * As `requireFresh`, and nothing about the sign-in changed in the last 14 days.
   * @returns by what it was proven, to be kept with what it was given for
   * @throws as `requireFresh`; auth.frozen with `until`
   */
  async requireFreshAndUnfrozen(actor: EmployeeActor): Promise<ProvenBy> {
    await this.requireFresh(actor);
    const until = await this.frozenUntil(actor);
    if (until !== null) throw new CourtyardError('auth.frozen', { until });
    return (await this.sessionOf(actor)).reauthenticatedWith ?? 'password';
  }

  /** How an act says in its own event that its actor proved who they are: for `Write.attest`. */
  attestation({ sessionId, employeeId }: EmployeeActor, by: ProvenBy): Touched {
    const resource = by === 'passkey' ? 'PasskeyProof' : 'PasswordProof';
    return { resource, id: sessionId, action: 'prove', personId: employeeId };
  }

  /**
   * A proof of the last five minutes by password or passkey: enough to add a passkey, or to take away one that was lost. Both
   * freeze.
   * @throws auth.reauthentication_needed
   */
  async requireAnyFresh(actor: EmployeeActor): Promise<void> {
    const session = await this.sessionOf(actor);
    if (this.endOf(session) === null)
      throw new CourtyardError('auth.reauthentication_needed', { by: 'password' });
  }

  /** Until when `requireFresh` lets the actor through, ISO 8601; null where it does not. */
  async freshUntil(actor: EmployeeActor): Promise<string | null> {
    const session = await this.sessionOf(actor);
    const end = this.endOf(session);
    if (end === null) return null;
    if (session.reauthenticatedWith !== 'passkey' && (await this.hasPasskey(actor))) return null;
    return end;
  }

  /** Until when giving and approving rest, ISO 8601; null where they do not. */
  async frozenUntil(actor: EmployeeActor): Promise<string | null> {
    const account: Account = await this.gate.get(actor, accountPolicy, 'read', actor.accountId);
    const until = account.frozenUntil;
    return until !== null && this.clock() < Date.parse(until) ? instantOf(Date.parse(until)) : null;
  }

  private sessionOf(actor: EmployeeActor): Promise<Session> {
    return this.gate.get(actor, sessionPolicy, 'read', actor.sessionId);
  }

  private async hasPasskey(actor: EmployeeActor): Promise<boolean> {
    const mine = await this.gate.loadBy(actor, passkeyPolicy, 'read', 'accountId', [actor.accountId]);
    return mine.length > 0;
  }

  private endOf({ reauthenticatedAt }: Session): string | null {
    if (reauthenticatedAt === null) return null;
    const proven = Date.parse(reauthenticatedAt);
    const now = this.clock();
    // A proof from the future is none: somebody turned the clock back.
    return proven <= now && now < proven + FRESH_SECONDS * 1000
      ? instantOf(proven + FRESH_SECONDS * 1000)
      : null;
  }
}
