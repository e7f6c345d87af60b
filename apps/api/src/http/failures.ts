import { CourtyardError, presentError } from '@courtyard/errors';
import type { FastifyInstance } from 'fastify';

const FASTIFY: Readonly<Record<string, string>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'input.too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'input.malformed',
  FST_ERR_CTP_INVALID_JSON_BODY: 'input.malformed',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'input.malformed',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'input.malformed',
};

/** Failures before or outside GraphQL, in GraphQL's form, so that a client reads one kind of answer. */
export function presentFailures(fastify: FastifyInstance): void {
  fastify.setErrorHandler(async (error: Error & { code?: string; statusCode?: number }, _request, reply) => {
    const code = FASTIFY[error.code ?? ''] ?? (error instanceof SyntaxError ? 'input.malformed' : undefined);
    const presented = presentError(code ? new CourtyardError(code) : error);
    return reply.code(presented.status).send({
      errors: [{ message: presented.message, extensions: { code: presented.code, ...presented.details } }],
    });
  });
}
