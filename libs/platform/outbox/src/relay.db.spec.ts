import { type Database, type TestDatabase, testDatabase } from '@courtyard/database';
import { Client } from 'pg';
import { v7 as newId } from 'uuid';
import { isAfter } from './position.js';
import { type OutboxEvent, Relay } from './relay.js';

let home: TestDatabase;
let database: Database;
let relay: Relay;
let heard: OutboxEvent[];
let organisationId: string;

beforeAll(async () => {
  home = await testDatabase({ fresh: true });
  database = home.open('relay');
});
afterAll(() => home?.close());

beforeEach(async () => {
  heard = [];
  organisationId = newId();
  relay = new Relay(database, { idleMillis: 5 });
  relay.subscribe((event) => heard.push(event));
  await relay.start();
});
afterEach(() => relay.stop());

const INSERT = 'insert into outbox (organisation_id, topic, payload) values ($1, $2, $3)';

async function writer(): Promise<Client> {
  const client = new Client({ connectionString: home.ownerUrl });
  await client.connect();
  return client;
}

async function tell(client: Client, topic: string, organisation = organisationId): Promise<void> {
  await client.query(INSERT, [organisation, topic, '{"id":"x"}']);
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition(); tries++) {
    if (tries > 400) throw new Error('It did not happen.');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const topics = () => heard.map(({ topic }) => topic);

describe('the relay', () => {
  it('loses no event of a transaction that commits after a later one', async () => {
    const [slow, quick] = [await writer(), await writer()];
    await slow.query('begin');
    await tell(slow, 'slow.first');
    await tell(quick, 'quick.second');
    await new Promise((resolve) => setTimeout(resolve, 60));
    // A cursor over row numbers alone would stand behind the slow row by now and never come back.
    expect(topics()).toEqual([]);
    await slow.query('commit');
    await until(() => heard.length === 2);
    expect(topics()).toEqual(['slow.first', 'quick.second']);
    await Promise.all([slow.end(), quick.end()]);
  });

  it('tells nothing of what was rolled back', async () => {
    const client = await writer();
    await client.query('begin');
    await tell(client, 'never.happened');
    await client.query('rollback');
    await tell(client, 'did.happen');
    await until(() => heard.length > 0);
    expect(topics()).toEqual(['did.happen']);
    await client.end();
  });

  it('hands over each event once under concurrent writers, in the order that resuming reads them', async () => {
    const start = relay.head;
    const clients = await Promise.all(Array.from({ length: 6 }, writer));
    await Promise.all(
      clients.map(async (client, number) => {
        for (let step = 0; step < 40; step++) {
          await client.query('begin');
          await tell(client, `w${number}.s${String.fromCharCode(97 + (step % 26))}${step}`);
          if (step % 3 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
          await client.query('commit');
        }
        await client.end();
      }),
    );
    await until(() => heard.length >= 240);
    const all = topics();
    expect(new Set(all).size).toBe(240);
    expect(all).toHaveLength(240);
    for (let at = 1; at < heard.length; at++) {
      expect(isAfter((heard[at] as OutboxEvent).position, (heard[at - 1] as OutboxEvent).position)).toBe(
        true,
      );
    }
    const again = await relay.since(organisationId, start, all);
    expect(again.map(({ topic }) => topic)).toEqual(all);
    const middle = heard[99] as OutboxEvent;
    const rest = await relay.since(organisationId, middle.position, all);
    expect(rest.map(({ topic }) => topic)).toEqual(all.slice(100));
  });

  it('resumes within one organisation only', async () => {
    const start = relay.head;
    const client = await writer();
    const other = newId();
    await tell(client, 'ours.happened');
    await tell(client, 'theirs.happened', other);
    await until(() => heard.length === 2);
    const events = await relay.since(organisationId, start, ['ours.happened', 'theirs.happened']);
    expect(events.map(({ topic }) => topic)).toEqual(['ours.happened']);
    await client.end();
  });

  it('goes on after a listener that unsubscribes, and stops when it is told to', async () => {
    const client = await writer();
    const first: string[] = [];
    const unsubscribe = relay.subscribe(({ topic }) => first.push(topic));
    await tell(client, 'one.happened');
    await until(() => heard.length === 1);
    unsubscribe();
    await tell(client, 'two.happened');
    await until(() => heard.length === 2);
    expect(first).toEqual(['one.happened']);
    await relay.stop();
    await tell(client, 'three.happened');
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect(heard).toHaveLength(2);
    await client.end();
  });

  it('goes with the time where nothing happens, and stays at the last event', async () => {
    const client = await writer();
    await tell(client, 'first.happened');
    await until(() => heard.length === 1);
    const before = relay.head;
    expect(before).toMatchObject((heard[0] as OutboxEvent).position);
    await client.query('create temp table something (n int)');
    for (let at = 0; at < 3; at++) await client.query('insert into something values (1)');
    await until(() => relay.head.at > before.at);
    expect(relay.head).toEqual({ ...before, at: relay.head.at });
    const second = new Relay(database, { idleMillis: 5 });
    await second.start();
    expect(isAfter(second.head, before) || isAfter(before, second.head)).toBe(false);
    await second.stop();
    await tell(client, 'then.happened');
    await until(() => heard.length === 2);
    await client.end();
  });

  it('tells what ends access before it is settled, and everything else in its order', async () => {
    const early: string[] = [];
    const unsubscribe = relay.subscribeUrgently(['access.ended'], ({ topic }) => early.push(topic));
    const [slow, quick] = [await writer(), await writer()];
    await slow.query('begin');
    await tell(slow, 'slow.first');
    await tell(quick, 'news.second');
    await tell(quick, 'access.ended');
    await until(() => early.length > 0);
    expect(topics()).toEqual([]);
    await slow.query('commit');
    await until(() => heard.length === 3);
    expect(topics()).toEqual(['slow.first', 'news.second', 'access.ended']);
    expect(new Set(early)).toEqual(new Set(['access.ended']));
    unsubscribe();
    const count = early.length;
    await tell(quick, 'access.ended');
    await until(() => heard.length === 4);
    expect(early).toHaveLength(count);
    await Promise.all([slow.end(), quick.end()]);
  });

  it('lets one listener fail without the others hearing less or twice', async () => {
    const faults: unknown[] = [];
    const own = new Relay(database, { idleMillis: 5, onFault: (failure) => faults.push(failure) });
    const mine: string[] = [];
    own.subscribe(() => {
      throw new Error('a listener fails');
    });
    own.subscribe(({ topic }) => mine.push(topic));
    await own.start();
    const client = await writer();
    await tell(client, 'one.happened');
    await tell(client, 'two.happened');
    await until(() => mine.length === 2);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(mine).toEqual(['one.happened', 'two.happened']);
    expect(faults).toHaveLength(2);
    await own.stop();
    await client.end();
  });

  it('goes on where the database went away and came back', async () => {
    const faults: unknown[] = [];
    const own = new Relay(database, { idleMillis: 5, onFault: (failure) => faults.push(failure) });
    const mine: string[] = [];
    own.subscribe(({ topic }) => mine.push(topic));
    await own.start();
    const client = await writer();
    for (let at = 0; at < 5; at++) {
      await tell(client, `event.number${at}`);
      await client.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where usename like 'relay%' and datname = current_database()",
      );
    }
    await until(() => mine.length === 5);
    expect(mine).toEqual([0, 1, 2, 3, 4].map((at) => `event.number${at}`));
    await own.stop();
    await client.end();
  });

  it('reads more than one portion at once, and prunes more than one', async () => {
    const client = await writer();
    await client.query(
      `insert into outbox (organisation_id, topic, payload) select $1, 'many.happened', '{}' from generate_series(1, 2500)`,
      [organisationId],
    );
    await until(() => heard.length === 2500);
    await client.query(
      `insert into outbox (organisation_id, topic, payload, created_at)
       select $1, 'old.happened', '{}', now() - interval '3 days' from generate_series(1, 12000)`,
      [organisationId],
    );
    expect(await relay.prune()).toBe(12_000);
    expect(await relay.prune()).toBe(0);
    const { rows } = await client.query('select count(*)::int as n from outbox where organisation_id = $1', [
      organisationId,
    ]);
    expect(rows).toEqual([{ n: 2500 }]);
    await client.end();
  });

  it('cannot be read by api across organisations', async () => {
    const client = await writer();
    await tell(client, 'walled.happened');
    await client.end();
    const api = home.open('api');
    const [rows] = await api.flight(newId(), [{ text: 'select topic from outbox', values: [] }]);
    expect(rows).toEqual([]);
  });
});
