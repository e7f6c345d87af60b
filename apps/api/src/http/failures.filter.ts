import { CourtyardError, presentError } from '@courtyard/errors';
import { type ArgumentsHost, Catch, type ExceptionFilter, NotFoundException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** What Fastify says about a request that it could not read. */
const UNREADABLE: Readonly<Record<string, string>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'input.too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'input.malformed',
  FST_ERR_CTP_INVALID_JSON_BODY: 'input.malformed',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'input.malformed',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'input.malformed',
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
  return { status, body: { errors: [{ message, extensions: { code, ...details } }] } };
}

function wantsPage({ method, url, headers }: FastifyRequest): boolean {
  return method === 'GET' && !NOT_PAGES.test(url) && (headers.accept?.includes('text/html') ?? false);
}

function known(failure: unknown): unknown {
  if (failure instanceof NotFoundException) return new CourtyardError('not_found');
  const code = UNREADABLE[(failure as { code?: string } | null)?.code ?? ''];
  if (code) return new CourtyardError(code);
  return failure instanceof SyntaxError ? new CourtyardError('input.malformed') : failure;
}
