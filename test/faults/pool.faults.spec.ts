import type { EmployeeActor } from '@courtyard/access';
import { toNodeId } from '@courtyard/graphql';
import { SessionService } from '@courtyard/identity';
import { Employee } from '@courtyard/people';
import { Client } from 'pg';
import { v7 as newId } from 'uuid';
import { documentOf } from '../live/fixtures/documents.js';
import { follow } from '../live/fixtures/follower.js';
import { ask } from '../live/fixtures/served.js';
import { HurtHouse, until } from './hurt-house.js';
import { expectNothingLost, Load } from './load.js';

jest.setTimeout(300_000);

/**
 * All connections of the request pool are held by statements that do not end: whoever comes waits so long and no longer, hears 503,
 * and what has connections of its own works on. Once they end, everything is as before.
 */
let house: HurtHouse;
let owner: Client;

beforeAll(async () => {
  house = await HurtHouse.open();
  owner = new Client({ connectionString: house.feed.home.ownerUrl });
  await owner.connect();
});
afterEach(() => owner.query('rollback'));
afterAll(async () => {
  await owner?.end();
  await house?.close();
});

const FEED = documentOf('Feed');
const ME = '{ me { employee { id } } }';

test('every connection is in use: a bounded wait, an honest no, and nothing else stops', async () => {
  const { feed, people } = house;
  const leaving = people.at(-1) as EmployeeActor;
  const { data } = await ask(house, feed.cookieOf(leaving), FEED);
  const socket = follow(house, feed.cookieOf(leaving), documentOf('FeedChanged'), {
    after: data.feed.position,
  });
  await until(
    'the socket is there',
    async () => (await house.metric('api', 'courtyard_requests_in_flight')) === 0,
  );
  for (const person of people) await ask(house, feed.cookieOf(person), ME);
  const load = await Load.on(house);
  await load.more(10);

  await owner.query('begin');
  await owner.query('lock table post in access exclusive mode');
  // Reads travel together and need few connections; whoever writes has one of their own. A note to oneself is heard by nobody else.
  const asking = () =>
    people.slice(1).flatMap((person) => {
      const audience = [{ kind: 'person', id: toNodeId(Employee, person.employeeId) }];
      const input = { idempotencyKey: newId(), body: 'A note', audience };
      return [
        ask(house, feed.cookieOf(person), FEED),
        ask(house, feed.cookieOf(person), documentOf('PublishPost'), { input }),
      ];
    });
  const slow = Array.from({ length: 3 }, asking).flat();
  await until('every connection is held', async () => {
    // Who is connected is looked up once a transaction, unless it is asked for anew.
    await owner.query('select pg_stat_clear_snapshot()');
    const { rows } = await owner.query<{ held: string }>(
      "select count(*) as held from pg_stat_activity where application_name = 'courtyard-api' and wait_event_type = 'Lock'",
    );
    if (Number(rows[0]?.held) >= 8) return true;
    // On a busy machine some are sent away at the door before they come to a connection.
    slow.push(...asking());
    return false;
  });
  // They are told while nothing has changed: nobody waits for the end of it.
  const refused = await Promise.race(slow);
  expect([refused.status, refused.codes.length]).toEqual([503, 1]);
  expect((await fetch(`${house.url}/health`)).status).toBe(200);
  await until('it says so itself', async () => (await house.word('api')) === 'database');
  expect([await house.word('egress'), await house.word('sequencer')]).toEqual(['ok', 'ok']);
  // What ends access is heard over the relay's own connections.
  await new SessionService(feed.gate, Date.now).signOut(await feed.again(leaving));
  expect(await socket.closed).toBe(4401);
  await owner.query('rollback');

  const answers = await Promise.all(slow);
  expect(answers.filter(({ status }) => status !== 200 && status !== 503)).toEqual([]);
  await load.more(10);
  await load.end();
  await house.recovered();
  expect(load.refusals.filter((one) => !one.startsWith('503 '))).toEqual([]);
  await expectNothingLost(house, load);
});
