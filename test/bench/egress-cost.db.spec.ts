import 'reflect-metadata';
import '@courtyard/feed';
import { type Database, type TestDatabase, testDatabase } from '@courtyard/database';
import { previewSql } from '@courtyard/egress';
import type { Client } from 'pg';
import { Wall } from '../egress/wall.js';
import {
  asTheProductReads,
  counted,
  type LargeHouse,
  largeHouse,
  PURPOSE,
  paged,
  type Reading,
} from './large-house.js';

jest.setTimeout(1_200_000);

const PEOPLE = Number(process.env['BENCH_PEOPLE'] ?? 2_000);
const POSTS = Number(process.env['BENCH_POSTS'] ?? 2_000);
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 3);

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
    api = database.open('api');
  });
  afterAll(async () => {
    await wall?.close();
    await database?.close();
  });

  const reading = (which: 'people' | 'posts') => house[which];
  const asEgress = (work: (client: Client) => Promise<unknown>) =>
    wall.asEgress(house.grant, async (client) => {
      await asTheProductReads(client);
      return work(client);
    });
  const asOwner = async (work: (client: Client) => Promise<unknown>) => {
    await wall.owner.query('begin');
    await asTheProductReads(wall.owner);
    const done = await work(wall.owner);
    await wall.owner.query('rollback');
    return done;
  };

  test.each(['people', 'posts'] as const)('%s: as many rows, and what it took', async (which) => {
    const { columns, view, plain, plainWithoutIds, label } = reading(which);
    const ours = await asEgress(async (client) => (await client.query(`select count(*) from ${view}`)).rows);
    const theirs = (await wall.owner.query(`select count(*) from (${plain}) x`)).rows;
    expect(ours).toEqual(theirs);
    const times = await medians({
      plain: () => asOwner((client) => client.query(counted(columns, `(${plain})`))),
      withoutIds: () => asOwner((client) => client.query(counted(columns, `(${plainWithoutIds})`))),
      decided: () => asEgress((client) => client.query(counted(columns, view))),
      file: () => asOwner((client) => paged(client, columns, `(${plain})`)),
      decidedFile: () => asEgress((client) => paged(client, columns, view)),
    });
    say(
      `${label}: ${times.plain} ms without consent (${times.withoutIds} ms without random ids), ${times.decided} ms decided: ${ratio(times.decided, times.plain)} times;`,
      `as a file is written, in order and page by page: ${times.file} ms and ${times.decidedFile} ms: ${ratio(times.decidedFile, times.file)} times`,
    );
    await explained(reading(which));
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

  async function explained({ view, columns, plain }: Reading): Promise<void> {
    if (!process.env['BENCH_PLAN']) return;
    const explain = `explain (analyze, costs off, timing off, summary off)`;
    const plan = async (client: Client, from: string) =>
      (await client.query(`${explain} ${counted(columns, from)}`)).rows;
    const ours = (await asEgress((client) => plan(client, view))) as Awaited<ReturnType<typeof plan>>;
    const theirs = (await asOwner((client) => plan(client, `(${plain})`))) as typeof ours;
    say(...[...ours, ...theirs].map((row) => row['QUERY PLAN']));
  }
});

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
