import type { EmployeeActor } from '@courtyard/access';
import type { Page } from '@courtyard/records';
import { v7 as newId } from 'uuid';
import { codeOf, type FeedHouse, idOf, openFeedHouse, to } from '../../fixtures/house.js';
import type { Comment } from '../comment/comment.entity.js';
import { CommunityAccess } from '../community/community.entity.js';
import { type Post, PostKind } from '../post/post.entity.js';
import { ReactionKind } from '../reaction/reaction.entity.js';
import { MOST_BEFORE_JUDGING } from './awaiting.js';

jest.setTimeout(120_000);

let house: FeedHouse;
let asker: EmployeeActor;
let mara: EmployeeActor;
let tomasz: EmployeeActor;
let person: (name: string) => Promise<EmployeeActor>;

beforeAll(async () => {
  house = await openFeedHouse();
  const founded = await house.found();
  const admin = await house.signedIn(founded.organisationId, founded.administratorId);
  person = async (name) => house.signedIn(founded.organisationId, await house.hire(admin, { name }));
  [asker, mara, tomasz] = [await person('Ingrid'), await person('Mara'), await person('Tomasz')];
}, 90_000);
afterAll(() => house?.close());

const again = (actor: EmployeeActor) => house.again(actor);
const ask = async () =>
  house.posts.publish(await again(asker), {
    idempotencyKey: newId(),
    body: 'Which day?',
    audience: [to.everybody],
    kind: PostKind.poll,
    poll: { options: ['Monday', 'Tuesday'] },
  });
const say = async (post: Post, count: number, from = 0) => {
  const ids: string[] = [];
  for (let at = from; at < from + count; at++) {
    const input = { idempotencyKey: newId(), postId: idOf.post(post.id), body: `No. ${at}` };
    ids.push((await house.comments.add(await again(tomasz), input)).id);
  }
  return ids;
};
const judge = async (actor: EmployeeActor, post: Post, ...choices: number[]) =>
  house.judgements.give(await again(actor), idOf.post(post.id), choices);
const page = async (
  actor: EmployeeActor,
  post: Post,
  first: number,
  after: string | null = null,
): Promise<Page<Comment>> => house.comments.below(await again(actor), post, { first, after });
async function read(actor: EmployeeActor, post: Post, first = 50): Promise<string[]> {
  const ids: string[] = [];
  for (let after: string | null = null; ; ) {
    const next: Page<Comment> = await page(actor, post, first, after);
    ids.push(...next.rows.map(({ id }) => id));
    if (!next.hasNextPage) return ids;
    after = next.endCursor;
  }
}
const counts = async (actor: EmployeeActor, post: Post) => {
  const reader = await again(actor);
  const now = await house.posts.card(reader, post.id);
  return Promise.all(
    [now.usefulCount, now.valuableCount, now.commentCount].map((count) =>
      house.judgements.shown(reader, now, count),
    ),
  );
};

test('no number of a poll is told before one’s own judgement, whoever it is, and each after it', async () => {
  const post = await ask();
  await say(post, 3);
  await house.reactions.react(await again(tomasz), idOf.post(post.id), ReactionKind.useful);
  await house.gate.fold(asker.organisationId);
  for (const who of [asker, mara, tomasz]) expect(await counts(who, post)).toEqual([null, null, null]);
  await judge(mara, post, 1);
  await judge(asker, post);
  for (const who of [asker, mara]) expect(await counts(who, post)).toEqual([1, 0, 3]);
  // A reaction to a poll is no judgement of it, and the answer to it tells no number either.
  const reader = await again(tomasz);
  const reacted = await house.reactions.react(reader, idOf.post(post.id), ReactionKind.valuable);
  expect(await house.judgements.shown(reader, reacted, reacted.usefulCount)).toBeNull();
  await house.polls.close(await again(asker), idOf.post(post.id));
  expect((await counts(tomasz, post))[2]).toBe(3);
});

test('of an update every number is told, without asking anything', async () => {
  const post = await house.publish(asker, [to.everybody]);
  const { trips } = house.database.counters;
  expect(house.judgements.shown(mara, post, 7)).toBe(7);
  expect(house.database.counters.trips).toBe(trips);
});

describe('comments before one’s own judgement', () => {
  it('come in an order of each reader’s own, which stays, and by time afterwards', async () => {
    const post = await ask();
    const ids = await say(post, 8);
    const orders = await Promise.all([asker, mara, tomasz].map((who) => read(who, post)));
    for (const [at, order] of orders.entries()) {
      expect([...order].sort()).toEqual([...ids].sort());
      for (const first of [1, 3, 8, 50])
        expect(await read([asker, mara, tomasz][at] as EmployeeActor, post, first)).toEqual(order);
    }
    // Three readers have the same order once in 1.6 thousand million times.
    expect(new Set(orders.map(String)).size).toBeGreaterThan(1);
    expect(orders.map(String)).not.toEqual([String(ids), String(ids), String(ids)]);
    // Somebody's own order is another one below another post.
    const other = await ask();
    const there = await say(other, 8);
    const places = (await read(mara, other)).map((id) => there.indexOf(id));
    expect(places).not.toEqual((await read(mara, post)).map((id) => ids.indexOf(id)));
    await judge(mara, post, 0);
    expect(await read(mara, post, 3)).toEqual(ids);
    expect(await read(tomasz, post)).toEqual(orders[2]);
  });

  it('tell of a crowd no more than of ten: not by pages, not by cursors, not by any that one makes', async () => {
    const [few, many] = [await ask(), await ask()];
    await say(few, MOST_BEFORE_JUDGING);
    const all = await say(many, MOST_BEFORE_JUDGING + 7);
    const shapeOf = async (post: Post) =>
      Promise.all(
        [1, 4, 10, 50].map(async (first) => {
          const { rows, hasNextPage, endCursor } = await page(mara, post, first);
          return [rows.length, hasNextPage, endCursor?.length];
        }),
      );
    expect(await shapeOf(many)).toEqual(await shapeOf(few));
    const shown = await read(mara, many, 4);
    expect(shown).toHaveLength(MOST_BEFORE_JUDGING);
    // A cursor holds an id that its reader has, and nothing of the place, which would tell how close the others lie.
    const { endCursor } = await page(mara, many, 4);
    expect(JSON.parse(Buffer.from(String(endCursor), 'base64url').toString())).toEqual(['', shown[3]]);
    for (const id of [...all, newId(), '00000000-0000-7000-8000-000000000000']) {
      const made = Buffer.from(JSON.stringify(['', id])).toString('base64url');
      for (const row of (await page(mara, many, 50, made)).rows) expect(shown).toContain(row.id);
    }
    for (const made of [
      ['', 'x'],
      ['2026-11-22T09:40:00Z', all[0]],
      ['a'.repeat(64), all[0]],
    ])
      expect(await codeOf(page(mara, many, 5, Buffer.from(JSON.stringify(made)).toString('base64url')))).toBe(
        'input.invalid',
      );
    // Afterwards the cursor of one's own order is none.
    await judge(mara, many);
    expect(await codeOf(page(mara, many, 5, endCursor))).toBe('input.invalid');
    expect(await read(mara, many)).toEqual(all);
  });

  it('are not counted by the invitations to a community that is begun from them', async () => {
    const post = await ask();
    for (let at = 0; at < MOST_BEFORE_JUDGING + 3; at++) {
      const input = { idempotencyKey: newId(), postId: idOf.post(post.id), body: `I am no. ${at}` };
      await house.comments.add(await person(`Speaker ${at}`), input);
    }
    const invited = async (by: EmployeeActor) => {
      const { id } = await house.communities.found(await again(by), {
        ...{ idempotencyKey: newId(), name: `Days ${newId()}`, purpose: 'x', access: CommunityAccess.closed },
        fromPostId: idOf.post(post.id),
        inviteSpeakers: true,
      });
      const { rows } = await house.owner.query(
        'select count(*)::int as n from community_invitation where community_id = $1',
        [id],
      );
      return rows[0].n;
    };
    // With whoever asked.
    expect(await invited(mara)).toBe(MOST_BEFORE_JUDGING + 1);
    await judge(mara, post);
    expect(await invited(mara)).toBe(MOST_BEFORE_JUDGING + 4);
  });

  it('are found with their post and not by themselves, where a search would count them', async () => {
    const { rows } = await house.owner.query(
      `select count(*)::int as lines from search_word w join comment c on c.organisation_id = w.organisation_id and c.id = w.row_id
       join post p on p.organisation_id = c.organisation_id and p.id = c.post_id where p.kind = 'poll'`,
    );
    expect(rows[0].lines).toBe(0);
    const post = await ask();
    const found = await house.owner.query(
      "select 1 from search_word where row_id = $1 and word = 'tuesday'",
      [post.id],
    );
    expect(found.rows).not.toEqual([]);
  });

  it('that are withdrawn are gone, and leave the others in their order', async () => {
    const post = await ask();
    await say(post, 5);
    const before = await read(mara, post);
    const [gone, ...left] = before as [string, ...string[]];
    await house.comments.withdraw(await again(tomasz), idOf.comment(gone));
    expect(await read(mara, post)).toEqual(left);
    const added = await say(post, 1, 5);
    expect((await read(mara, post)).filter((id) => !added.includes(id))).toEqual(left);
  });
});
