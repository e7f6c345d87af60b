import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database, EmbeddedPostgres, FolderSecrets, migrate, roleUrls } from '@courtyard/database';
import { Client } from 'pg';
import { v7 as newId } from 'uuid';
import { Relay } from './relay.js';

jest.setTimeout(120_000);

const folder = mkdtempSync(join(tmpdir(), 'courtyard-relay-'));
const secrets = new FolderSecrets(join(folder, 'secrets'));
let server: EmbeddedPostgres;

beforeAll(async () => {
  server = await EmbeddedPostgres.start({ folder });
  await migrate({ ownerUrl: server.ownerUrl, secrets });
});
afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function asOwner<T>(work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: server.ownerUrl });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function relayed<T>(work: (relay: Relay) => Promise<T>): Promise<T> {
  const { relay: url } = await roleUrls({ ownerUrl: server.ownerUrl, secrets });
  const database = Database.open({ url, max: 1 });
  const relay = new Relay(database, { idleMillis: 5 });
  await relay.start();
  try {
    return await work(relay);
  } finally {
    await relay.stop();
    await database.close();
  }
}

const numberOf = (client: Client) =>
  client
    .query<{ n: string }>('select pg_snapshot_xmax(pg_current_snapshot())::text as n')
    .then(({ rows }) => BigInt(rows[0]?.n ?? 0));

/** As a power cut: nothing is written that was not yet. */
async function crash(): Promise<void> {
  const pid = Number(readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
  process.kill(pid, 'SIGKILL');
  await server.lost;
  await server.stop();
  server = await EmbeddedPostgres.start({ folder });
}

it('misses no event under a number that a crash has taken back', async () => {
  const organisation = newId();
  await asOwner(async (client) => {
    await client.query("alter system set wal_writer_delay = '10s'");
    await client.query('select pg_reload_conf()');
    await client.query('insert into outbox (organisation_id, topic, payload) values ($1, $2, $3)', [
      organisation,
      'before.crash',
      '{}',
    ]);
  });
  const [after, reached] = await relayed((relay) =>
    asOwner(async (client) => {
      for (let at = 0; at < 300; at++) await client.query('begin; select pg_current_xact_id(); rollback');
      const number = await numberOf(client);
      const { at } = relay.head;
      while (relay.head.at <= at) await new Promise((resolve) => setTimeout(resolve, 20));
      return [relay.head, number] as const;
    }),
  );
  await crash();
  await asOwner(async (client) => {
    // Else the crash took nothing back, and this would show nothing.
    expect(await numberOf(client)).toBeLessThan(reached);
    await client.query('insert into outbox (organisation_id, topic, payload) values ($1, $2, $3)', [
      organisation,
      'after.crash',
      '{}',
    ]);
  });
  const told = await relayed((relay) => relay.since(organisation, after, ['before.crash', 'after.crash']));
  expect(told.map(({ topic }) => topic)).toEqual(['after.crash']);
});
