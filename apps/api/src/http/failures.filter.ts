import { CourtyardError, presentError } from '@courtyard/errors';
import { currentOperation } from '@courtyard/observe';
import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  HttpException,
  NotFoundException,
} from '@nestjs/common';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';

/** What Fastify or Nest says of a request that could not be read, or that nothing answers, by its status. */
const UNREADABLE: Readonly<Record<number, string>> = {
  400: 'input.malformed',
  404: 'not_found',
  405: 'input.malformed',
  413: 'input.too_large',
  // A part of an address that is longer than any id of ours.
  414: 'not_found',
  415: 'input.malformed',
};
/** Addresses that are not of the client's pages. */
const NOT_PAGES = /^\/(graphql|collab|files|assets|health|ready|metrics)(\/|\?|$)/;

/**
 * Failures outside GraphQL, in GraphQL's form, so that a client reads one kind of answer; and the client's one page for
 * every address that a person may have in a bookmark.
 */
@Catch()
export class FailuresFilter implements ExceptionFilter {
  constructor(private readonly hasPages: boolean) {}

  catch(failure: unknown, host: ArgumentsHost): unknown {
    // GraphQL has its own formatter.
    if (host.getType() !== 'http') return failure;
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (this.hasPages && failure instanceof NotFoundException && wantsPage(request)) {
      return reply.header('cache-control', 'no-cache').sendFile('index.html');
    }
    const { status, body } = answerOf(failure);
    return reply.code(status).send(body);
  }
}

/** Any failure outside GraphQL as its caller may see it. */
export function answerOf(failure: unknown): {
  readonly status: number;
  readonly body: { readonly errors: readonly { message: string; extensions: Record<string, unknown> }[] };
} {
  const { status, message, code, details } = presentError(known(failure));
  const operation = currentOperation();
  if (operation) operation.code = code;
  return { status, body: { errors: [{ message, extensions: { code, ...details } }] } };
}

function wantsPage({ method, url, headers }: FastifyRequest): boolean {
  return method === 'GET' && !NOT_PAGES.test(url) && (headers.accept?.includes('text/html') ?? false);
}

function known(failure: unknown): unknown {
  const code = UNREADABLE[statusOf(failure) ?? 0];
  return code ? new CourtyardError(code) : failure;
}

/** Nest wraps what Fastify throws on the way to its own routes; on the others it arrives as it is. */
function statusOf(failure: unknown): number | undefined {
  if (failure instanceof HttpException) return failure.getStatus();
  const { code, statusCode } = failure instanceof Error ? (failure as Partial<FastifyError>) : {};
  return code?.startsWith('FST_') ? statusCode : undefined;
}
