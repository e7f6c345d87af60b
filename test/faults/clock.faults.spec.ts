import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EmployeeActor } from '@courtyard/access';
import { documentOf } from '../live/fixtures/documents.js';
import { follow } from '../live/fixtures/follower.js';
import { ask } from '../live/fixtures/served.js';
import { HurtHouse, until } from './hurt-house.js';
import { expectNothingLost, Load } from './load.js';

jest.setTimeout(300_000);

/**
 * The clock of the machine is set a day ahead and an hour back while people write, read and listen; that of the database is right. It
 * wants libfaketime (Debian: `apt-get install faketime`), which changes what the processes are told of the time of day, and nothing else.
 */
const LIBRARY = ['x86_64', 'aarch64']
  .map((machine) => `/usr/lib/${machine}-linux-gnu/faketime/libfaketimeMT.so.1`)
  .find((path) => existsSync(path));
const withFakeTime = LIBRARY === undefined ? test.skip : test;

let house: HurtHouse;
let aside: string;
const set = (time: string) => writeFileSync(join(aside, 'time'), `${time}\n`);

beforeAll(async () => {
  if (LIBRARY === undefined) return;
  aside = mkdtempSync(join(tmpdir(), 'courtyard-clock-'));
  set('+0');
  house = await HurtHouse.open({
    env: {
      LD_PRELOAD: LIBRARY,
      FAKETIME_TIMESTAMP_FILE: join(aside, 'time'),
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    },
  });
});
afterAll(async () => {
  await house?.close();
  if (aside) rmSync(aside, { recursive: true });
});

const FEED = documentOf('Feed');

withFakeTime('a clock that jumps reorders nothing, signs nobody out, and is told', async () => {
  const { feed, people } = house;
  const [reader] = people as [EmployeeActor];
  const checkpoints = async () =>
    Number((await feed.owner.query<{ n: string }>('select count(*) as n from audit_checkpoint')).rows[0]?.n);
  await house.recovered();
  const load = await Load.on(house, 1);
  await load.more(5);
  for (const [time, word] of [
    ['+1d', 'clock'],
    ['-1h', 'clock'],
    ['+0', 'ok'],
  ] as const) {
    const { data } = await ask(house, feed.cookieOf(reader), FEED);
    const [signed, lines] = [await checkpoints(), house.said.length];
    set(time);
    await until(`the process says ${word}`, async () => (await house.word('api')) === word);
    // Where one stopped before the jump is where one goes on after it.
    const resumed = follow(house, feed.cookieOf(reader), documentOf('FeedChanged'), {
      after: data.feed.position,
    });
    await load.more(5);
    await resumed.until((told) => told.length > 4);
    expect(resumed.codes).toEqual([]);
    resumed.stop();
    // The log is signed on, however late it believes to be, or early.
    await until('another checkpoint', async () => (await checkpoints()) > signed);
    // Nobody turns in circles: what is said of it is said once.
    expect(house.said.length - lines).toBeLessThan(10);
  }
  await load.end();
  await house.recovered();
  expect(load.refusals).toEqual([]);
  await expectNothingLost(house, load);
  // One person wrote one thing after the other: so they stand.
  const inOrder = load.written.map(({ postId }) => (postId as string).replace('post_', ''));
  expect((await feed.feed(reader, 100)).filter((id) => inOrder.includes(id)).reverse()).toEqual(inOrder);
});
