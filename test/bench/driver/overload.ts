import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent } from 'undici';
import { quantile } from '../harness/statistics.js';
import type { Asking } from './job.js';
import { ALONE, type OverloadDone, type OverloadJob } from './overload-job.js';

/** A process of its own, like `http.ts`. Keeps what was not acknowledged, and sends it again. */
const EVERY_MILLIS = 10;
const POSTS_IN = 10;
const MOST_MILLIS = 60_000;

interface Answer {
  readonly kind: 'admitted' | 'away' | 'wrong';
  readonly what: string;
  readonly millis: number;
  readonly postId?: string;
}

async function drive(job: OverloadJob): Promise<OverloadDone> {
  const agent = new Agent({ connections: 2_000, pipelining: 1 });
  const ask = async ({ cookie, body }: Asking): Promise<Answer> => {
    const sent = performance.now();
    try {
      const answer = await agent.request({
        origin: job.url,
        path: '/graphql',
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-courtyard-csrf': '1', cookie: cookie ?? '' },
        body,
      });
      const text = await answer.body.text();
      const millis = performance.now() - sent;
      const code = /"code":"([\w.]+)"/.exec(text)?.[1];
      if (answer.statusCode === 200 && !code)
        return { kind: 'admitted', what: '', millis, postId: postIn(text) };
      const isAway = answer.statusCode === 503 && answer.headers['retry-after'] !== undefined;
      return { kind: isAway ? 'away' : 'wrong', what: `${answer.statusCode} ${code}`, millis };
    } catch (failure) {
      return { kind: 'wrong', what: (failure as Error).name, millis: performance.now() - sent };
    }
  };
  const pages = [...job.pages];
  const before = await alone(ask, pages);

  const answers: Answer[] = [];
  const open: { asking: Asking; postId?: string }[] = [];
  const all: Promise<void>[] = [];
  const begun = performance.now();
  for (let sent = 0; performance.now() - begun < job.seconds * 1_000; ) {
    const due = ((performance.now() - begun) / 1_000) * job.rate;
    for (; sent < due; sent++) {
      if (sent % POSTS_IN > 0) {
        all.push(ask(pages[sent % pages.length] as Asking).then((answer) => void answers.push(answer)));
        continue;
      }
      const post = job.posts[sent % job.posts.length] as Asking;
      const written: (typeof open)[number] = {
        asking: { ...post, body: post.body.replace('%FRESH%', () => randomUUID()) },
      };
      open.push(written);
      all.push(
        ask(written.asking).then((answer) => {
          answers.push(answer);
          written.postId = answer.postId;
        }),
      );
    }
    await sleep(EVERY_MILLIS);
  }
  const ended = performance.now();
  const recovery = (await untilAsBefore(ask, pages, before, ended)) / 1_000;
  await Promise.all(all);

  const unacknowledged = open.filter(({ postId }) => postId === undefined);
  for (const one of unacknowledged) {
    for (let tries = 0; one.postId === undefined && tries < 50; tries++) {
      one.postId = (await ask(one.asking)).postId;
      if (one.postId === undefined) await sleep(100);
    }
  }
  await agent.close();
  const wrong: Record<string, number> = {};
  for (const { kind, what } of answers) if (kind === 'wrong') wrong[what] = (wrong[what] ?? 0) + 1;
  const of = (kind: Answer['kind']) => answers.filter((one) => one.kind === kind).map(({ millis }) => millis);
  return {
    asked: answers.length,
    admitted: of('admitted'),
    sentAway: of('away'),
    wrong,
    acknowledged: open.map(({ postId }) => postId ?? 'never'),
    repeated: unacknowledged.length,
    recovery,
  };
}

/** The id of the post that an answer acknowledges. */
function postIn(text: string): string | undefined {
  if (!text.slice(0, 200).includes('"publishPost":{')) return undefined;
  return (JSON.parse(text) as { data: { publishPost: { id: string } } }).data.publishPost.id;
}

/** The middle of how long a page takes for one who asks alone. */
async function alone(ask: (asking: Asking) => Promise<Answer>, pages: readonly Asking[]): Promise<number> {
  const times: number[] = [];
  for (let at = 0; at < ALONE; at++) times.push((await ask(pages[at % pages.length] as Asking)).millis);
  return quantile(times, 0.5);
}

/** Milliseconds until ten pages in a row are given, the middle one within twice what it took before. */
async function untilAsBefore(
  ask: (asking: Asking) => Promise<Answer>,
  pages: readonly Asking[],
  before: number,
  since: number,
): Promise<number> {
  const row: number[] = [];
  for (let at = 0; performance.now() - since < MOST_MILLIS; at++) {
    const { kind, millis } = await ask(pages[at % pages.length] as Asking);
    if (kind === 'admitted') row.push(millis);
    else row.length = 0;
    if (row.length >= 10 && quantile(row.slice(-10), 0.5) <= 2 * before) break;
  }
  return performance.now() - since;
}

process.on('message', (job: OverloadJob) => {
  drive(job).then(
    (done) => process.send?.({ done }),
    (failure: Error) => process.send?.({ fault: failure.message }),
  );
});
process.on('disconnect', () => process.exit());
process.send?.({ ready: true });
