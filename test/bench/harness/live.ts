import { readdirSync, readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { Driver } from '../driver/driver.js';
import type { LiveDone, LiveJob } from '../driver/live-job.js';
import { BODY } from '../probes/write.js';
import { BareSockets } from './bare-sockets.js';
import { connected } from './connected.js';
import type { Ground } from './ground.js';
import { FRESH, hashOf, requestOf, textOf } from './operations.js';
import { memoryOf } from './processor.js';
import type { Reader } from './readers.js';
import { feedOf } from './same-page.js';
import { quantile } from './statistics.js';

/** Milliseconds from the commit of a post until it came to a socket. */
export type Delays = readonly number[];

export interface LiveRun {
  readonly few: number;
  readonly many: number;
  readonly delaysOfFew: Delays;
  /** Round by round how many times as long as by ws alone, in the middle of as many. */
  readonly timesOfBare: readonly number[];
  readonly delaysOfBare: Delays;
  readonly delaysOfMany: Delays;
  /** Of those who posted meanwhile, how many were answered with an error. */
  readonly refused: number;
  /** Of the api, each open socket. */
  readonly bytesPerSocket: number;
  /** Until all who were cut off at one moment were connected again and were told of the next post. */
  readonly stormSeconds: number;
  /** Until the api let go of those who read nothing, and what the others waited meanwhile. */
  readonly slow: { readonly sockets: number; readonly seconds: number; readonly others: Delays };
}

const PATIENCE = 60_000;
const SLOW = 10;
const SLOW_PATIENCE_SECONDS = 60;

/** Plays an afternoon of many people with the feed open; once in a run. */
export function liveRun(ground: Ground): Promise<LiveRun> {
  return ground.once('live', async () => {
    await ground.rest();
    return connected(await ground.ownerUrl(), (client) => play(ground, client));
  });
}

async function play(ground: Ground, owner: Client): Promise<LiveRun> {
  const { url, api } = await ground.running();
  const driver = await Driver.start<LiveJob, LiveDone>('live.ts');
  ground.defer(() => driver.stop());
  const [few, many] = [1_000, ground.options.quick ? 1_500 : 5_000];
  const [posts, fewerPosts] = ground.options.quick ? [5, 2] : [30, 8];
  const cookies = ground.readers().map(({ cookie }) => cookie);
  const how = { url, query: textOf('FeedChanged'), hash: hashOf('FeedChanged') };
  const open = async (some: readonly string[]) => {
    const { position: after } = await feedOf(url, ground.readers()[0] as Reader);
    await driver.do({ kind: 'open', cookies: some, after, ...how });
  };
  const post = new Posts(ground, driver, owner);

  // Before anything is told: what a process keeps of what it did would hide what a socket takes.
  await sleep(2_000);
  const before = memoryOf(api, 'alone');
  await open(cookies.slice(0, many));
  const bytesPerSocket = (memoryOf(api, 'alone') - before) / many;
  await driver.do({ kind: 'close' });

  await open(cookies.slice(0, few));
  await post.delays(2);
  const bare = await BareSockets.open(ground, few);
  await bare.delays(PATIENCE);
  const delaysOfFew: number[] = [];
  const delaysOfBare: number[] = [];
  const timesOfBare: number[] = [];
  for (let round = 0; round < posts; round++) {
    const [ours, theirs] = [await post.delays(1), await bare.delays(PATIENCE)];
    delaysOfFew.push(...ours);
    delaysOfBare.push(...theirs);
    timesOfBare.push(quantile(ours, 0.5) / quantile(theirs, 0.5));
  }
  await bare.close();
  ground.tell(`${posts} posts came to ${few} sockets`);
  await open(cookies.slice(few, many));
  const delaysOfMany = await post.delays(fewerPosts);
  ground.tell(`${fewerPosts} posts came to ${many} sockets`);

  const storm = performance.now();
  await driver.do({ kind: 'storm' });
  await post.delays(1);
  const stormSeconds = (performance.now() - storm) / 1_000;
  await driver.do({ kind: 'close' });

  await open(cookies.slice(0, 200));
  await driver.do({ kind: 'stall', sockets: SLOW });
  const slow = await cutOff(api, post);
  await driver.do({ kind: 'close' });
  const delays = { delaysOfFew, delaysOfMany, delaysOfBare, timesOfBare };
  return { few, many, ...delays, refused: post.refused, bytesPerSocket, stormSeconds, slow };
}

/** Posts to everybody, one after the other, and when each came to whom. */
class Posts {
  /** How many who posted were refused an answer, because the subscribers took all connections. */
  refused = 0;

  constructor(
    private readonly ground: Ground,
    private readonly driver: Driver<LiveJob, LiveDone>,
    private readonly owner: Client,
  ) {}

  async delays(count: number): Promise<Delays> {
    const delays: number[] = [];
    for (let one = 0; one < count; one++) delays.push(...(await this.delaysOfOne()));
    return delays;
  }

  /** @throws when somebody is not told */
  private async delaysOfOne(): Promise<Delays> {
    const waiting = this.driver.do({ kind: 'expect', posts: 1, patienceMillis: PATIENCE });
    // With all of them being told, the answer to whoever posts may come too late; the post is told of all the same, or missed.
    await this.publish().catch(() => {
      this.refused++;
    });
    const { told, missing } = await waiting;
    if (missing > 0) throw new Error(`${missing} subscribers were not told within ${PATIENCE / 1_000} s`);
    const ids = Object.keys(told).map((id) => id.slice(id.lastIndexOf('_') + 1));
    const { rows } = await this.owner.query<{ id: string; at: string }>(
      'select id, extract(epoch from pg_xact_commit_timestamp(xmin)) * 1000 as at from post where organisation_id = $1 and id = any ($2)',
      [this.ground.organisation, ids],
    );
    const committed = new Map(rows.map(({ id, at }) => [`post_${id}`, Number(at)]));
    return Object.entries(told).flatMap(([id, times]) =>
      times.map((time) => time - (committed.get(id) ?? Number.NaN)),
    );
  }

  private async publish(): Promise<void> {
    const input = { idempotencyKey: FRESH, body: BODY, audience: [{ kind: 'organisation' }] };
    const asked = this.ground
      .readers()
      .map(({ cookie }) => ({ cookie, body: requestOf('PublishPost', { input }) }));
    await this.ground.ask({
      name: 'live posts',
      asked,
      expect: '"publishPost":{',
      clients: 1,
      seconds: 60,
      most: 1,
    });
  }
}

/** Posts on, until the api holds fewer sockets by those who read nothing. */
async function cutOff(api: number, post: Posts): Promise<LiveRun['slow']> {
  const before = socketsOf(api);
  const from = performance.now();
  const others: number[] = [];
  for (;;) {
    others.push(...(await post.delays(1)));
    const seconds = (performance.now() - from) / 1_000;
    if (socketsOf(api) <= before - SLOW) return { sockets: SLOW, seconds, others };
    if (seconds > SLOW_PATIENCE_SECONDS)
      throw new Error(`who reads nothing is connected after ${SLOW_PATIENCE_SECONDS} s`);
    await sleep(200);
  }
}

function socketsOf(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).filter((name) => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${name}`).startsWith('socket:');
    } catch {
      return false;
    }
  }).length;
}
