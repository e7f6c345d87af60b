import { CourtyardError } from '@courtyard/errors';
import type { FastifyInstance } from 'fastify';
import { answerOf } from './failures.filter.js';

/**
 * Refuses a request whose host, or the one that a proxy names, can stand in no address (RFC 9112, section 3.2): Apollo makes an
 * address of it, and would answer a fault of ours.
 */
export function refuseStrangeHosts(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, next) => {
    if (URL.canParse(`${request.protocol}://${request.hostname}/`)) return next();
    const { status, body } = answerOf(new CourtyardError('input.malformed'));
    void reply.code(status).send(body);
  });
}
