import type { EmployeeActor } from '@courtyard/access';
import { v7 as newId } from 'uuid';
import { codeOf, type FeedHouse, idOf, openFeedHouse, to } from '../../fixtures/house.js';
import { commentPolicy } from '../comment/comment.policy.js';
import { type Community, CommunityAccess, CommunityHistory } from '../community/community.entity.js';
import { type Post, PostKind } from '../post/post.entity.js';
import { postPolicy } from '../post/post.policy.js';

const { hidden, closed, open } = CommunityAccess;

let house: FeedHouse;
let org: string;
let admin: EmployeeActor;
let bill: EmployeeActor;
let mara: EmployeeActor;
let sam: EmployeeActor;

beforeAll(async () => {
  house = await openFeedHouse();
  const founded = await house.found();
  org = founded.organisationId;
  admin = await house.signedIn(org, founded.administratorId);
  const person = async (name: string) => house.signedIn(org, await house.hire(admin, { name }));
  [bill, mara, sam] = [await person('Bill Kessler'), await person('Mara Lind'), await person('Sam Okafor')];
}, 90_000);
afterAll(() => house?.close());

const again = (actor: EmployeeActor) => house.again(actor);
const node = ({ id }: Community) => idOf.community(id);
const founded = async (access = closed, history = CommunityHistory.from_start): Promise<Community> =>
  house.communities.found(await again(bill), {
    ...{ idempotencyKey: newId(), name: `House ${newId().slice(-6)}`, purpose: 'To talk.', access, history },
  });
const add = async (community: Community, whom: EmployeeActor) =>
  house.communities.addMember(await again(bill), node(community), idOf.employee(whom.employeeId));
const widened = async (community: Community, access = open) =>
  house.communities.changeAccess(await again(bill), {
    ...{ id: node(community), access, history: CommunityHistory.from_start },
  });
const remark = async (who: EmployeeActor, post: Post, body = 'A remark.') =>
  house.comments.add(await again(who), { idempotencyKey: newId(), postId: idOf.post(post.id), body });
const below = async (who: EmployeeActor, post: Post) => {
  const reader = await again(who);
  const seen = await house.gate.get(reader, postPolicy, 'read', post.id);
  return (await house.comments.below(reader, seen, { first: 50 })).rows.map(({ body }) => body);
};
const show = async (who: EmployeeActor, post: Post) =>
  house.widenings.widenPost(await again(who), idOf.post(post.id));
const wider = async (who: EmployeeActor, post: Post) => {
  const reader = await again(who);
  return house.widenings.wider(reader, await house.gate.get(reader, postPolicy, 'read', post.id));
};

/** Bill and Mara talked in a closed community; it was opened, and Sam came. */
async function talked(kind = PostKind.update) {
  const community = await founded();
  await add(community, mara);
  const post = await house.posts.publish(await again(bill), {
    ...{ idempotencyKey: newId(), body: 'Among two.', audience: [to.community(community.id)], kind },
  });
  const answer = await remark(mara, post, 'Mara, among two.');
  const own = await remark(bill, post, 'Bill, among two.');
  await widened(community);
  await house.communities.join(await again(sam), node(community));
  return { community, post, answer, own };
}

describe('a post that was said to fewer people', () => {
  it('tells its author afterwards of those who came, and not of those who read it before', async () => {
    const { post } = await talked();
    const shown = await show(bill, post);
    const came = await house.posts.comeSince(await again(bill), shown);
    expect([came?.count, came?.people.map(({ name }) => name)]).toEqual([1, ['Sam Okafor']]);
  });

  it('is shown to those who came since by its author alone, and without what others said below it', async () => {
    const { community, post, answer } = await talked();
    expect(await house.feed(sam)).not.toContain(post.id);
    expect((await wider(bill, post))?.count).toBe(3);
    expect(await wider(mara, post)).toBeNull();
    expect(await codeOf(show(mara, post))).toBe('auth.forbidden');
    expect(await codeOf(show(sam, post))).toBe('not_found');
    expect(await codeOf(show(sam, { ...post, id: newId() } as Post))).toBe('not_found');

    const shown = await show(bill, post);
    expect(shown.audienceKeys).toHaveLength(1);
    expect((await house.audiences.describe(await again(bill), shown.audienceKeys)).count).toBe(3);
    expect(await house.feed(sam)).toContain(post.id);
    const reader = await again(sam);
    const through = await house.communities.keysOf(reader, node(community));
    const along = (await house.posts.feed(reader, { first: 50, through })).rows.map(({ id }) => id);
    expect(along).toEqual([post.id]);
    // The number stands; the words do not.
    expect(await below(sam, post)).toEqual([]);
    expect(await codeOf(house.gate.get(await again(sam), commentPolicy, 'read', answer.id))).toBe(
      'not_found',
    );
    expect(await below(mara, post)).toEqual(['Mara, among two.', 'Bill, among two.']);
    expect(await wider(bill, post)).toBeNull();
  });

  it('is shown once, however often it is said, and reaches nobody twice', async () => {
    const { post } = await talked();
    await Promise.all(
      [show(bill, post), show(bill, post), show(bill, post)].map((one) => one.catch(() => null)),
    );
    const { version, audienceKeys } = await show(bill, post);
    expect([version, audienceKeys.length]).toEqual([2, 1]);
    expect((await house.feed(mara)).filter((id) => id === post.id)).toHaveLength(1);
    const { rows } = await house.owner.query(
      'select count(*)::int as n from post_audience where post_id = $1',
      [post.id],
    );
    expect(rows[0].n).toBe(1);
  });

  it('keeps earlier wordings where they were', async () => {
    const { post } = await talked();
    const revise = { id: idOf.post(post.id), version: 1, body: 'Among two, better.' };
    await house.posts.revise(await again(bill), revise);
    await show(bill, post);
    expect((await house.posts.history(await again(mara), post.id)).map(({ body }) => body)).toEqual([
      'Among two.',
    ]);
    expect(await house.posts.history(await again(sam), post.id)).toEqual([]);
    expect((await house.posts.card(await again(sam), post.id)).body).toBe('Among two, better.');
  });

  it('reaches each comment when its own author shows it, and no comment that is new stays behind', async () => {
    const { post, answer, own } = await talked();
    const showComment = async (who: EmployeeActor, id: string) =>
      house.widenings.widenComment(await again(who), idOf.comment(id));
    const narrower = async (who: EmployeeActor, id: string) =>
      house.widenings.isNarrower(
        await again(who),
        await house.gate.get(await again(who), commentPolicy, 'read', id),
      );
    // Nothing to show while the post itself is not.
    expect(await narrower(mara, answer.id)).toBe(false);
    await show(bill, post);
    expect([await narrower(mara, answer.id), await narrower(bill, answer.id)]).toEqual([true, false]);
    const reader = await again(mara);
    const listed = await house.comments.below(reader, await house.posts.card(reader, post.id), { first: 50 });
    expect(await Promise.all(listed.rows.map((one) => house.widenings.isNarrower(reader, one)))).toEqual([
      true,
      false,
    ]);
    expect(await codeOf(showComment(bill, answer.id))).toBe('auth.forbidden');
    expect(await codeOf(showComment(sam, answer.id))).toBe('not_found');
    await remark(sam, post, 'Sam, to all.');
    expect(await below(sam, post)).toEqual(['Sam, to all.']);
    await showComment(mara, answer.id);
    await showComment(mara, answer.id);
    expect(await below(sam, post)).toEqual(['Mara, among two.', 'Sam, to all.']);
    expect(await below(mara, post)).toEqual(['Mara, among two.', 'Bill, among two.', 'Sam, to all.']);
    await showComment(bill, own.id);
    expect(await below(sam, post)).toHaveLength(3);
  });

  it('takes its question along: it waits among those of who came', async () => {
    const { post } = await talked(PostKind.question);
    const waiting = async () =>
      (await house.questions.open(await again(sam), { first: 50 })).rows.map(({ id }) => id);
    expect(await waiting()).not.toContain(post.id);
    await show(bill, post);
    expect(await waiting()).toContain(post.id);
    await house.questions.take(await again(sam), idOf.post(post.id));
    // What takes the key from somebody gives the question back, by the keys of today.
    const { rows } = await house.owner.query('select audience_keys from question where id = $1', [post.id]);
    expect(rows[0].audience_keys).not.toEqual(post.audienceKeys);
  });

  it('takes its idea along: who came judges it for themselves and takes it up', async () => {
    const { post } = await talked(PostKind.idea);
    const take = async () => house.ideas.takeUp(await again(sam), { postId: idOf.post(post.id) });
    const awaited = async () => {
      const reader = await again(sam);
      return house.judgements.awaited(reader, await house.posts.card(reader, post.id));
    };
    expect(await codeOf(take())).toBe('not_found');
    await show(bill, post);
    expect(await awaited()).toBe(true);
    expect(await below(sam, post)).toEqual([]);
    await take();
    const reader = await again(mara);
    expect(await house.ideas.of(reader, await house.posts.card(reader, post.id))).toMatchObject({
      takenById: sam.employeeId,
    });
  });

  it('is not shown by who was put out, nor in what is archived, nor once it is withdrawn', async () => {
    const left = await talked();
    await house.communities.changeRole(
      ...([
        await again(bill),
        node(left.community),
        idOf.employee(mara.employeeId),
        'owner' as never,
      ] as const),
    );
    await house.communities.leave(await again(bill), node(left.community));
    expect(await wider(bill, left.post)).toBeNull();
    expect((await show(bill, left.post)).audienceKeys).toEqual(left.post.audienceKeys);

    const over = await talked();
    await house.communities.archive(await again(bill), node(over.community));
    expect(await wider(bill, over.post)).toBeNull();
    expect((await show(bill, over.post)).audienceKeys).toEqual(over.post.audienceKeys);

    const gone = await talked();
    await house.posts.withdraw(await again(bill), idOf.post(gone.post.id));
    expect(await codeOf(show(bill, gone.post))).toBe('auth.forbidden');
  });

  it('names nobody who came to what was hidden since', async () => {
    const community = await founded(open);
    const post = await house.publish(bill, [to.community(community.id), to.person(mara.employeeId)]);
    await house.communities.changeAccess(await again(bill), {
      ...{ id: node(community), access: hidden, history: CommunityHistory.from_start },
    });
    await add(community, sam);
    expect(await wider(bill, post)).toBeNull();
    expect(await codeOf(show(bill, post))).toBe('audience.hidden_with_others');
    expect(await house.feed(sam)).not.toContain(post.id);
  });

  it('is not shown by somebody who is put out at the same moment', async () => {
    const { community, post } = await talked();
    await house.communities.changeRole(
      ...([await again(bill), node(community), idOf.employee(mara.employeeId), 'owner' as never] as const),
    );
    const [actor, owner] = [await again(bill), await again(mara)];
    const { newer } = house.audiences;
    house.audiences.newer = async function (this: typeof house.audiences, ...args) {
      const found = await newer.apply(this, args);
      await house.communities.removeMember(owner, node(community), idOf.employee(bill.employeeId));
      return found;
    };
    try {
      expect(await codeOf(house.widenings.widenPost(actor, idOf.post(post.id)))).toBe(
        'audience.unknown_part',
      );
    } finally {
      house.audiences.newer = newer;
    }
    expect(await house.feed(sam)).not.toContain(post.id);
  });
});
