import 'reflect-metadata';
import '@courtyard/feed';
import { join } from 'node:path';
import { FolderSecrets, inDatabase, migrate, roleUrls, type TestDatabase } from '@courtyard/database';
import type { Client } from 'pg';
import { Wall } from '../../egress/wall.js';
import { connected } from '../harness/connected.js';
import type { Ground } from '../harness/ground.js';
import { usedBy } from '../harness/processor.js';
import {
  asTheProductReads,
  counted,
  type LargeHouse,
  largeHouse,
  paged,
  type Reading,
} from '../large-house.js';

export interface DisclosureHouse {
  readonly wall: Wall;
  readonly house: LargeHouse;
}

/** A database of its own on the same server with people who said yes to half of what is asked: see large-house.ts. */
export function disclosureHouse(ground: Ground, people: number, posts: number): Promise<DisclosureHouse> {
  const database = `disclosure_${people}_${posts}`;
  const make = async () => {
    const secrets = new FolderSecrets(join(ground.folder, 'secrets'));
    await connected(await ground.ownerUrl('postgres'), async (client) => {
      await client.query(`drop database if exists ${database}`);
      await client.query(`create database ${database}`);
    });
    const ownerUrl = inDatabase(await ground.ownerUrl(), database);
    await migrate({ ownerUrl, secrets });
    const wall = await Wall.open({
      ownerUrl,
      urls: await roleUrls({ ownerUrl, secrets }),
    } as unknown as TestDatabase);
    await wall.owner.query('set transaction_timeout = 0');
    await wall.egress.query('set transaction_timeout = 0');
    const house = await largeHouse(wall, { people, posts });
    await wall.owner.query('vacuum (analyze, freeze)');
    return { wall, house };
  };
  return ground.attach(database, make, ({ wall }) => wall.close());
}

export interface Decided {
  /** Milliseconds of PostgreSQL's processor time. */
  readonly decided: number;
  readonly plain: number;
}

/**
 * Reads all cells once as role egress through its views, and once with a query that asks nobody, both as the product reads.
 * @param how with nothing done but counting them, or as a file is written: in order, by a cursor
 * @throws for another count
 */
export async function decide(
  { wall, house }: DisclosureHouse,
  which: 'people' | 'posts',
  how: 'counted' | 'written' = 'counted',
): Promise<Decided> {
  const { columns, view, plain }: Reading = house[which];
  const timed = async (client: Client, from: string) => {
    await asTheProductReads(client);
    // One process decides, and whatever else the machine does is none of its processor time.
    const pid = await processOf(client);
    const used = usedBy(pid);
    const rows =
      how === 'written'
        ? await paged(client, columns, from)
        : Number((await client.query<{ rows: string }>(counted(columns, from))).rows[0]?.rows);
    return { millis: (usedBy(pid) - used) / 1_000, rows };
  };
  await wall.owner.query('begin');
  const open = await timed(wall.owner, `(${plain})`);
  await wall.owner.query('rollback');
  const asked = await wall.asEgress(house.grant, (client) => timed(client, view));
  if (open.rows !== asked.rows) throw new Error(`${asked.rows} rows were decided of ${open.rows}`);
  return { decided: asked.millis, plain: open.millis };
}

async function processOf(client: Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  return rows[0]?.pid ?? Number.NaN;
}
