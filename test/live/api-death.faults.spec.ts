import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EmployeeActor } from '@courtyard/access';
import { ReactionKind } from '@courtyard/feed';
import { type FeedHouse, idOf, openFeedHouse, to } from '../../libs/feed/fixtures/house.js';
import { documentOf } from './fixtures/documents.js';
import { follow, pause } from './fixtures/follower.js';
import { ask } from './fixtures/served.js';

jest.setTimeout(180_000);

const MAIN = join(import.meta.dirname, '..', '..', 'apps', 'api', 'dist', 'main.js');
const FEED = documentOf('Feed');
const FEED_CHANGED = documentOf('FeedChanged');

let house: FeedHouse;
let author: EmployeeActor;
let reader: EmployeeActor;
let folder: string;
let url = '';
let port = '0';
const children: ChildProcess[] = [];

beforeAll(async () => {
  house = await openFeedHouse({ fresh: true });
  const founded = await house.found();
  author = await house.signedIn(founded.organisationId, founded.administratorId);
  reader = await house.signedIn(founded.organisationId, await house.hire(author, { name: 'Rea Reader' }));
  folder = mkdtempSync(join(tmpdir(), 'courtyard-death-'));
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await house?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The api as `courtyard start` runs it, on the port it had before. */
async function start(): Promise<ChildProcess> {
  const { api, relay } = house.home.urls;
  const child = fork(MAIN, {
    env: {
      ...process.env,
      NODE_OPTIONS: '',
      NODE_ENV: 'test',
      HOST: '127.0.0.1',
      PORT: port,
      COURTYARD_FOLDER: folder,
      API_DATABASE_URL: api,
      RELAY_DATABASE_URL: relay,
    },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  children.push(child);
  const ready = await new Promise<{ urls?: string[]; fault?: string }>((resolve, reject) => {
    child.once('message', (message) => resolve(message as { urls: string[] }));
    child.once('exit', (code) => reject(new Error(`The api ended with ${code} before it was ready.`)));
  });
  if (!ready.urls?.[0]) throw new Error(ready.fault);
  url = ready.urls[0];
  port = new URL(url).port;
  return child;
}

async function die(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}

const publish = async () => idOf.post((await house.publish(author, [to.everybody])).id);

describe('an api that is killed', () => {
  it('loses no change and tells none twice to who comes back', async () => {
    let child = await start();
    const { data } = await ask({ url }, house.cookieOf(reader), FEED);
    let after: string = data.feed.position;
    const published: string[] = [];
    const heard: string[] = [];
    const listen = async (until: () => boolean) => {
      const one = follow({ url }, house.cookieOf(reader), FEED_CHANGED, { after });
      let gone = false;
      void one.closed.then(() => {
        gone = true;
      });
      for (let tries = 0; !until() && !gone && tries < 400; tries++) {
        await pause(25);
        for (const change of one.told.splice(0)) {
          heard.push(change.postId);
          after = change.position;
        }
      }
      one.stop();
    };
    for (let life = 0; life < 3; life++) {
      // What is written beside this process, while it lives, dies and is gone.
      for (let step = 0; step < 4; step++) published.push(await publish());
      const killing = pause(life * 60).then(() => die(child));
      await listen(() => false);
      await killing;
      for (let step = 0; step < 4; step++) published.push(await publish());
      child = await start();
    }
    await listen(() => heard.length >= published.length);
    expect(heard).toEqual(published);
    await die(child);
  });

  it('leaves no reaction uncounted: the next one finds what is due', async () => {
    const post = await house.publish(author, [to.everybody]);
    await house.reactions.react(await house.again(reader), idOf.post(post.id), ReactionKind.useful);
    const counted = async () =>
      (await house.owner.query('select useful_count as n from post where id = $1', [post.id])).rows[0].n;
    expect(await counted()).toBe(0);
    const child = await start();
    for (let tries = 0; (await counted()) === 0 && tries < 200; tries++) await pause(50);
    expect(await counted()).toBe(1);
    await die(child);
  });
});
