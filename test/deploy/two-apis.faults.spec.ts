import type { EmployeeActor } from '@courtyard/access';
import { type FeedHouse, idOf } from '../../libs/feed/fixtures/house.js';
import { documentOf } from '../live/fixtures/documents.js';
import { follow } from '../live/fixtures/follower.js';
import { ask } from '../live/fixtures/served.js';
import { type Node, pause, SharedHouse } from './house.js';
import { Reader, stopLoad, Writer } from './load.js';

jest.setTimeout(300_000);

let house: SharedHouse;
let people: FeedHouse;
let admin: EmployeeActor;
let organisationId: string;
const nodes: Node[] = [];
const alive = () => nodes;

beforeAll(async () => {
  house = await SharedHouse.open();
});
afterAll(async () => {
  await stopLoad();
  await people?.close();
  await people?.home.close();
  await house?.close();
});

const hired = async (name: string) => people.signedIn(organisationId, await people.hire(admin, { name }));

describe('two api processes on one database', () => {
  it('refuse a database that is not migrated, with a sentence', async () => {
    const env = {
      DATABASE_URL_API: house.ownerUrl,
      DATABASE_URL_RELAY: house.ownerUrl,
    };
    expect(await house.command(['run', 'api'], env)).toEqual({
      code: 1,
      said: 'The database is not migrated for this program yet; run `courtyard migrate` first.\n',
    });
    expect(await house.command(['run', 'api'])).toMatchObject({ code: 1 });
  });

  it('start at once on an empty house, and one of them founds it', async () => {
    await house.migrate();
    nodes.push(...(await Promise.all([house.api(), house.api()])));
    expect(await house.rows('select handle from organisation_handle')).toEqual([{ handle: 'home' }]);
    people = await house.people();
    const founded = await people.found('Two nodes');
    organisationId = founded.organisationId;
    admin = await people.signedIn(organisationId, founded.administratorId);
  });

  it('count failed sign-ins together', async () => {
    const signIn = documentOf('SignIn');
    const input = { email: 'nobody@kessler.example', password: 'not a password' };
    const codes: string[] = [];
    for (let turn = 0; turn < 11; turn++) {
      const {
        codes: [code = ''],
      } = await ask(nodes[turn % 2] as Node, '', signIn, { input });
      codes.push(code);
    }
    expect(codes).toEqual([...Array(10).fill('sign_in.wrong'), 'rate.limited']);
  });

  it('close a socket of one where its session ends at the other', async () => {
    const somebody = await hired('Sid Signed-Out');
    const one = follow(nodes[0] as Node, people.cookieOf(somebody), documentOf('FeedChanged'));
    await pause(500);
    await ask(nodes[1] as Node, people.cookieOf(somebody), documentOf('SignOut'));
    expect(await one.closed).toBe(4401);
    one.stop();
  });

  it('lose nothing acknowledged and tell each event once, while one is killed under load and comes back', async () => {
    const authors = await Promise.all(['Ann', 'Bob', 'Cid', 'Dot'].map(hired));
    const listening = await Promise.all(['Eve', 'Fay', 'Gus', 'Hal'].map(hired));
    const readers = await Promise.all(
      listening.map((actor, at) => Reader.open(alive, people.cookieOf(actor), at)),
    );
    const writers = authors.map((actor, at) => new Writer(alive, people.cookieOf(actor), at));
    for (let death = 0; death < 3; death++) {
      await pause(1_500);
      const at = death % 2;
      await (nodes[at] as Node).kill();
      await pause(1_000);
      nodes[at] = await house.api();
    }
    await pause(1_000);
    await Promise.all(writers.map((writer) => writer.stop()));
    const acknowledged = writers.flatMap((writer) => [...writer.acknowledged.values()]);
    const stored = await house.rows<{ id: string }>('select id from post where organisation_id = $1', [
      organisationId,
    ]);
    // Not one is lost, and what was sent twice under its key is there once.
    expect(new Set(stored.map(({ id }) => idOf.post(id)))).toEqual(new Set(acknowledged));
    expect(acknowledged).toHaveLength(stored.length);
    await Promise.all(readers.map((reader) => reader.until(stored.length)));
    await Promise.all(readers.map((reader) => reader.stop()));
    for (const reader of readers) {
      expect(reader.heard).toHaveLength(stored.length);
      expect(new Set(reader.heard)).toEqual(new Set(acknowledged));
      expect(new Set(reader.positions).size).toBe(reader.positions.length);
      // All heard them in one order.
      expect(reader.heard).toEqual(readers[0]?.heard);
    }
    // It was under load, and somebody noticed that a process went.
    expect(acknowledged.length).toBeGreaterThan(20);
    expect(writers.flatMap(({ failed }) => failed).length).toBeGreaterThan(0);
    expect(readers.filter(({ connections }) => connections > 1).length).toBeGreaterThan(1);
    const [recorded] = await house.rows<{ n: number }>(
      `select count(*)::int as n from audit_event where organisation_id = $1`,
      [organisationId],
    );
    expect(recorded?.n).toBeGreaterThanOrEqual(stored.length);
  });

  it('end within seconds when they are asked to', async () => {
    expect(await Promise.all(nodes.map((node) => node.stop()))).toEqual([0, 0]);
  });
});
