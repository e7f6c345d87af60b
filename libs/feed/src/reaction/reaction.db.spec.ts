import type { EmployeeActor } from '@courtyard/access';
import { codeOf, type FeedHouse, idOf, openFeedHouse, to } from '../../fixtures/house.js';
import type { Post } from '../post/post.entity.js';
import { postPolicy } from '../post/post.policy.js';
import { ReactionKind } from './reaction.entity.js';

let house: FeedHouse;
let org: string;
let author: EmployeeActor;
const people: EmployeeActor[] = [];

beforeAll(async () => {
  house = await openFeedHouse();
  const founded = await house.found();
  org = founded.organisationId;
  const admin = await house.signedIn(org, founded.administratorId);
  author = admin;
  for (let at = 0; at < 12; at++)
    people.push(await house.signedIn(org, await house.hire(admin, { name: `Person ${at}` })));
}, 90_000);
afterAll(() => house?.close());

const give = async (actor: EmployeeActor, post: Post, kind = ReactionKind.useful) =>
  house.reactions.react(await house.again(actor), idOf.post(post.id), kind);
const takeBack = async (actor: EmployeeActor, post: Post, kind = ReactionKind.useful) =>
  house.reactions.takeBack(await house.again(actor), idOf.post(post.id), kind);
const counts = async (post: Post) => {
  const now = await house.gate.get(await house.again(author), postPolicy, 'read', post.id);
  return [now.usefulCount, now.valuableCount];
};
const stored = async (post: Post) =>
  (
    await house.owner.query(
      'select kind, count(*)::int as n from reaction where post_id = $1 group by 1 order by 1',
      [post.id],
    )
  ).rows;

describe('a reaction', () => {
  it('is given once, however often and how fast it is given', async () => {
    const [bill] = people as [EmployeeActor];
    const post = await house.publish(author, [to.everybody]);
    await Promise.all([give(bill, post), give(bill, post), give(bill, post), give(bill, post)]);
    expect(await stored(post)).toEqual([{ kind: 'useful', n: 1 }]);
    await house.gate.fold(org);
    expect(await counts(post)).toEqual([1, 0]);
    expect((await give(bill, post)).usefulCount).toBe(1);
  });

  it('is told to its giver at once, and taken back as well; others learn the count only', async () => {
    const [bill, mara] = people as [EmployeeActor, EmployeeActor];
    const post = await house.publish(author, [to.everybody]);
    expect(await give(bill, post, ReactionKind.valuable)).toMatchObject({ valuableCount: 1 });
    const mine = async (actor: EmployeeActor) => house.reactions.mine(await house.again(actor), post.id);
    expect(await mine(bill)).toEqual(['valuable']);
    expect(await mine(mara)).toEqual([]);
    await house.gate.fold(org);
    expect(await takeBack(bill, post, ReactionKind.valuable)).toMatchObject({ valuableCount: 0 });
    expect(await mine(bill)).toEqual([]);
    // Taking back what was never given takes nothing from anybody.
    await give(mara, post);
    expect(await takeBack(bill, post)).toMatchObject({ usefulCount: 0 });
    await house.gate.fold(org);
    expect(await counts(post)).toEqual([1, 0]);
  });

  it('needs a post that its giver may see', async () => {
    const [bill, mara] = people as [EmployeeActor, EmployeeActor];
    const post = await house.publish(author, [to.person(mara.employeeId)]);
    expect(await codeOf(give(bill, post))).toBe('not_found');
    expect(await codeOf(takeBack(bill, post))).toBe('not_found');
    // An author who wrote to others only is not among those it was meant for.
    expect(await codeOf(give(author, post))).toBe('auth.forbidden');
    expect(await stored(post)).toEqual([]);
  });

  it('is recorded under who gave it', async () => {
    const [bill] = people as [EmployeeActor];
    const post = await house.publish(author, [to.everybody]);
    await give(bill, post);
    expect(house.trail.recorded.at(-1)?.touched).toMatchObject([
      { resource: 'Reaction', action: 'give', personId: bill.employeeId },
    ]);
  });
});

describe('counters', () => {
  it('are exact after many at once, folded by several processes at the same time', async () => {
    const posts = [await house.publish(author, [to.everybody]), await house.publish(author, [to.everybody])];
    const everybody = posts.flatMap((post) =>
      people.map(async (actor, at) => {
        await give(actor, post);
        if (at % 3 === 0) await takeBack(actor, post);
        if (at % 2 === 0) await give(actor, post, ReactionKind.valuable);
      }),
    );
    let done = false;
    const fold = async () => {
      while (!done) await house.gate.fold(org);
    };
    const folding = [fold(), fold(), fold()];
    await Promise.all(everybody).finally(() => {
      done = true;
    });
    await Promise.all(folding);
    await house.gate.fold(org);
    for (const post of posts) expect(await counts(post)).toEqual([8, 6]);
    const { rows } = await house.owner.query('select from tally_due where organisation_id = $1', [org]);
    expect(rows).toEqual([]);
  }, 60_000);

  it('say what is due, and a process that dies before counting loses nothing', async () => {
    const [bill] = people as [EmployeeActor];
    const post = await house.publish(author, [to.everybody]);
    house.due.length = 0;
    await give(bill, post);
    expect(house.due).toEqual([org]);
    expect(await counts(post)).toEqual([0, 0]);
    // Whoever starts next finds the organisation among all, and the note of what is due.
    expect(await house.gate.organisations()).toContain(org);
    expect(await house.gate.fold(org)).toBe(1);
    expect(await counts(post)).toEqual([1, 0]);
    expect(await house.gate.fold(org)).toBe(0);
  });

  it('are told with ids and keys, so that only those concerned ask for the post', async () => {
    const [bill] = people as [EmployeeActor];
    const post = await house.publish(author, [to.everybody]);
    await give(bill, post);
    await house.gate.fold(org);
    const { rows } = await house.owner.query(
      "select payload from outbox where organisation_id = $1 and topic = 'post.counted' and payload ->> 'id' = $2",
      [org, post.id],
    );
    expect(rows).toEqual([
      { payload: { id: post.id, authorId: author.employeeId, audienceKeys: post.audienceKeys } },
    ]);
  });

  it('count no comment that is out of sight', async () => {
    const [bill] = people as [EmployeeActor];
    const post = await house.publish(author, [to.everybody]);
    const said = async (idempotencyKey: string) =>
      house.comments.add(await house.again(bill), {
        idempotencyKey,
        postId: idOf.post(post.id),
        body: 'yes',
      });
    const first = await said('first-comment');
    await said('second-comment');
    await said('second-comment');
    await house.gate.fold(org);
    const count = async () =>
      (await house.gate.get(await house.again(bill), postPolicy, 'read', post.id)).commentCount;
    expect(await count()).toBe(2);
    await house.comments.withdraw(await house.again(bill), idOf.comment(first.id));
    expect(await codeOf(house.comments.withdraw(await house.again(bill), idOf.comment(first.id)))).toBe(
      'comment.already_withdrawn',
    );
    await house.gate.fold(org);
    expect(await count()).toBe(1);
  });
});
