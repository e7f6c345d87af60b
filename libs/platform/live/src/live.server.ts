import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { EmployeeActor } from '@courtyard/access';
import { CourtyardError } from '@courtyard/errors';
import type { KnownOperations } from '@courtyard/graphql';
import { liveSockets } from '@courtyard/observe';
import type { Relay } from '@courtyard/outbox';
import { createSourceEventStream, type ExecutionArgs, type GraphQLError, type GraphQLSchema } from 'graphql';
import { handleProtocols, makeServer, type SubscribePayload } from 'graphql-ws';
import { WebSocketServer } from 'ws';
import { Answers, type Brought } from './answers.js';
import { Followed, type LiveContext } from './changes.js';
import { type Closing, LiveConnection } from './connection.js';
import { ACCESS_TOPICS, LiveConnections } from './connections.js';
import { CLOSE } from './live.errors.js';
import { type Question, Questions } from './question.js';
import { presentFailures, unanswerable } from './refusal.js';
import { carry, type Wired } from './wire.js';

/** Who is behind a socket, and whether they still are. */
export interface LiveAccess {
  /** The employee of the request's session; null when there is none. */
  actorOf(request: IncomingMessage): Promise<EmployeeActor | null>;
  /** The same employee as they are now; null when the session has ended. */
  renew(actor: EmployeeActor): Promise<EmployeeActor | null>;
  /** Browsers send cookies with the sockets of other sites; only pages of ours may open one. */
  isOurOrigin(origin: string | undefined, request: IncomingMessage): boolean;
}

/** Which operations are answered: those of the built client by the SHA-256 of their text, or any. */
export interface LiveOperations {
  readonly known: KnownOperations;
  readonly onlyKnown: boolean;
}

const ANY_OPERATION: LiveOperations = { known: new Map(), onlyKnown: false };
const PATH = '/graphql';
const MOST_MESSAGE_BYTES = 64 * 1024;
const MOST_PER_SESSION = 20;
const RECHECK_MILLIS = 60_000;
/** How long somebody may take to agree that a socket closes. */
const PATIENCE_MILLIS = 500;
const UNREAD_MILLIS = 5_000;
const TAIL = Buffer.from('}');

/** What a subscription runs by, beside what graphql knows. */
interface Running extends LiveContext {
  readonly question: Question;
  /** Tells the recipient an answer, as JSON. @returns what to wait for before the next */
  readonly send: (answer: Buffer) => Promise<void> | undefined;
}

/**
 * Serves subscriptions over graphql-ws on the API's own server.
 *
 * 1. No socket without a session, nor from a page of another site.
 * 2. A session that ends closes its sockets; access that changes is read again before the next event is judged.
 * 3. Only subscriptions run here, and they pass the same limits as every operation.
 */
export class LiveServer {
  readonly connections = new LiveConnections();
  private readonly sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MOST_MESSAGE_BYTES,
    // Frames are written past it, which compression would forbid.
    perMessageDeflate: false,
    handleProtocols,
  });
  private readonly questions: Questions;
  private readonly answers: Answers;
  private readonly unhear: () => void;
  private readonly recheck: NodeJS.Timeout;
  private readonly unwatch: () => void;

  constructor(
    private readonly servers: readonly Server[],
    private readonly schema: GraphQLSchema,
    private readonly access: LiveAccess,
    relay: Relay,
    brought: Brought,
    private readonly operations: LiveOperations = ANY_OPERATION,
  ) {
    this.questions = new Questions(schema);
    this.answers = new Answers(schema, brought);
    this.unhear = relay.subscribeUrgently(ACCESS_TOPICS, (event) => this.connections.hear(event));
    this.recheck = setInterval(() => void this.connections.recheckAll(), RECHECK_MILLIS);
    this.recheck.unref();
    const protocol = makeServer<Record<string, unknown>, Wired>({
      schema,
      connectionInitWaitTimeout: 5_000,
      onConnect: ({ extra }) => this.admit(extra),
      onSubscribe: ({ extra }, id, payload) => this.subscription(extra, id, payload),
      subscribe: (args) => this.told(args),
      onError: (_context, _id, _payload, errors) => presentFailures(errors),
      onNext: (_context, _id, _payload, _args, { data, errors }) =>
        errors ? { data, errors: presentFailures(errors) } : undefined,
      onClose: ({ extra }) => extra.leave?.(),
    });
    this.sockets.on('connection', (socket, request) => carry(protocol, socket, request));
    for (const server of servers) server.on('upgrade', this.upgrade);
    // Exactly, it would say in a small house who has come in.
    this.unwatch = liveSockets.watch({}, () => Math.floor(this.connections.size / 10) * 10);
  }

  async close(): Promise<void> {
    clearInterval(this.recheck);
    this.unhear();
    this.unwatch();
    for (const server of this.servers) server.off('upgrade', this.upgrade);
    this.connections.closeAll(CLOSE.restarting);
    for (const socket of this.sockets.clients) socket.close(CLOSE.restarting.code, CLOSE.restarting.reason);
    const patience = setTimeout(() => {
      for (const socket of this.sockets.clients) socket.terminate();
    }, PATIENCE_MILLIS);
    await new Promise((resolve) => this.sockets.close(resolve));
    clearTimeout(patience);
  }

  private readonly upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    // Nobody else listens for upgrades; an unanswered one would hang for ever.
    socket.on('error', () => socket.destroy());
    const refusal = this.refusal(request);
    if (refusal) socket.end(`HTTP/1.1 ${refusal}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
    else
      this.sockets.handleUpgrade(request, socket, head, (client) =>
        this.sockets.emit('connection', client, request),
      );
  };

  private refusal(request: IncomingMessage): string | null {
    if (request.url?.split('?')[0] !== PATH) return '404 Not Found';
    return this.access.isOurOrigin(request.headers.origin, request) ? null : '403 Forbidden';
  }

  /** @returns what to execute, or the errors of an operation that must not be. */
  private subscription(
    extra: Wired,
    id: string,
    payload: SubscribePayload,
  ): ExecutionArgs | readonly GraphQLError[] {
    const { connection } = extra;
    if (!connection) return [unanswerable(new CourtyardError('auth.signed_out'))];
    try {
      const question = this.questions.of(textOf(payload, this.operations), payload.operationName ?? null);
      if (!('document' in question)) return question;
      const head = Buffer.from(`{"id":${JSON.stringify(id)},"type":"next","payload":`);
      const contextValue: Running = {
        requestId: crypto.randomUUID(),
        actor: connection.actor,
        connection,
        question,
        send: (answer) => (connection.isClosed ? undefined : extra.sendParts?.([head, answer, TAIL])),
      };
      const { document, operationName } = question;
      return {
        schema: this.schema,
        document,
        operationName,
        variableValues: payload.variables ?? null,
        contextValue,
      };
    } catch (failure) {
      return [unanswerable(failure)];
    }
  }

  /**
   * Tells each change as it comes. Frames are written by us and not by graphql-ws, because many share an answer, and it would make
   * each of them a text of its own; to it this is a stream that ends and brings nothing.
   */
  private async told(args: ExecutionArgs) {
    const source = await createSourceEventStream(args);
    if (!(Symbol.asyncIterator in source)) return source;
    if (!(source instanceof Followed)) throw new Error('What is told was judged for nobody.');
    const { question, send } = args.contextValue as Running;
    const { follower } = source;
    const variables = args.variableValues ?? {};
    const over = follower.begin({ question, variables, teller: this.answers, send });
    const done = { done: true as const, value: undefined };
    return {
      next: () => over.then(() => done),
      return: async () => {
        follower.end();
        return done;
      },
      throw: async (failure: unknown) => {
        follower.end();
        throw failure;
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }

  private async admit(extra: Wired): Promise<boolean> {
    const close = ({ code, reason }: Closing) => {
      extra.socket.close(code, reason);
      // Who reads nothing does not read this either.
      setTimeout(() => extra.socket.terminate(), UNREAD_MILLIS).unref();
      return false;
    };
    try {
      const { heard } = this.connections;
      const actor = await this.access.actorOf(extra.request);
      if (!actor) return close(CLOSE.signedOut);
      if (extra.socket.readyState !== extra.socket.OPEN) return false;
      if (this.connections.countOf(actor.sessionId) >= MOST_PER_SESSION) return close(CLOSE.tooMany);
      const renew = (known: EmployeeActor) => this.access.renew(known);
      extra.connection = new LiveConnection(actor, renew, close);
      extra.leave = this.connections.add(extra.connection);
      // What ended after it was read is heard of: from here on by this connection, and until here by nobody; then it is read again.
      if (this.connections.heard !== heard) extra.connection.accessChanged();
      return (await extra.connection.fresh()) !== null;
    } catch {
      return close(CLOSE.fault);
    }
  }
}

/** The text that was built under the hash a client names; without one its own text, where any is answered. */
function textOf({ extensions, query }: SubscribePayload, { known, onlyKnown }: LiveOperations): string {
  const named = extensions?.['persistedQuery'] as { sha256Hash?: unknown } | undefined;
  const text = typeof named?.sha256Hash === 'string' ? known.get(named.sha256Hash) : undefined;
  if (text === undefined && onlyKnown) throw new CourtyardError('graphql.unknown_operation');
  return text ?? query;
}
