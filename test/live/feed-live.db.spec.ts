import type { EmployeeActor } from '@courtyard/access';
import { CommunityAccess, type Post, ReactionKind } from '@courtyard/feed';
import type { Position } from '@courtyard/outbox';
import { v7 as newId } from 'uuid';
import { type FeedHouse, idOf, openFeedHouse, to } from '../../libs/feed/fixtures/house.js';
import { documentOf } from './fixtures/documents.js';
import { type Follower, follow, pause } from './fixtures/follower.js';
import { ask, type Served, serveOn } from './fixtures/served.js';

jest.setTimeout(60_000);

const FEED = documentOf('Feed');
const FEED_CHANGED = documentOf('FeedChanged');
const THREAD_CHANGED = documentOf('ThreadChanged');

let house: FeedHouse;
let served: Served;
let org: string;
let admin: EmployeeActor;
let bill: EmployeeActor;
let mara: EmployeeActor;
let sales: string;
const followers: Follower[] = [];

beforeAll(async () => {
  house = await openFeedHouse({ fresh: true });
  const founded = await house.found();
  org = founded.organisationId;
  admin = await house.signedIn(org, founded.administratorId);
  sales = await house.department(admin, 'Sales');
  bill = await person('Bill Kessler', sales);
  mara = await person('Mara Lind');
  served = await serveOn(house.home);
}, 120_000);
afterEach(() => {
  for (const one of followers.splice(0)) one.stop();
});
afterAll(async () => {
  await served?.close();
  await house?.close();
});

async function person(name: string, departmentId: string | null = null): Promise<EmployeeActor> {
  return house.signedIn(org, await house.hire(admin, { name, departmentId }));
}

async function positionOf(actor: EmployeeActor): Promise<string> {
  const { data } = await ask(served, house.cookieOf(actor), FEED);
  return data.feed.position;
}

/** Follows from what is on the page now, as the client does. */
async function feedOf(actor: EmployeeActor, after?: string): Promise<Follower> {
  const one = follow(served, house.cookieOf(actor), FEED_CHANGED, {
    after: after ?? (await positionOf(actor)),
  });
  followers.push(one);
  return one;
}

const idsOf = (told: readonly { postId: string }[]) => told.map(({ postId }) => postId);
const mutate = async (actor: EmployeeActor, text: string, variables: object) => {
  const answer = await ask(served, house.cookieOf(actor), text, variables);
  expect(answer.codes).toEqual([]);
  return answer.data;
};
const publish = async (
  actor: EmployeeActor,
  audience: readonly object[],
  body = 'Seen live.',
): Promise<Post> =>
  (
    await mutate(actor, documentOf('PublishPost'), {
      input: { idempotencyKey: newId(), body, audience },
    })
  ).publishPost;

describe('a change of the feed', () => {
  it('is told to its audience and to nobody else, as each may see it', async () => {
    const [mine, colleague, other] = [await feedOf(bill), await feedOf(admin), await feedOf(mara)];
    const narrow = await publish(bill, [to.department(sales), to.person(admin.employeeId)]);
    const wide = await publish(bill, [to.everybody]);
    for (const one of [mine, colleague, other]) await one.until((told) => idsOf(told).includes(wide.id));
    expect(idsOf(mine.told)).toEqual([narrow.id, wide.id]);
    expect(idsOf(colleague.told)).toEqual([narrow.id, wide.id]);
    expect(idsOf(other.told)).toEqual([wide.id]);
    expect(mine.told[0]).toMatchObject({
      kind: 'added',
      post: { body: 'Seen live.', author: { name: 'Bill Kessler' } },
    });
    // The same post, each with what they may do with it.
    expect(mine.told[1].post.allowed).toContain('withdraw');
    expect(other.told[0].post.allowed).not.toContain('withdraw');
  });

  it('is told of edits, counters and withdrawals, the last without a word of the post', async () => {
    const one = await feedOf(mara);
    const post = await publish(bill, [to.everybody]);
    await mutate(bill, documentOf('RevisePost'), { input: { id: post.id, version: 1, body: 'Seen again.' } });
    await mutate(admin, documentOf('React'), { postId: post.id, kind: ReactionKind.useful });
    await one.until((told) => told.some((change) => change.post?.usefulCount === 1));
    await mutate(bill, documentOf('WithdrawPost'), { id: post.id });
    await one.until((told) => told.at(-1)?.kind === 'removed');
    expect(one.told.at(-1)).toMatchObject({ postId: post.id, post: null });
    expect(one.told.some((change) => change.post?.body === 'Seen again.')).toBe(true);
  });

  it('below a post reaches who reads it, its author included, and ends with their access', async () => {
    const found = await mutate(bill, documentOf('FoundCommunity'), {
      input: { idempotencyKey: newId(), name: 'Pump Talk', purpose: 'x', access: CommunityAccess.open },
    });
    const community = found.foundCommunity.id as string;
    await house.communities.join(await house.again(mara), community);
    const post = await publish(bill, [{ kind: 'community', id: community }]);
    const thread = follow(served, house.cookieOf(mara), THREAD_CHANGED, { postId: post.id });
    const feed = await feedOf(mara);
    followers.push(thread);
    await pause(300);
    const say = (body: string) =>
      mutate(bill, documentOf('AddComment'), { input: { idempotencyKey: newId(), postId: post.id, body } });
    await say('one');
    // The counter may be told before the comment: it is folded by a clock of its own.
    await thread.until((told) => told.some(({ kind }) => kind === 'added'));
    const added = thread.told.filter(({ kind }) => kind === 'added');
    expect(added).toMatchObject([{ kind: 'added', comment: { body: 'one' } }]);
    for (const one of [feed, thread])
      await one.until((told) => told.some((change) => change.post?.commentCount === 1));
    // The counter is told a moment after the comment; only what comes after the silence counts.
    let before = [-1, -1];
    while (before[0] !== thread.told.length || before[1] !== feed.told.length) {
      before = [thread.told.length, feed.told.length];
      await pause(1_000);
    }
    await house.communities.leave(await house.again(mara), community);
    await say('two');
    await publish(bill, [{ kind: 'community', id: community }]);
    const last = await publish(bill, [to.everybody]);
    await feed.until((told) => idsOf(told).includes(last.id));
    await pause(600);
    // Neither the words nor that anything happened there.
    expect([thread.told.length, feed.told.length]).toEqual([before[0], (before[1] as number) + 1]);
  });

  it('refuses to follow what one may not see', async () => {
    const post = await publish(bill, [to.department(sales)]);
    const one = follow(served, house.cookieOf(mara), THREAD_CHANGED, { postId: post.id });
    await one.until(() => one.codes.length > 0);
    expect(one.codes).toEqual(['not_found']);
    one.stop();
  });
});

describe('resuming', () => {
  it('misses nothing and tells nothing twice, whenever the connection breaks, while many write', async () => {
    const reader = await person('Rea Resume');
    const start = await positionOf(reader);
    const writers = await Promise.all(Array.from({ length: 4 }, (_, at) => person(`Writer ${at}`)));
    const published: string[] = [];
    let writing = true;
    const work = Promise.all(
      writers.map(async (writer) => {
        for (let step = 0; step < 15; step++) {
          published.push(idOf.post((await house.publish(writer, [to.everybody])).id));
          await pause(Math.random() * 25);
        }
      }),
    ).finally(() => (writing = false));
    const heard: string[] = [];
    let after = start;
    let breaks = 0;
    const listen = async (millis: number) => {
      const one = follow(served, house.cookieOf(reader), FEED_CHANGED, { after });
      await pause(millis);
      one.kill();
      breaks++;
      // What came after the cut is lost, as on a real network.
      for (const change of one.told.splice(0)) {
        heard.push(change.postId);
        after = change.position;
      }
    };
    while (writing) await listen(Math.random() * 150);
    await work;
    for (let tries = 0; heard.length < published.length && tries < 20; tries++) await listen(500);
    expect(breaks).toBeGreaterThan(3);
    expect(heard).toHaveLength(new Set(heard).size);
    expect(heard.toSorted()).toEqual(published.toSorted());
  });

  it.each([
    ['garbage', 'no position', 'input.invalid'],
    ['one of the right length that nobody sealed', 'A'.repeat(70), 'live.position_expired'],
    [
      'one from before they were sealed',
      Buffer.from('3.1.1700000000').toString('base64url'),
      'live.position_expired',
    ],
  ])('at %s is refused', async (_, after, code) => {
    const one = await feedOf(mara, after);
    await one.until(() => one.codes.length > 0);
    expect(one.codes).toEqual([code]);
  });

  it.each([
    ['one from the future', { xid: 9n, row: 9n, at: 99_999_999_999 }, 'input.invalid'],
    ['one of last week', { xid: 3n, row: 1n, at: 1_700_000_000 }, 'live.position_expired'],
    [
      'one that a restore made void',
      { xid: 999_999_999_999n, row: 1n, at: Math.floor(Date.now() / 1000) - 3600 },
      'live.position_expired',
    ],
  ])('at %s is refused', async (_, position, code) => {
    const one = await feedOf(mara, served.tokens().ofEvent(mara.organisationId, position));
    await one.until(() => one.codes.length > 0);
    expect(one.codes).toEqual([code]);
  });

  it('works from a page that nothing happened since, however long ago that was', async () => {
    const before = await positionOf(mara);
    await pause(1_500);
    const at = (token: string) => (served.tokens().read(mara.organisationId, token) as Position).at;
    expect(at(await positionOf(mara))).toBeGreaterThan(at(before));
  });

  it('of one organisation is void in another, and shows no number', async () => {
    const token = await positionOf(mara);
    expect(served.tokens().read(newId(), token)).toBe('stale');
    expect(await positionOf(mara)).not.toBe(await positionOf(mara));
  });
});

describe('when nobody follows any more', () => {
  it('nothing is left of a subscription, however it ended', async () => {
    await pause(300);
    const before = served.listening();
    const many = await Promise.all(Array.from({ length: 8 }, () => feedOf(bill)));
    const post = await publish(bill, [to.everybody]);
    for (const one of many) await one.until((told) => idsOf(told).includes(post.id));
    expect(served.listening()).toBe(before + 8);
    for (const one of many.slice(0, 4)) one.stop();
    for (const one of many.slice(4)) one.kill();
    for (let tries = 0; served.listening() !== before && tries < 100; tries++) await pause(50);
    expect(served.listening()).toBe(before);
  });
});
