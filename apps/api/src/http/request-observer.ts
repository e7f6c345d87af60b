import { errorCatalogue } from '@courtyard/errors';
import {
  beginTrace,
  endTrace,
  type Log,
  type Operation,
  operationSeconds,
  operationStatements,
  operations,
  requests,
  requestsInFlight,
  TOLD,
  type Tracing,
  withinOperation,
} from '@courtyard/observe';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

export interface Observing {
  readonly log: Log;
  readonly tracing?: Tracing;
  /** Names of the operations of the built client. */
  readonly names: Iterable<string>;
}

const OK = 'ok';
/** What goes wrong with the house, whatever was asked for. */
const OURS = new Set(['server.fault', 'server.unavailable', 'server.cannot_store']);
/** Said before anything was looked up, to whoever was sent away. */
const SENT_AWAY = new Set(['server.busy', 'rate.limited']);
const GRAPHQL = '/graphql';
/** Files of the client: their addresses say which build it is, and nothing that anybody wants counted one by one. */
const CLIENT = '/client';
/** Asked every few seconds by machines. */
const UNLOGGED = new Set(['/health', '/ready']);

/**
 * Counts, traces and logs requests: method, route, operation, code, duration. Nothing of who asks, from where, for what. Of an
 * operation that is `@Untold` there is no line, no number and no trace, unless the house itself failed.
 *
 * Installed before the routes are.
 */
export function observeRequests(fastify: FastifyInstance, { log, tracing, names }: Observing): () => void {
  const observed = new WeakMap<FastifyRequest, Operation>();
  const routes = new Set([CLIENT]);
  let inFlight = 0;
  TOLD.code.close([OK, ...errorCatalogue().keys()]);
  TOLD.operation.close(names);
  fastify.addHook('onRoute', ({ url }) => {
    routes.add(routeOf(url));
    TOLD.route.close(routes);
  });
  fastify.addHook('onRequest', (request, reply, next) => {
    const operation: Operation = { untold: false, statements: 0 };
    const started = performance.now();
    observed.set(request, operation);
    inFlight++;
    if (tracing) beginTrace(tracing, operation);
    // Also where the caller is gone before there is an answer.
    reply.raw.once('close', () => {
      inFlight--;
      tell(request, reply, operation, (performance.now() - started) / 1_000);
    });
    withinOperation(operation, next);
  });
  // Reading the body loses what a request is a part of.
  fastify.addHook('preValidation', (request, _reply, next) => {
    const operation = observed.get(request);
    if (operation) withinOperation(operation, next);
    else next();
  });

  function tell(request: FastifyRequest, reply: FastifyReply, operation: Operation, seconds: number): void {
    const { method, routeOptions } = request;
    const route = routeOf(routeOptions.url);
    const code = operation.code ?? (reply.statusCode < 400 ? OK : codeOfStatus(reply.statusCode));
    const traceId = endTrace(operation, { operation: operation.name ?? 'other', route, code });
    if (operation.untold) {
      if (OURS.has(code)) operations.add({ operation: 'other', code });
      return;
    }
    requests.add({ route, code });
    if (route === GRAPHQL) {
      const labels = { operation: operation.name ?? 'other' };
      operations.add({ ...labels, code });
      operationSeconds.record(seconds, labels);
      operationStatements.record(operation.statements, labels);
    }
    // A flood that is sent away must not become one of lines.
    if (UNLOGGED.has(route) || (operation.requestId === undefined && SENT_AWAY.has(code))) return;
    log.told({
      event: 'request',
      ...{ requestId: operation.requestId, traceId, method, route: TOLD.route.told(route) },
      ...(route === GRAPHQL ? { operation: TOLD.operation.told(operation.name) } : {}),
      ...{ status: reply.statusCode, code: TOLD.code.told(code), millis: Math.round(seconds * 1_000) },
    });
  }

  return requestsInFlight.watch({}, () => inFlight);
}

function routeOf(url: string | undefined): string {
  return url === undefined || url === '/' || url === '/*' || url === '*' || url.includes('.') ? CLIENT : url;
}

function codeOfStatus(status: number): string {
  return status >= 500 ? 'server.fault' : status === 404 ? 'not_found' : 'input.malformed';
}
