import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { escapeIdentifier } from 'pg';
import { connected } from '../harness/connected.js';
import type { Ground } from '../harness/ground.js';
import { requestOf } from '../harness/operations.js';
import { quantile } from '../harness/statistics.js';
import { type Sent, StatementLog } from './statement-log.js';

/** The page of the feed as the running api sends it to PostgreSQL. */
export interface OwnPage {
  /** Statements that touch tables, for one page. */
  readonly statements: number;
  /** The statement that answers the page. */
  readonly text: string;
  /** What it was sent with, for each of several readers. */
  readonly values: readonly (readonly (string | null)[])[];
}

const SETTINGS = { log_statement: 'all', log_parameter_max_length: '-1', log_error_verbosity: 'default' };

/**
 * Lets the product serve pages while PostgreSQL writes down what role `api` sends, and reads it there: nothing is retyped,
 * and whatever the product sends tomorrow is what is measured tomorrow. The product is started for that by itself.
 */
export function ownPage(ground: Ground): Promise<OwnPage> {
  return ground.once('own page', () => listen(ground, ground.options.quick ? 320 : 1_600));
}

async function listen(ground: Ground, readers: number): Promise<OwnPage> {
  const role = new URL((await ground.roleUrls()).api).username;
  const tellAll = async (on: boolean) =>
    connected(await ground.ownerUrl(), async (client) => {
      const name = escapeIdentifier(decodeURIComponent(role));
      for (const [setting, value] of Object.entries(SETTINGS))
        await client.query(`alter role ${name} ${on ? `set ${setting} = '${value}'` : `reset ${setting}`}`);
    });
  await tellAll(true);
  try {
    await ground.rest();
    const asked = ground
      .readers()
      .slice(0, readers)
      .map(({ cookie }) => ({ cookie, body: requestOf('Feed') }));
    const job = { clients: 1, seconds: 120, expect: '"feed":{', rows: 20 };
    // The first page of a session notes its use; the second is one like all that follow.
    await ground.ask({ ...job, name: 'own page 1', asked, most: readers });
    await sleep(500);
    const log = new StatementLog(join(ground.folder, 'postgres.log'));
    await ground.ask({ ...job, name: 'own page 2', asked, most: readers });
    return understood(log.read(), readers);
  } finally {
    await tellAll(false);
    await ground.rest();
  }
}

function understood(sent: readonly Sent[], pages: number): OwnPage {
  const found = sent.filter(({ text }) => text.includes('post_audience'));
  const texts = new Set(found.map(({ text }) => text));
  const [text] = texts;
  if (text === undefined || texts.size !== 1 || found.length !== pages)
    throw new Error(`of ${pages} pages came ${found.length} statements of ${texts.size} texts`);
  // Whatever else the api does meanwhile is sent now and then; what a page is sent with comes between two pages.
  const ends = sent.flatMap((one, at) => (one.text === text ? [at] : []));
  const counts = ends.map((end, page) => end - (page === 0 ? -1 : (ends[page - 1] as number)));
  return { text, values: found.map(({ values }) => values), statements: Math.round(quantile(counts, 0.5)) };
}
