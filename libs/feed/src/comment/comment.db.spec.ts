import type { EmployeeActor } from '@courtyard/access';
import { v7 as newId } from 'uuid';
import { codeOf, type FeedHouse, idOf, openFeedHouse, to } from '../../fixtures/house.js';
import type { Post } from '../post/post.entity.js';
import type { Comment } from './comment.entity.js';
import { commentPolicy } from './comment.policy.js';

let house: FeedHouse;
let author: EmployeeActor;
let bill: EmployeeActor;
let mara: EmployeeActor;

beforeAll(async () => {
  house = await openFeedHouse();
  const founded = await house.found();
  author = await house.signedIn(founded.organisationId, founded.administratorId);
  const person = async (name: string) =>
    house.signedIn(founded.organisationId, await house.hire(author, { name }));
  bill = await person('Bill Kessler');
  mara = await person('Mara Lind');
}, 90_000);
afterAll(() => house?.close());

const again = (actor: EmployeeActor) => house.again(actor);
const add = async (actor: EmployeeActor, post: Post, body = 'Agreed.', idempotencyKey = newId()) =>
  house.comments.add(await again(actor), { idempotencyKey, postId: idOf.post(post.id), body });
const revise = async (actor: EmployeeActor, comment: Comment, body: string, version = comment.version) =>
  house.comments.revise(await again(actor), { id: idOf.comment(comment.id), version, body });
const withdraw = async (actor: EmployeeActor, comment: Comment) =>
  house.comments.withdraw(await again(actor), idOf.comment(comment.id));
const below = async (actor: EmployeeActor, post: Post) =>
  (await house.comments.below(await again(actor), post, { first: 100 })).rows.map(({ body }) => body);

describe('a comment', () => {
  it('is seen by whom the post is for, and by its author, the oldest first', async () => {
    const post = await house.publish(author, [to.person(bill.employeeId)]);
    await add(bill, post, 'first');
    await add(author, post, 'second');
    for (const who of [bill, author]) expect(await below(who, post)).toEqual(['first', 'second']);
    expect(await below(mara, post)).toEqual([]);
    expect(await codeOf(add(mara, post))).toBe('not_found');
    const { rows } = await house.comments.below(await again(bill), post, { first: 1 });
    const next = await house.comments.below(await again(bill), post, {
      first: 1,
      after: (await house.comments.below(await again(bill), post, { first: 1 })).endCursor,
    });
    expect([rows, next.rows].flat().map(({ body }) => body)).toEqual(['first', 'second']);
    expect(house.trail.recorded.findLast(({ kind }) => kind === 'written')?.touched).toMatchObject([
      { resource: 'Comment', action: 'add', personId: author.employeeId },
    ]);
  });

  it('is added once, however often it is sent', async () => {
    const post = await house.publish(author, [to.everybody]);
    const key = newId();
    const sent = await Promise.all([1, 2, 3].map(() => add(bill, post, 'once', key)));
    expect(new Set(sent.map(({ id }) => id)).size).toBe(1);
    expect(await codeOf(add(bill, post, 'other words', key))).toBe('conflict.idempotency_key_reused');
  });

  it('is added in 5 trips to the database: its words are looked through with the claim', async () => {
    const post = await house.publish(author, [to.everybody]);
    const actor = await again(bill);
    const { trips } = house.database.counters;
    await house.comments.add(actor, { idempotencyKey: newId(), postId: idOf.post(post.id), body: 'Agreed.' });
    expect(house.database.counters.trips - trips).toBeLessThanOrEqual(5);
  });

  it('keeps its wordings, tells the second of two edits, and ends somewhere', async () => {
    const post = await house.publish(author, [to.everybody]);
    const comment = await add(bill, post, 'one');
    const codes = await Promise.all(['a', 'b'].map((body) => codeOf(revise(bill, comment, body))));
    expect(codes.toSorted()).toEqual(['answered', 'conflict.stale_version']);
    const now = await house.gate.get(await again(bill), commentPolicy, 'read', comment.id);
    expect(await codeOf(revise(bill, now, now.body))).toBe('comment.unchanged');
    expect(await codeOf(revise(bill, comment, 'late'))).toBe('conflict.stale_version');
    expect((await house.posts.history(await again(mara), comment.id)).map(({ body }) => body)).toEqual([
      'one',
    ]);
    await house.owner.query('update comment set version = 51 where id = $1', [comment.id]);
    expect(await codeOf(revise(bill, now, 'once more', 51))).toBe('edit.too_many');
  });

  it('is its author’s to change and withdraw, and nobody else’s', async () => {
    const post = await house.publish(author, [to.everybody]);
    const comment = await add(bill, post, 'mine');
    for (const other of [mara, author]) {
      expect(await codeOf(revise(other, comment, 'mine now'))).toBe('auth.forbidden');
      expect(await codeOf(withdraw(other, comment))).toBe('auth.forbidden');
    }
    expect(await withdraw(bill, comment)).toMatchObject({ status: 'withdrawn' });
    expect(await codeOf(withdraw(bill, comment))).toBe('comment.already_withdrawn');
    expect(await codeOf(withdraw(mara, comment))).toBe('not_found');
    expect(await below(author, post)).toEqual([]);
    expect(await house.posts.history(await again(mara), comment.id)).toEqual([]);
  });

  it('of who lost sight of the post is theirs to read, and to nobody’s surprise not below it', async () => {
    const post = await house.publish(author, [to.person(bill.employeeId)]);
    const comment = await add(bill, post, 'before');
    await house.posts.withdraw(await again(author), idOf.post(post.id));
    expect(await house.gate.load(await again(bill), commentPolicy, 'read', comment.id)).toMatchObject({
      status: 'hidden',
    });
    expect(await below(bill, post)).toEqual([]);
    expect(await codeOf(revise(bill, comment, 'after'))).toBe('auth.forbidden');
  });
});
