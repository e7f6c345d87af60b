import { CourtyardError } from '@courtyard/errors';
import { fromNodeId } from '@courtyard/graphql';
import { Employee, LARGEST_PHOTO_BYTES, type PhotoService, PhotoSize, photoAddress } from '@courtyard/people';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { actorOf } from './actor-of.js';
import { UploadSlots } from './upload-slots.js';

/** 12 times 8 MiB are in memory at most. */
const UPLOADS_AT_ONCE = 12;
const OF_ONE_PERSON = 2;
/** Who loses the right to see somebody sees them no longer than this, and only on a screen where they saw them before. */
const SECONDS_KEPT = 60;

interface Look {
  Params: { employee: string; token: string };
  Querystring: { size?: unknown };
}

/**
 * `PUT /files/photo` (the bytes of a picture) and `DELETE /files/photo` for one's own; `GET /files/photo/<id>/<token>` for
 * everybody's, judged each time.
 */
export function photoRoutes(files: FastifyInstance, photos: PhotoService): void {
  const slots = new UploadSlots(UPLOADS_AT_ONCE, OF_ONE_PERSON);

  files.route({
    method: 'PUT',
    url: '/files/photo',
    bodyLimit: LARGEST_PHOTO_BYTES,
    // Before the body: whoever may not send it need not have it read.
    onRequest: async (request, reply) => {
      const actor = actorOf(request);
      const giveBack = slots.take(actor.employeeId);
      reply.raw.once('close', giveBack);
      await photos.admit(actor);
    },
    handler: async (request) => {
      const employee = await photos.replace(actorOf(request), bytesOf(request));
      return { photoUrl: photoAddress(employee, PhotoSize.small) };
    },
  });

  files.route({
    method: 'DELETE',
    url: '/files/photo',
    onRequest: (request) => photos.admit(actorOf(request)),
    handler: async (request, reply) => {
      await photos.remove(actorOf(request));
      return reply.code(204).send();
    },
  });

  files.route<Look>({
    method: 'GET',
    url: '/files/photo/:employee/:token',
    handler: async (request, reply) => {
      const { employee, token } = request.params;
      const size = sizeOf(request.query.size);
      const picture = await photos.look(actorOf(request), fromNodeId(Employee, employee), token, size);
      // Judged first: not even "you have it already" is told to who may no longer see it.
      const tag = `"${token}-${size}"`;
      reply.header('etag', tag).header('cache-control', `private, max-age=${SECONDS_KEPT}`);
      if (request.headers['if-none-match'] === tag) return reply.code(304).send();
      return reply.type('image/webp').send(picture);
    },
  });
}

function sizeOf(asked: unknown): PhotoSize {
  const size = Object.values(PhotoSize).find((one) => one === (asked ?? PhotoSize.small));
  if (!size) throw new CourtyardError('not_found');
  return size;
}

/** An empty body is no picture, which the service says. */
function bytesOf({ body }: FastifyRequest): Buffer {
  return Buffer.isBuffer(body) ? body : Buffer.alloc(0);
}
