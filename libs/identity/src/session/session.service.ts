import { type EmployeeActor, systemActor } from '@courtyard/access';
import { CourtyardError } from '@courtyard/errors';
import { Gate, type Write } from '@courtyard/records';
import { Inject, Injectable } from '@nestjs/common';
import { v7 as newId } from 'uuid';
import { byteaOf, makeToken, readToken } from '../bearer-token.js';
import type { Client } from '../client.js';
import { CLOCK, type Clock, instantOf } from '../clock.js';
import { deviceOf } from './device.js';
import type { Session } from './session.entity.js';
import { SESSION_ENDED, SIGNED_OUT_EVERYWHERE } from './session.events.js';
import { sessionPolicy } from './session.policy.js';
import { SESSION_COOKIE_SECONDS } from './session-cookie.js';

/** Whose session it is. */
export interface KnownSession {
  readonly organisationId: string;
  readonly accountId: string;
  readonly employeeId: string;
  readonly sessionId: string;
}

/** A session that has just begun; the token is told this once. */
export interface StartedSession extends KnownSession {
  readonly token: string;
}

const MINUTES = 60_000;
const ABSOLUTE = SESSION_COOKIE_SECONDS * 1000;
/** A session unused for so long is over; whoever judges sessions in SQL must know it too. */
export const SESSION_IDLE_SECONDS = 14 * 24 * 3600;
const IDLE = SESSION_IDLE_SECONDS * 1000;
/** Often enough for "last used" to mean something, seldom enough not to write on every request, or watch anybody. */
const USE_KNOWN_TO = 5 * MINUTES;
/** Beyond it the one unused the longest ends: an account's sessions fit one list that a person can look through. */
const MOST_SESSIONS = 50;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * Sessions are opaque tokens in a cookie (RFC 6265bis; OWASP Session Management Cheat Sheet). They end 30 days after
 * sign-in, after 14 days without use, when somebody ends them, and when the password changes elsewhere.
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

  /** Whose session a token is. @returns null when it is malformed, unknown, expired or ended: one answer. */
  async resume(token: string): Promise<KnownSession | null> {
    const bearer = readToken(token);
    if (!bearer) return null;
    const actor = systemActor('sign_in', bearer.organisationId);
    const [session] = await this.gate.loadBy(actor, sessionPolicy, 'resume', 'tokenHash', [
      byteaOf(bearer.hash),
    ]);
    if (!session || !this.isLive(session)) return null;
    if (this.clock() - Date.parse(session.lastUsedAt) >= USE_KNOWN_TO) await this.use(session);
    return known(session);
  }

  /** Whether a session that was resumed before is still open, for connections that outlive a request. */
  async isOpen({ organisationId, sessionId }: KnownSession): Promise<boolean> {
    const actor = systemActor('sign_in', organisationId);
    const [session] = await this.gate.loadBy(actor, sessionPolicy, 'resume', 'id', [sessionId]);
    return session !== undefined && this.isLive(session);
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

  private async makeRoom(write: Write, accountId: string): Promise<void> {
    const sessions = await write.loadBy(sessionPolicy, 'resume', 'accountId', [accountId]);
    const live = sessions
      .filter((session) => this.isLive(session))
      .sort((a, b) => b.lastUsedAt.localeCompare(a.lastUsedAt));
    const ended = [...sessions.filter((session) => !this.isLive(session)), ...live.slice(MOST_SESSIONS - 1)];
    for (const { id } of ended) {
      const removed = await write.remove(sessionPolicy, 'end', id).catch(gone);
      if (removed) await write.emit(SESSION_ENDED, { sessionId: id });
    }
  }

  private async use(session: Session): Promise<void> {
    await this.gate
      .write(systemActor('sign_in', session.organisationId), 'useSession', (write) =>
        write.keep(sessionPolicy, 'use', session.id, { lastUsedAt: instantOf(this.clock()) }),
      )
      .catch(gone);
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

function known({ organisationId, accountId, employeeId, id }: Session): KnownSession {
  return { organisationId, accountId, employeeId, sessionId: id };
}
