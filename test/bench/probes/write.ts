import { createHash } from 'node:crypto';
import type { Asking } from '../driver/job.js';
import type { Ground } from '../harness/ground.js';
import { FRESH, requestOf } from '../harness/operations.js';
import type { Probe } from '../harness/probe.js';
import { communityId, postId, type Reader } from '../harness/readers.js';

const CLIENTS = 32;
export const BODY = 'Lorem ipsum dolor sit amet consectetur '.repeat(6).trim();

/** An operation that changes something, by many people at once. */
function write(
  name: string,
  expect: string,
  ask: (reader: Reader, ground: Ground) => string,
  of: Partial<Probe> = {},
): Probe {
  const asked = (ground: Ground): Asking[] =>
    ground.once(`asked ${name}`, () =>
      ground.readers().map((reader) => ({ cookie: reader.cookie, body: ask(reader, ground) })),
    );
  return {
    name,
    writes: true,
    run: (ground, seconds) => ground.ask({ name, asked: asked(ground), expect, clients: CLIENTS, seconds }),
    ...of,
  };
}

/** To a community that its author is in. */
const postOf = ({ number }: Reader, { scale }: Ground) =>
  requestOf('PublishPost', {
    input: {
      idempotencyKey: FRESH,
      body: BODY,
      audience: [
        { kind: 'community', id: `community_${communityId(communityOf(number, scale.communities))}` },
      ],
    },
  });

export const publishing = write('posts', '"publishPost":{', postOf);

/** What `publishing` asks, for whoever asks it otherwise. */
export function asksToPost(ground: Ground): Asking[] {
  return ground.readers().map((reader) => ({ cookie: reader.cookie, body: postOf(reader, ground) }));
}

export const commenting = write('comments', '"addComment":{', ({ number }, ground) =>
  requestOf('AddComment', {
    input: {
      idempotencyKey: FRESH,
      postId: `post_${postId(toEverybody(ground)[number % 100] as number)}`,
      body: BODY,
    },
  }),
);

/** All to one post; each reader gives both reactions, and takes them back when all have given them. */
export const reacting: Probe = {
  name: 'reactions',
  writes: true,
  run: (ground, seconds) => {
    const id = `post_${postId(toEverybody(ground)[0] as number)}`;
    const asked = ground.once('asked reactions', () =>
      ['React', 'TakeBackReaction'].flatMap((operation) =>
        ['useful', 'valuable'].flatMap((kind) =>
          ground
            .readers()
            .map(({ cookie }) => ({ cookie, body: requestOf(operation, { postId: id, kind }) })),
        ),
      ),
    );
    return ground.ask({ name: 'reactions', asked, expect: '"usefulCount":', clients: CLIENTS, seconds });
  },
};

export const signingIn: Probe = {
  name: 'sign-ins',
  writes: true,
  run: (ground, seconds) => {
    const { password } = ground.filled;
    const asked = ground.once('asked sign-ins', () =>
      ground.readers().map(({ email }) => ({
        body: requestOf('SignIn', { input: { organisation: 'feed-limit', email, password } }),
      })),
    );
    return ground.ask({ name: 'sign-ins', asked, expect: '"signIn":{', clients: CLIENTS, seconds });
  },
};

/** Numbers of posts that everybody may read, the newest first: see load/posts.sql. */
export function toEverybody(ground: Ground): number[] {
  return ground.once('posts to everybody', () => {
    const found: number[] = [];
    for (let number = ground.scale.posts; number > 0 && found.length < 100; number--)
      if (h(`r${number}`) % 100 < 5) found.push(number);
    return found;
  });
}

/** The first of the communities that an employee is in: see load/people.sql. */
function communityOf(number: number, communities: number): number {
  return h(`${number}:1`) % communities;
}

/** As `pg_temp.h` of load/helpers.sql. */
function h(words: string): number {
  return Number.parseInt(createHash('md5').update(words).digest('hex').slice(0, 7), 16);
}
