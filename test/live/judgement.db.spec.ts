import type { EmployeeActor } from '@courtyard/access';
import { JudgementService, type Post, PostKind, ReactionKind } from '@courtyard/feed';
import { v7 as newId } from 'uuid';
import { type FeedHouse, idOf, openFeedHouse, to } from '../../libs/feed/fixtures/house.js';
import { documentOf } from './fixtures/documents.js';
import { type Follower, follow } from './fixtures/follower.js';
import { ask, type Served, serveOn } from './fixtures/served.js';

jest.setTimeout(120_000);

const FEED = documentOf('Feed');
const SEARCH = documentOf('Search');
const THREAD = documentOf('Thread');

let house: FeedHouse;
let served: Served;
let asker: EmployeeActor;
let mara: EmployeeActor;
let judged: EmployeeActor;
let others: EmployeeActor[];
const followers: Follower[] = [];

beforeAll(async () => {
  house = await openFeedHouse({ fresh: true });
  const founded = await house.found();
  const admin = await house.signedIn(founded.organisationId, founded.administratorId);
  const person = async (name: string) =>
    house.signedIn(founded.organisationId, await house.hire(admin, { name }));
  [asker, mara, judged] = [await person('Ingrid'), await person('Mara'), await person('Judith')];
  others = [];
  for (let at = 0; at < 3; at++) others.push(await person(`Other ${at}`));
  served = await serveOn(house.home);
}, 120_000);
afterEach(() => {
  jest.restoreAllMocks();
  for (const one of followers.splice(0)) one.stop();
});
afterAll(async () => {
  await served?.close();
  await house?.close();
});

const asked = async (): Promise<Post> =>
  house.posts.publish(await house.again(asker), {
    idempotencyKey: newId(),
    body: 'Which gasket?',
    audience: [to.everybody],
    kind: PostKind.poll,
    poll: { options: ['Graphite', 'Aramid'] },
  });
const tell = async (actor: EmployeeActor, operation: string, variables: object) => {
  const answer = await ask(served, house.cookieOf(actor), documentOf(operation), variables);
  expect(answer.codes).toEqual([]);
  return answer.data;
};
const judge = (actor: EmployeeActor, postId: string, choices: readonly number[]) =>
  tell(actor, 'GiveJudgement', { postId, choices });

/** Everything that a client can ask about a post, as text; what differs by itself is left out. */
async function shown(actor: EmployeeActor, id: string): Promise<string> {
  const cookie = house.cookieOf(actor);
  const answers = [
    await ask(served, cookie, THREAD, { id }),
    await ask(served, cookie, FEED),
    await ask(served, cookie, SEARCH, { query: 'gasket' }),
    await ask(served, cookie, SEARCH, { query: 'overheard' }),
    await ask(served, cookie, SEARCH, { query: 'kind:comment before:2099-01-01' }),
    await ask(served, cookie, documentOf('PostHistory'), { id }),
  ];
  const text = JSON.stringify(answers.map(({ status, data, codes }) => ({ status, data, codes })));
  return text.replaceAll(/"position":"[^"]*"/g, '');
}

test('whatever others do, nothing that one can ask says it before one’s own judgement', async () => {
  const post = await asked();
  const id = idOf.post(post.id);
  const before = await shown(mara, id);
  for (const who of others) {
    await judge(who, id, [1]);
    await tell(who, 'React', { postId: id, kind: ReactionKind.useful });
  }
  await house.gate.fold(asker.organisationId);
  expect(await shown(mara, id)).toBe(before);
  // Who answered sees the numbers, and still not how the poll stands.
  await judge(judged, id, [0]);
  const { node } = await tell(judged, 'Thread', { id });
  expect(node).toMatchObject({ usefulCount: 3, awaitsJudgement: false, poll: { mine: [0], voters: null } });
  expect(node.poll.options).toEqual([
    expect.objectContaining({ votes: null }),
    expect.objectContaining({ votes: null }),
  ]);
});

test('control: it is noticed where a number is told before', async () => {
  const id = idOf.post((await asked()).id);
  jest.spyOn(JudgementService.prototype, 'shown').mockImplementation((_actor, _post, value) => value);
  const before = await shown(mara, id);
  await tell(others[0] as EmployeeActor, 'React', { postId: id, kind: ReactionKind.useful });
  await house.gate.fold(asker.organisationId);
  expect(await shown(mara, id)).not.toBe(before);
});

test('of a crowd below it the same is shown as of ten', async () => {
  const post = await asked();
  const id = idOf.post(post.id);
  const say = async (count: number) => {
    for (let at = 0; at < count; at++)
      await tell(others[at % 3] as EmployeeActor, 'AddComment', {
        input: { idempotencyKey: newId(), postId: id, body: 'I overheard that.' },
      });
  };
  await say(10);
  const shapeOf = async () => {
    const { node } = await tell(mara, 'Thread', { id });
    const found = await tell(mara, 'Search', { query: 'overheard' });
    return [
      node.commentCount,
      node.comments.nodes.length,
      node.comments.pageInfo.hasNextPage,
      found.search.nodes.length,
    ];
  };
  expect(await shapeOf()).toEqual([null, 10, false, 0]);
  await say(5);
  expect(await shapeOf()).toEqual([null, 10, false, 0]);
  await judge(mara, id, []);
  const { node } = await tell(mara, 'Thread', { id });
  expect(node.comments.nodes).toHaveLength(15);
});

describe('live', () => {
  it('nothing says that others react and comment, until one’s own judgement is given; others are told meanwhile', async () => {
    const post = await asked();
    const id = idOf.post(post.id);
    await judge(judged, id, [1]);
    const after = (await ask(served, house.cookieOf(mara), FEED)).data.feed.position as string;
    const position = (await tell(mara, 'Thread', { id })).node.comments.position as string;
    const feedOf = (who: EmployeeActor) =>
      follow(served, house.cookieOf(who), documentOf('FeedChanged'), { after });
    const threadOf = (who: EmployeeActor) =>
      follow(served, house.cookieOf(who), documentOf('ThreadChanged'), { postId: id, after: position });
    // Two devices of each, so that answers are shared where they may be.
    const [kept, told] = [mara, judged].map((who) => [
      feedOf(who),
      feedOf(who),
      threadOf(who),
      threadOf(who),
    ]) as [Follower[], Follower[]];
    followers.push(...kept, ...told);
    await tell(others[0] as EmployeeActor, 'React', { postId: id, kind: ReactionKind.useful });
    await tell(others[0] as EmployeeActor, 'AddComment', {
      input: { idempotencyKey: newId(), postId: id, body: 'Overheard.' },
    });
    for (const [at, one] of told.entries()) {
      await one.until((heard) =>
        heard.some((change) => change.post?.usefulCount === 1 && change.post?.commentCount === 1),
      );
      if (at > 1) await one.until((heard) => heard.some((change) => change.comment?.body === 'Overheard.'));
    }
    // Something that all are told of comes after it on the same line: what was kept from them will not come any more.
    const end = await house.publish(asker, [to.everybody]);
    for (const one of kept.slice(0, 2))
      await one.until((heard) => heard.some(({ postId }) => postId === idOf.post(end.id)));
    for (const one of kept.slice(0, 2)) expect(one.told.map(({ postId }) => postId)).not.toContain(id);
    await tell(asker, 'ClosePoll', { postId: id });
    for (const one of kept.slice(2)) {
      await one.until((heard) => heard.some((change) => change.post?.poll?.state === 'closed'));
      // Closed shows to all, and nothing came before.
      expect(one.told[0].post).toMatchObject({ usefulCount: 1, commentCount: 1, poll: { state: 'closed' } });
    }
  });
});
