import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { EmployeeActor } from '@courtyard/access';
import { Wake } from '@courtyard/outbox';
import { type FeedHouse, idOf } from '../../libs/feed/fixtures/house.js';
import { freePort } from '../fixtures/free-port.js';
import { describeWith, type Node, pause, SharedHouse } from './house.js';
import { Reader, stopLoad, Writer } from './load.js';
import { listens } from './pgbouncer.js';

jest.setTimeout(300_000);

const REDIS = '/usr/bin/redis-server';

describeWith(REDIS, 'api processes that wake each other through Redis', () => {
  let house: SharedHouse;
  let people: FeedHouse;
  let admin: EmployeeActor;
  let organisationId: string;
  let redis: ChildProcess;
  let port: number;
  let url: string;
  const nodes: Node[] = [];
  const alive = () => nodes;

  async function startRedis(): Promise<void> {
    const settings = ['--bind', '127.0.0.1', '--port', String(port), '--save', '', '--appendonly', 'no'];
    redis = spawn(REDIS, settings, { cwd: house.folder, stdio: 'ignore' });
    while (!(await listens(port))) await pause(20);
  }
  async function killRedis(): Promise<void> {
    const gone = once(redis, 'exit');
    redis.kill('SIGKILL');
    await gone;
  }

  beforeAll(async () => {
    house = await SharedHouse.open();
    await house.migrate();
    port = await freePort();
    url = `redis://127.0.0.1:${port}`;
    await startRedis();
    const env = { REDIS_URL: url };
    nodes.push(...(await Promise.all([house.api({ env }), house.api({ env })])));
    people = await house.people();
    const founded = await people.found('Awake');
    organisationId = founded.organisationId;
    admin = await people.signedIn(organisationId, founded.administratorId);
  });
  afterAll(async () => {
    await stopLoad();
    await people?.close();
    await people?.home.close();
    redis?.kill('SIGKILL');
    await house?.close();
  });

  const hired = async (name: string) => people.signedIn(organisationId, await people.hire(admin, { name }));

  it('hands over a call without a word of what happened, and none to who called', async () => {
    let [first, second] = [0, 0];
    const heard: string[] = [];
    const { createClient } = await import('@redis/client');
    const listener = createClient({ url });
    listener.on('error', () => undefined);
    await listener.connect();
    await listener.pSubscribe('*', (message, channel) => {
      heard.push(`${channel} ${message}`);
    });
    const one = await Wake.open({ url, onCall: () => first++ });
    const two = await Wake.open({ url, onCall: () => second++ });
    await pause(500);
    const [before, already] = [first, second];
    for (let at = 0; at < 1_000; at++) one.call();
    await pause(300);
    expect(first).toBe(before);
    expect(second).toBeGreaterThan(already);
    // A thousand at once are two: one at once, and one for all that came behind it.
    expect(second).toBeLessThan(already + 10);
    expect(heard.length).toBeGreaterThan(0);
    for (const said of heard) expect(said).toMatch(/^courtyard\.outbox [0-9a-f-]{36}$/);
    one.close();
    two.close();
    listener.destroy();
  });

  it('call each other for what is published, with nothing else in Redis', async () => {
    let calls = 0;
    const wake = await Wake.open({ url, onCall: () => calls++ });
    await pause(500);
    const before = calls;
    const author = await hired('Ann Author');
    const writer = new Writer(alive, people.cookieOf(author));
    await pause(1_000);
    await writer.stop();
    expect(calls).toBeGreaterThan(before);
    wake.close();
    const { createClient } = await import('@redis/client');
    const looker = createClient({ url });
    await looker.connect();
    expect(await looker.keys('*')).toEqual([]);
    looker.destroy();
  });

  it('lose no event while Redis dies, is away and comes back', async () => {
    const author = await hired('Bob Author');
    const listening = await Promise.all(['Eve', 'Fay'].map(hired));
    const readers = await Promise.all(
      listening.map((actor, at) => Reader.open(alive, people.cookieOf(actor), at)),
    );
    const writer = new Writer(alive, people.cookieOf(author));
    for (let death = 0; death < 2; death++) {
      await pause(1_000);
      await killRedis();
      await pause(1_500);
      await startRedis();
    }
    await pause(2_500);
    await writer.stop();
    const posts = [...writer.acknowledged.values()];
    await Promise.all(readers.map((reader) => reader.until(posts.length)));
    await Promise.all(readers.map((reader) => reader.stop()));
    for (const reader of readers) {
      expect(reader.heard).toEqual(posts);
      // Nobody was disturbed: the sockets stayed.
      expect(reader.connections).toBe(1);
    }
    expect(writer.failed).toEqual([]);
    expect(posts.length).toBeGreaterThan(10);
    const stored = await house.rows<{ id: string }>('select id from post where author_id = $1', [
      author.employeeId,
    ]);
    expect(new Set(stored.map(({ id }) => idOf.post(id)))).toEqual(new Set(posts));
    expect(await Promise.all(nodes.map(async (node) => (await fetch(`${node.url}/ready`)).status))).toEqual([
      200, 200,
    ]);
  });

  it('start where Redis is not there', async () => {
    await killRedis();
    const node = await house.api({ env: { REDIS_URL: url } });
    expect(await node.stop()).toBe(0);
  });
});
