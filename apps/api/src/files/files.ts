import { employeeOf } from '@courtyard/access';
import { CourtyardError } from '@courtyard/errors';
import type { PhotoService } from '@courtyard/people';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { RequestContexts } from '../context/request-context.js';
import { answerOf } from '../http/failures.filter.js';
import { setActor } from './actor-of.js';
import { photoRoutes } from './photo.routes.js';

export interface FileServices {
  readonly contexts: Pick<RequestContexts, 'contextOf' | 'isOurOrigin'>;
  readonly photos: PhotoService;
}

const ASKING = new Set(['GET', 'HEAD']);

/**
 * Files over plain HTTP, closed by default: whatever route is added here, nobody reaches it who is not signed in, and nothing
 * that changes anything is done for another site. Both are asked before a byte of the body is read.
 */
export async function serveFiles(fastify: FastifyInstance, services: FileServices): Promise<void> {
  await fastify.register((files, _options, done) => {
    // Nothing here is JSON: a body is bytes, whatever its sender calls it.
    files.removeAllContentTypeParsers();
    files.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, read) => read(null, body));
    files.setErrorHandler((failure, _request, reply) => {
      const { status, body } = answerOf(failure);
      // Whoever is cut off while they send sees a broken connection and no reason. Node reads the rest and drops it, for as
      // long as any request may take.
      reply.removeHeader('connection');
      const wait = body.errors[0]?.extensions['retryAfterSeconds'];
      if (typeof wait === 'number') reply.header('retry-after', wait);
      return reply.code(status).send(body);
    });
    files.addHook('onRequest', async (request, reply) => {
      if (!ASKING.has(request.method) && !isOurs(request, services))
        throw new CourtyardError('auth.cross_site');
      const { actor } = await services.contexts.contextOf(request, reply);
      setActor(request, employeeOf(actor));
    });
    // After the headers of every answer: opened by itself, a file can do nothing and be framed nowhere.
    files.addHook('onSend', async (_request, reply) => {
      reply.header('content-security-policy', "default-src 'none'; frame-ancestors 'none'; sandbox");
      // What one person was given is not another's who uses the same browser.
      reply.header('vary', 'Cookie, Origin');
    });
    photoRoutes(files, services.photos);
    done();
  });
}

/** A form or script of another site can set neither this header nor our origin (OWASP CSRF Prevention). */
function isOurs({ headers, raw }: FastifyRequest, { contexts }: FileServices): boolean {
  return Boolean(headers['x-courtyard-csrf']) && contexts.isOurOrigin(headers.origin, raw);
}
