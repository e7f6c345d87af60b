import { HurtHouse, until } from './hurt-house.js';
import { expectNothingLost, Load } from './load.js';

jest.setTimeout(300_000);

/**
 * PostgreSQL is stopped and started again while people write, read and listen. Meanwhile they hear 503 with `Retry-After` and never a
 * fault, no process of ours ends, and afterwards everything works by itself: pools of requests, log and relay, egress, the sequencer;
 * sockets go on where they were.
 */
let house: HurtHouse;

beforeAll(async () => {
  house = await HurtHouse.open();
});
afterAll(() => house?.close());

const OUT_OF_ORDER = ['503 server.busy', '503 server.unavailable'];
const surprises = (load: Load) => load.refusals.filter((one) => !OUT_OF_ORDER.includes(one));

test.each(['fast', 'immediate', 'killed'] as const)(
  'PostgreSQL is stopped (%s) and comes back',
  async (how) => {
    const load = await Load.on(house);
    await load.more(10);
    await house.stopDatabase(how);
    const before = load.answers.length;
    await until('somebody is told', async () =>
      load.answers.slice(before + 20).some(({ status }) => status === 503),
    );
    await until('it says so itself', async () => (await house.word('api')) === 'database');
    expect((await fetch(`${house.url}/health`)).status).toBe(200);
    const ready = await fetch(`${house.url}/ready`);
    expect([ready.status, ready.headers.has('retry-after')]).toEqual([503, true]);
    await house.startDatabase();
    await load.more(10);
    await load.end();
    await house.recovered();
    expect(surprises(load)).toEqual([]);
    expect(load.refusals).toContain('503 server.unavailable');
    await expectNothingLost(house, load);
  },
);

test('one process of PostgreSQL is killed, and all sessions with it', async () => {
  const load = await Load.on(house);
  for (let round = 0; round < 3; round++) {
    await load.more(10);
    await house.killBackend();
  }
  await load.more(10);
  await load.end();
  await house.recovered();
  expect(surprises(load)).toEqual([]);
  await expectNothingLost(house, load);
});
