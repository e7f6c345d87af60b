import { CourtyardError } from '@courtyard/errors';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { RequestContexts } from '../context/request-context.js';
import { answerOf } from './failures.filter.js';

/**
 * Refuses, before anything is read:
 * a request whose host, or the one that a proxy names, can stand in no address (RFC 9112, section 3.2): Apollo makes an address
 * of it, and would answer a fault of ours;
 * and one that a page of another site sends, whatever it says besides (OWASP CSRF Prevention, "verifying origin").
 */
export function refuseStrangers(
  fastify: FastifyInstance,
  contexts: Pick<RequestContexts, 'isOurOrigin'>,
): void {
  fastify.addHook('onRequest', (request, reply, next) => {
    if (!URL.canParse(`${request.protocol}://${request.hostname}/`)) refuse(reply, 'input.malformed');
    else if (!contexts.isOurOrigin(request.headers.origin, request.raw)) refuse(reply, 'auth.cross_site');
    else next();
  });
}

function refuse(reply: FastifyReply, code: string): void {
  const { status, body } = answerOf(new CourtyardError(code));
  void reply.code(status).send(body);
}
