import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { EmployeeActor } from '@courtyard/access';
import type { ContextSource } from '@courtyard/graphql';
import {
  type BearerToken,
  clearSessionCookie,
  readSessionCookie,
  type SessionContext,
  type SessionUses,
  writeSessionCookie,
} from '@courtyard/identity';
import type { LiveAccess } from '@courtyard/live';
import { currentOperation } from '@courtyard/observe';
import type { Gate } from '@courtyard/records';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';

export interface ContextOptions {
  /** Where people reach this installation; absent on the loopback default. */
  readonly publicUrl: string | undefined;
}

/** Sessions whose person a process remembers, to share its time fairly; whoever is forgotten is a stranger until they are asked for. */
const MOST_KNOWN = 50_000;

/** Turns a request's cookie into the actor of everything the request does, over HTTP and on sockets. */
export class RequestContexts implements ContextSource, LiveAccess {
  private readonly cookies: { readonly https: boolean };
  private uses: Pick<SessionUses, 'note'> | undefined;
  /** A request is asked whose it is at the door, and again when its turn comes; its token is decoded and hashed once. */
  private readonly sessions = new WeakMap<IncomingHttpHeaders, BearerToken | null>();
  private readonly known = new LRUCache<string, string>({ max: MOST_KNOWN });

  constructor(
    private readonly gate: Gate,
    private readonly options: ContextOptions,
  ) {
    this.cookies = { https: options.publicUrl?.startsWith('https:') ?? false };
  }

  /** Who is told that a session is in use. */
  useSessions(uses: Pick<SessionUses, 'note'>): void {
    this.uses = uses;
  }

  /**
   * Whose session it was when it was last looked up; costs no look. Decides in which turn somebody is served, and never what they may:
   * a session that has ended since is found out when its turn comes.
   */
  whoIs(headers: IncomingHttpHeaders): string | undefined {
    const session = this.sessionOf(headers);
    return session ? this.known.get(nameOf(session)) : undefined;
  }

  async contextOf(request: FastifyRequest, reply: FastifyReply): Promise<SessionContext> {
    const requestId = crypto.randomUUID();
    reply.header('x-request-id', requestId);
    const operation = currentOperation();
    if (operation) operation.requestId = requestId;
    const actor = await this.employeeOf(request.headers, requestId);
    if (actor) this.uses?.note(actor);
    return {
      requestId,
      actor,
      client: {
        address: request.ip,
        userAgent: request.headers['user-agent'],
        requestId,
        host: request.headers.host,
      },
      startSession: (token) => reply.header('set-cookie', writeSessionCookie(token, this.cookies)),
      endSession: () => reply.header('set-cookie', clearSessionCookie(this.cookies)),
    };
  }

  actorOf(request: IncomingMessage): Promise<EmployeeActor | null> {
    const session = this.sessionOf(request.headers);
    return session ? this.gate.actorAmongMany(session.organisationId, session.hash) : Promise.resolve(null);
  }

  renew(actor: EmployeeActor): Promise<EmployeeActor | null> {
    return this.gate.refreshAmongMany(actor);
  }

  isOurOrigin(origin: string | undefined, request: IncomingMessage): boolean {
    // No origin: not a browser, so no cookie of somebody else's comes with it.
    if (origin === undefined) return true;
    if (this.options.publicUrl) return origin === this.options.publicUrl;
    return URL.parse(origin)?.host === request.headers.host;
  }

  private async employeeOf(headers: IncomingHttpHeaders, requestId: string): Promise<EmployeeActor | null> {
    const session = this.sessionOf(headers);
    if (!session) return null;
    const actor = await this.gate.actor(session.organisationId, session.hash, requestId);
    if (actor) this.known.set(nameOf(session), actor.employeeId);
    else this.known.delete(nameOf(session));
    return actor;
  }

  private sessionOf(headers: IncomingHttpHeaders): BearerToken | null {
    let session = this.sessions.get(headers);
    if (session === undefined) {
      session = readSessionCookie(headers.cookie, this.cookies);
      this.sessions.set(headers, session);
    }
    return session;
  }
}

/** By its hash, as it is stored: a token is kept nowhere. */
function nameOf({ hash }: BearerToken): string {
  return hash.toString('base64url');
}
