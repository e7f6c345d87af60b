import type { EmployeeActor } from '@courtyard/access';
import { CourtyardError } from '@courtyard/errors';
import { Gate, type Write } from '@courtyard/records';
import { Inject, Injectable } from '@nestjs/common';
import { v7 as newId } from 'uuid';
import { accountPolicy } from '../account/account.policy.js';
import { makeToken } from '../bearer-token.js';
import type { Client } from '../client.js';
import { CLOCK, type Clock, instantOf } from '../clock.js';
import { deviceOf } from './device.js';
import type { Session } from './session.entity.js';
import { SESSION_ENDED, SIGNED_OUT_EVERYWHERE } from './session.events.js';
import { sessionPolicy } from './session.policy.js';
import { SESSION_COOKIE_SECONDS } from './session-cookie.js';

/** A session that has just begun; the token is told this once. */
export interface StartedSession {
  readonly organisationId: string;
  readonly accountId: string;
  readonly employeeId: string;
  readonly sessionId: string;
  readonly token: string;
}

const ABSOLUTE = SESSION_COOKIE_SECONDS * 1000;
/** A session unused for so long is over; whoever judges sessions in SQL must know it too. */
export const SESSION_IDLE_SECONDS = 14 * 24 * 3600;
const IDLE = SESSION_IDLE_SECONDS * 1000;
/** Beyond it the one unused the longest ends: an account's sessions fit one list that a person can look through. */
const MOST_SESSIONS = 50;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * Sessions are opaque tokens in a cookie (RFC 6265bis; OWASP Session Management Cheat Sheet). They end 30 days after
 * sign-in, after 14 days without use, when somebody ends them, and when the password changes elsewhere. What is live is
 * judged where actors are made, in one statement with the account and the employee.
 */
@Injectable()
export class SessionService {
  constructor(
    private readonly gate: Gate,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Opens a session with a token never seen before, so that one planted beforehand is worth nothing (session fixation). */
  async open(
    write: Write,
    account: { readonly id: string; readonly employeeId: string },
    client: Client,
  ): Promise<StartedSession> {
    const { organisationId } = write.actor;
    const { token, hash } = makeToken(organisationId);
    const now = this.clock();
    const id = newId();
    await this.makeRoom(write, account.id);
    await write.create(sessionPolicy, 'open', {
      id,
      accountId: account.id,
      employeeId: account.employeeId,
      tokenHash: hash,
      device: deviceOf(client.userAgent),
      createdAt: instantOf(now),
      lastUsedAt: instantOf(now),
      expiresAt: instantOf(now + ABSOLUTE),
    });
    return { organisationId, accountId: account.id, employeeId: account.employeeId, sessionId: id, token };
  }

  /** The actor's own sessions, the one used last first. */
  async list(actor: EmployeeActor): Promise<readonly Session[]> {
    const { rows } = await this.gate.list(actor, sessionPolicy, 'read', {
      order: { by: 'lastUsedAt', direction: 'desc' },
      first: 100,
    });
    return rows.filter((session) => this.isLive(session));
  }

  /** Ends one of the actor's own sessions. @throws not_found */
  async revoke(actor: EmployeeActor, sessionId: string): Promise<void> {
    if (!UUID.test(sessionId)) throw new CourtyardError('not_found');
    await this.gate.write(actor, 'revokeSession', (write) => endSession(write, sessionId));
  }

  /** Ends the session the actor is in. */
  async signOut(actor: EmployeeActor): Promise<void> {
    await this.gate.write(actor, 'signOut', (write) => endSession(write, actor.sessionId)).catch(gone);
  }

  /** Ends every session of the actor's account, this one included. */
  async signOutEverywhere(actor: EmployeeActor): Promise<void> {
    await this.gate.write(actor, 'signOutEverywhere', async (write) => {
      await this.endAll(write, actor);
      await write.emit(SIGNED_OUT_EVERYWHERE, { accountId: actor.accountId });
    });
  }

  /** Ends the actor's sessions, all but the one given. */
  async endAll(write: Write, actor: EmployeeActor, except?: string): Promise<void> {
    const sessions = await write.loadBy(sessionPolicy, 'revoke', 'accountId', [actor.accountId]);
    for (const { id } of sessions) if (id !== except) await endSession(write, id).catch(gone);
  }

  /** Ends every session of an account whose password was reset, as part of that write. */
  async endEvery(write: Write, accountId: string): Promise<void> {
    for (const { id } of await write.loadBy(sessionPolicy, 'end', 'accountId', [accountId])) {
      const removed = await write.remove(sessionPolicy, 'end', id).catch(gone);
      if (removed) await write.emit(SESSION_ENDED, { sessionId: id });
    }
  }

  /**
   * Ends every session of somebody who is shut out, as part of that write: were they let in again, a browser that they lost
   * meanwhile would be let in with them.
   */
  async shutOut(write: Write, employeeId: string): Promise<void> {
    const accounts = await write.loadBy(accountPolicy, 'shut_out', 'employeeId', [employeeId]);
    const ids = accounts.map(({ id }) => id);
    for (const { id } of await write.loadBy(sessionPolicy, 'shut_out', 'accountId', ids)) {
      const removed = await write.remove(sessionPolicy, 'shut_out', id).catch(gone);
      if (removed) await write.emit(SESSION_ENDED, { sessionId: id });
    }
  }

  private async makeRoom(write: Write, accountId: string): Promise<void> {
    const sessions = await write.loadBy(sessionPolicy, 'end', 'accountId', [accountId]);
    const live = sessions
      .filter((session) => this.isLive(session))
      .sort((a, b) => b.lastUsedAt.localeCompare(a.lastUsedAt));
    const ended = [...sessions.filter((session) => !this.isLive(session)), ...live.slice(MOST_SESSIONS - 1)];
    for (const { id } of ended) {
      const removed = await write.remove(sessionPolicy, 'end', id).catch(gone);
      if (removed) await write.emit(SESSION_ENDED, { sessionId: id });
    }
  }

  private isLive(session: Session): boolean {
    const now = this.clock();
    return now < Date.parse(session.expiresAt) && now - Date.parse(session.lastUsedAt) < IDLE;
  }
}

async function endSession(write: Write, sessionId: string): Promise<void> {
  await write.remove(sessionPolicy, 'revoke', sessionId);
  await write.emit(SESSION_ENDED, { sessionId });
}

/** Somebody else ended it at the same moment, which is what was wanted. */
function gone(failure: unknown): undefined {
  if (failure instanceof CourtyardError && failure.code === 'not_found') return undefined;
  throw failure;
}
