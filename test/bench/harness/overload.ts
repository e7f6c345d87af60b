import { Client } from 'pg';
import { Driver } from '../driver/driver.js';
import type { OverloadDone, OverloadJob } from '../driver/overload-job.js';
import { asksToPost } from '../probes/write.js';
import type { Ground } from './ground.js';
import { requestOf } from './operations.js';
import { quantile } from './statistics.js';

/** What came of asking for twice as much as can be given. */
export interface Overload extends Omit<OverloadDone, 'admitted' | 'sentAway' | 'acknowledged'> {
  /** The most requests a second that are answered to those who ask again as soon as they were answered, however many they are. */
  readonly capacity: number;
  readonly seconds: number;
  /** Milliseconds for one who asks alone, p99. */
  readonly unloadedP99: number;
  readonly admittedP99: number;
  readonly awayP99: number;
  readonly shareAway: number;
  readonly stored: number;
  /** Acknowledged and not there, or there more than once. */
  readonly lost: number;
}

const CLIENTS = [32, 64, 128, 256];
/** More askers that get less than this more are too many. */
const WORTH_ASKING = 1.05;
const TWICE = 2;
const WARM_TURNS = 2;

/** Once in a run, whichever figures are asked for. */
export function overloadRun(ground: Ground): Promise<Overload> {
  return ground.once('overload', () => overload(ground));
}

async function overload(ground: Ground): Promise<Overload> {
  const { overload: wanted, quick } = ground.options;
  const seconds = wanted ?? (quick ? 20 : 300);
  const pages = ground.readers().map(({ cookie }) => ({ cookie, body: requestOf('Feed') }));
  const posts = asksToPost(ground);
  // The same mixture as the flood's: one post among ten.
  const mixed = pages.map((page, at) => (at % 10 === 0 ? (posts[at % posts.length] ?? page) : page));
  const page = { expect: '"data":{', seconds: quick ? 3 : 10 };
  const unloaded = await ground.ask({ ...page, name: 'overload, alone', asked: pages, clients: 1 });
  const perSecond = await capacityOf((clients) =>
    ground.ask({ ...page, name: `overload, ${clients} clients`, asked: mixed, clients }),
  );

  const driver = await Driver.start<OverloadJob, OverloadDone>('overload.ts');
  try {
    const { url } = await ground.running();
    const done = await driver.do({ url, rate: TWICE * perSecond, seconds, pages, posts });
    const { admitted, sentAway, acknowledged, ...rest } = done;
    return {
      ...rest,
      capacity: perSecond,
      seconds,
      unloadedP99: unloaded.p99,
      admittedP99: quantile(admitted, 0.99),
      awayP99: sentAway.length > 0 ? quantile(sentAway, 0.99) : 0,
      shareAway: sentAway.length / done.asked,
      stored: acknowledged.length,
      lost: await lostOf(ground, acknowledged),
    };
  } finally {
    driver.stop();
  }
}

/** More and more ask, until more of them get no more. */
async function capacityOf(ask: (clients: number) => Promise<{ perSecond: number }>): Promise<number> {
  const [fewest = 0, ...more] = CLIENTS;
  // The first turns are for compilers and plans.
  for (let turn = 0; turn < WARM_TURNS; turn++) await ask(fewest);
  let { perSecond: most } = await ask(fewest);
  for (const clients of more) {
    // So many that some are sent away: that is beyond it.
    const { perSecond } = await ask(clients).catch(() => ({ perSecond: 0 }));
    const grew = perSecond >= most * WORTH_ASKING;
    most = Math.max(most, perSecond);
    if (!grew) break;
  }
  return most;
}

/** Read back from the table, above every wall. */
async function lostOf(ground: Ground, acknowledged: readonly string[]): Promise<number> {
  const ids = acknowledged.map((id) => id.replace(/^post_/, '')).filter((id) => id !== 'never');
  const client = new Client({ connectionString: await ground.ownerUrl() });
  await client.connect();
  try {
    const { rows } = await client.query<{ found: number }>(
      'select count(*)::int as found from post where id = any ($1::uuid[])',
      [ids],
    );
    const twice = ids.length - new Set(ids).size;
    return acknowledged.length - (rows[0]?.found ?? 0) + twice;
  } finally {
    await client.end();
  }
}
