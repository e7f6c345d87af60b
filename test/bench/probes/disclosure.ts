import 'reflect-metadata';
import '@courtyard/feed';
import { join } from 'node:path';
import { FolderSecrets, inDatabase, migrate, roleUrls, type TestDatabase } from '@courtyard/database';
import type { Client } from 'pg';
import { Wall } from '../../egress/wall.js';
import { connected } from '../harness/connected.js';
import type { Ground } from '../harness/ground.js';
import { type LargeHouse, largeHouse, type Reading } from '../large-house.js';

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
  /** Milliseconds. */
  readonly decided: number;
  readonly plain: number;
}

/** Reads all cells once as role egress through its views, and once with a query that asks nobody. @throws for another count */
export async function decide({ wall, house }: DisclosureHouse, which: 'people' | 'posts'): Promise<Decided> {
  const { columns, view, plain }: Reading = house[which];
  const counted = (from: string) =>
    `select count(*) as rows, ${['ref', ...columns].map((column) => `count(${column})`).join(', ')} from ${from} x`;
  const timed = async (client: Client, text: string) => {
    const from = performance.now();
    const { rows } = await client.query<{ rows: string }>(text);
    return { millis: performance.now() - from, rows: rows[0]?.rows };
  };
  const open = await timed(wall.owner, counted(`(${plain})`));
  const asked = await wall.asEgress(house.grant, (client) => timed(client, counted(view)));
  if (open.rows !== asked.rows) throw new Error(`${asked.rows} rows were decided of ${open.rows}`);
  return { decided: asked.millis, plain: open.millis };
}
