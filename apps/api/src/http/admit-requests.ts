import { AsyncResource } from 'node:async_hooks';
import type { IncomingHttpHeaders } from 'node:http';
import { CourtyardError } from '@courtyard/errors';
import { URGENT_HEADER } from '@courtyard/graphql';
import { admissionBusy, admissionWaiting, shed } from '@courtyard/observe';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  Admission,
  type AdmissionLimits,
  LIMITS,
  type Place,
  type Shed,
  STRANGER,
  type Who,
} from './admission.js';
import { answerOf } from './failures.filter.js';

/** What costs work: operations and files of people. Whether the process lives, and the files of the client, are told to everybody. */
const ADMITTED = /^\/(graphql|files\/)/;
const BODILESS = new Set(['GET', 'HEAD', 'DELETE']);
/** Does little and is never many: a queue of its own, of which nobody can take much. */
const URGENT: AdmissionLimits = {
  ...LIMITS,
  most: 4,
  mostOfOne: 2,
  mostOfStrangers: 2,
  waiting: 64,
  waitingOfOne: 4,
};
/** When to come again, in seconds: drawn by lot, so that those sent away together do not come back together, nor learn how many they are. */
const AGAIN_SECONDS = [1, 2, 3] as const;

/** One request, from the door on. */
interface Stay {
  place?: Place;
  isOver: boolean;
}

export interface Admitting {
  /** Who asks, where that is known without asking anybody. */
  whoIs(headers: IncomingHttpHeaders): string | undefined;
}

/**
 * Lets in as much as can be answered, and sends everybody else away at once: 503 with `Retry-After`, before anything is read, judged
 * or looked up. What has a body gets its place once the body is there, so that nobody holds one by sending slowly.
 *
 * Installed after what observes requests and before any route. @returns the end of it
 */
export function admitRequests(fastify: FastifyInstance, people: Admitting): () => void {
  const doors = { usual: new Admission(), urgent: new Admission(URGENT) };
  const stays = new WeakMap<FastifyRequest, Stay>();
  const entered = new WeakSet<FastifyRequest>();
  const doorOf = ({ headers }: FastifyRequest) => (URGENT_HEADER in headers ? doors.urgent : doors.usual);
  const whoOf = ({ headers }: FastifyRequest): Who => people.whoIs(headers) ?? STRANGER;

  const enter = (request: FastifyRequest, reply: FastifyReply, next: () => void) => {
    const begin = AsyncResource.bind(() => {
      entered.add(request);
      next();
    });
    // Before anything begins: what is answered at once is over before its place is known here.
    const stay: Stay = { isOver: false };
    stays.set(request, stay);
    const place = doorOf(request).ask(whoOf(request), begin, (why) => sendAway(reply, why));
    stay.place = place;
    if (stay.isOver) place.leave();
    // Whoever is gone waits no more; what is being worked on is finished, and counts until it is.
    reply.raw.once('close', () => {
      if (!entered.has(request)) place.leave();
    });
  };

  fastify.addHook('onRequest', (request, reply, next) => {
    if (!ADMITTED.test(request.url)) return next();
    if (BODILESS.has(request.method)) return enter(request, reply, next);
    const refused = doorOf(request).refuses(whoOf(request));
    if (refused) sendAway(reply, refused);
    else next();
  });
  fastify.addHook('preValidation', (request, reply, next) => {
    if (!ADMITTED.test(request.url) || BODILESS.has(request.method)) next();
    else enter(request, reply, next);
  });
  fastify.addHook('onSend', (request, reply, payload, next) => {
    const stay = stays.get(request);
    if (stay) stay.isOver = true;
    stay?.place?.leave();
    if (reply.statusCode === 503 && !reply.hasHeader('retry-after'))
      reply.header('retry-after', AGAIN_SECONDS[Math.floor(Math.random() * AGAIN_SECONDS.length)]);
    next(null, payload);
  });

  const all = Object.values(doors);
  const ends = [
    admissionBusy.watch({}, () => all.reduce((sum, { busy }) => sum + busy, 0)),
    admissionWaiting.watch({}, () => all.reduce((sum, { waiting }) => sum + waiting, 0)),
  ];
  return () => {
    for (const end of ends) end();
  };
}

/** The same words whoever they are, and whatever they ask: it tells that much is going on, and not by whom. */
function sendAway(reply: FastifyReply, why: Shed): void {
  shed.add({ why });
  const { status, body } = answerOf(
    why === 'own'
      ? new CourtyardError('rate.limited', { retryAfterSeconds: 1 })
      : new CourtyardError('server.busy'),
  );
  if (why === 'own') reply.header('retry-after', 1);
  void reply.code(status).send(body);
}
