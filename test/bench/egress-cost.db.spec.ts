import 'reflect-metadata';
import '@courtyard/feed';
import { type Database, type TestDatabase, testDatabase } from '@courtyard/database';
import { previewSql, READING } from '@courtyard/egress';
import type { Client } from 'pg';
import { Wall } from '../egress/wall.js';
import { type LargeHouse, largeHouse, PURPOSE, type Reading } from './large-house.js';

jest.setTimeout(1_200_000);

const PEOPLE = Number(process.env['BENCH_PEOPLE'] ?? 2_000);
const POSTS = Number(process.env['BENCH_POSTS'] ?? 2_000);
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 3);
const PAGE = 1_000;

type Work = () => Promise<unknown>;

/**
 * What deciding costs: the views of role egress against the same rows, columns and random ids, hand-written by somebody who asks nobody.
 * Rounds are interleaved; medians and ratios are printed, and nothing is asserted of them. The ids are no cost of consent, and
 * stand in both; what they take alone is printed beside.
 */
describe('the cost of deciding per cell', () => {
  let database: TestDatabase;
  let wall: Wall;
  let house: LargeHouse;
  let api: Database;
  beforeAll(async () => {
    database = await testDatabase({ fresh: true });
    wall = await Wall.open(database);
    house = await largeHouse(wall, { people: PEOPLE, posts: POSTS });
    await wall.owner.query('vacuum analyze');
    // As the product reads, by a cursor, which PostgreSQL runs in one process: so both do.
    for (const client of [wall.owner, wall.egress])
      await client.query('set max_parallel_workers_per_gather = 0');
    api = database.open('api');
  });
  afterAll(async () => {
    await wall?.close();
    await database?.close();
  });

  const reading = (which: 'people' | 'posts') => house[which];
  const counted = (columns: readonly string[], from: string) =>
    `select ${['ref', ...columns].map((column) => `count(${column})`).join(', ')} from ${from} x`;
  const asEgress = (work: (client: Client) => Promise<unknown>) =>
    wall.asEgress(house.grant, async (client) => {
      for (const setting of Object.entries(READING))
        await client.query('select set_config($1, $2, true)', setting);
      return work(client);
    });

  test.each(['people', 'posts'] as const)('%s: as many rows, and what it took', async (which) => {
    const { columns, view, plain, plainWithoutIds, label } = reading(which);
    const ours = await asEgress(async (client) => (await client.query(`select count(*) from ${view}`)).rows);
    const theirs = (await wall.owner.query(`select count(*) from (${plain}) x`)).rows;
    expect(ours).toEqual(theirs);
    const times = await medians({
      plain: () => wall.owner.query(counted(columns, `(${plain})`)),
      withoutIds: () => wall.owner.query(counted(columns, `(${plainWithoutIds})`)),
      decided: () => asEgress((client) => client.query(counted(columns, view))),
      file: () => inTransaction(wall.owner, () => paged(wall.owner, columns, `(${plain})`)),
      decidedFile: () => asEgress((client) => paged(client, columns, view)),
    });
    say(
      `${label}: ${times.plain} ms without consent (${times.withoutIds} ms without random ids), ${times.decided} ms decided: ${ratio(times.decided, times.plain)} times;`,
      `as a file is written, in order and page by page: ${times.file} ms and ${times.decidedFile} ms: ${ratio(times.decidedFile, times.file)} times`,
    );
    await explained(house, reading(which));
  });

  test('counts, persons and previews', async () => {
    const { organisationId, recipientId, leaving } = house;
    const times = await medians({
      counts: () => asEgress((client) => client.query('select * from egress.column_count')),
      persons: () => asEgress((client) => client.query('select count(*) from egress.released_person')),
      ...Object.fromEntries(
        leaving.map((one) => [
          `preview of ${one.entity}`,
          () => {
            const numbers = one.fields.map(({ number }) => number);
            const values = [organisationId, recipientId, PURPOSE, numbers];
            return api.flight(organisationId, [{ text: previewSql(one), values }]);
          },
        ]),
      ),
    });
    say(...Object.entries(times).map(([name, millis]) => `${name}: ${millis} ms`));
  });

  async function explained({ grant }: LargeHouse, { view, columns, plain }: Reading): Promise<void> {
    if (!process.env['BENCH_PLAN']) return;
    const explain = `explain (analyze, costs off, timing off, summary off)`;
    const ours = await wall.asEgress(
      grant,
      async (client) => (await client.query(`${explain} ${counted(columns, view)}`)).rows,
    );
    const theirs = (await wall.owner.query(`${explain} ${counted(columns, `(${plain})`)}`)).rows;
    say(...[...ours, ...theirs].map((row) => row['QUERY PLAN']));
  }
});

async function paged(client: Client, columns: readonly string[], from: string): Promise<void> {
  const select = `select ref, ${columns.map((column) => `${column}::text`).join(', ')} from ${from} x order by ref`;
  await client.query(`declare pages no scroll cursor for ${select}`);
  while ((await client.query(`fetch ${PAGE} from pages`)).rows.length === PAGE);
  await client.query('close pages');
}

async function inTransaction(client: Client, work: Work): Promise<void> {
  await client.query('begin');
  await work();
  await client.query('rollback');
}

/** In milliseconds, of rounds in which each is done once. */
async function medians<Name extends string>(works: Record<Name, Work>): Promise<Record<Name, number>> {
  const names = Object.keys(works) as Name[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = 0; round < ROUNDS; round++) {
    for (const name of names) {
      const from = performance.now();
      await works[name]();
      times[name].push(performance.now() - from);
    }
  }
  const median = (list: number[]) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;
  return Object.fromEntries(names.map((name) => [name, Math.round(median(times[name]))])) as Record<
    Name,
    number
  >;
}

function ratio(ours: number, theirs: number): string {
  return (ours / Math.max(theirs, 1)).toFixed(2);
}

function say(...lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}
