import type { EmployeeActor } from '@courtyard/access';
import { EmployeeKind } from '@courtyard/people';
import { v7 as newId } from 'uuid';
import { codeOf, type FeedHouse, idOf, openFeedHouse, to } from '../../fixtures/house.js';
import { commentPolicy } from '../comment/comment.policy.js';
import { CommunityAccess, CommunityHistory } from '../community/community.entity.js';
import { type Post, PostKind } from '../post/post.entity.js';
import { postPolicy } from '../post/post.policy.js';

/** A document in all that can be said, to whomever it is said. */
let house: FeedHouse;
let org: string;
let admin: EmployeeActor;
let bill: EmployeeActor;
let mara: EmployeeActor;
let sam: EmployeeActor;
let gus: EmployeeActor;

beforeAll(async () => {
  house = await openFeedHouse();
  const founded = await house.found();
  org = founded.organisationId;
  admin = await house.signedIn(org, founded.administratorId);
  const person = async (name: string, kind = EmployeeKind.employee) =>
    house.signedIn(org, await house.hire(admin, { name, kind }));
  [bill, mara, sam] = [await person('Bill Kessler'), await person('Mara Lind'), await person('Sam Okafor')];
  gus = await person('Gus Guest', EmployeeKind.guest);
}, 90_000);
afterAll(() => house?.close());

const again = (actor: EmployeeActor) => house.again(actor);
const mention = ({ employeeId }: EmployeeActor) => ({
  type: 'mention',
  attrs: { id: idOf.employee(employeeId) },
});
const topic = (name: string) => ({ type: 'topic', attrs: { name } });
const words = (text: string) => ({ type: 'text', text });
const written = (...content: object[]) =>
  JSON.stringify({ type: 'doc', content: [{ type: 'paragraph', content }] });
const publish = async (
  by: EmployeeActor,
  document: string,
  more: { kind?: PostKind; audience?: ReturnType<typeof to.community>[]; pledge?: object } = {},
): Promise<Post> =>
  house.posts.publish(await again(by), {
    ...{ idempotencyKey: newId(), document, audience: [to.everybody] },
    ...(more as object),
  });
const revise = async (by: EmployeeActor, post: Post, said: { body?: string; document?: string }) =>
  house.posts.revise(await again(by), { id: idOf.post(post.id), version: post.version, ...said });
const seen = async (who: EmployeeActor, { id }: Post) =>
  house.gate.load(await again(who), postPolicy, 'read', id);
const told = async (postId: string) =>
  (
    await house.owner.query(
      `select payload from outbox where topic = 'person.mentioned' and payload->>'postId' = $1 order by position`,
      [postId],
    )
  ).rows.map(({ payload }) => payload.employeeIds);
const topicKeys = async (id: string, name: string) =>
  (
    await house.owner.query(
      'select audience_key::text as key from search_word where row_id = $1 and word = $2',
      [id, `:topic:${name}`],
    )
  ).rows.map(({ key }) => key);
const day = new Date(Date.now() + 9 * 86_400_000).toISOString().slice(0, 10);

describe('a document', () => {
  it.each([
    [PostKind.question, () => bill, {}],
    [PostKind.announcement, () => admin, {}],
    [PostKind.pledge, () => bill, { pledge: { dueOn: day } }],
  ])('is said as a %s as it is as an update', async (kind, by, more) => {
    const document = written(words('With '), mention(mara), topic('Bench'));
    const post = await publish(by(), document, { kind, ...more });
    expect(post).toMatchObject({
      kind,
      body: 'With @Mara Lind#Bench',
      mentionedIds: [mara.employeeId],
      topics: ['bench'],
    });
    expect(JSON.parse(String((await seen(sam, post))?.document))).toEqual(JSON.parse(document));
    expect(await told(post.id)).toEqual([[mara.employeeId]]);
  });

  it('of an unknown kind, too large or hidden from sight stores nothing of the promise either', async () => {
    const pledges = async () =>
      (await house.owner.query('select count(*)::int as n from pledge where organisation_id = $1', [org]))
        .rows[0].n;
    const before = await pledges();
    for (const [document, code] of [
      [written({ type: 'image' }), 'document.malformed'],
      [written(words('a\u202Eb')), 'document.malformed'],
      [written(words('x'.repeat(1_000_000))), 'document.too_large'],
    ] as const)
      expect(
        await codeOf(publish(bill, document, { kind: PostKind.pledge, pledge: { dueOn: day } as never })),
      ).toBe(code);
    expect(await pledges()).toBe(before);
  });
});

describe('a promise', () => {
  const toMara = { kind: PostKind.pledge, pledge: { dueOn: day } };
  const receiver = () => ({
    ...toMara,
    pledge: { ...toMara.pledge, toId: idOf.employee(mara.employeeId) },
  });

  it('is about whom it mentions and whom it was made to, however its words change', async () => {
    const post = await publish(bill, written(words('For '), mention(sam)), receiver());
    const both = [sam.employeeId, mara.employeeId];
    expect(post.mentionedIds).toEqual(both);
    // Whom it was made to is told that it was, and is not mentioned.
    expect(await told(post.id)).toEqual([[sam.employeeId]]);
    const named = await revise(bill, post, { document: written(mention(mara)) });
    expect(named.mentionedIds).toEqual([mara.employeeId]);
    expect(await told(post.id)).toEqual([[sam.employeeId], [mara.employeeId]]);
    const without = await revise(bill, named, { document: written(words('Done soon.')) });
    expect(without.mentionedIds).toEqual([mara.employeeId]);
    const plain = await revise(bill, without, { body: 'Done soon, in words.' });
    expect(plain).toMatchObject({ document: null, mentionedIds: [mara.employeeId] });
    const { rows } = await house.owner.query(
      "select employee_id from cell_person where entity = 'Post' and row_id = $1 and field_no = 5 and role = 'about'",
      [post.id],
    );
    // Whoever a text was once about is asked for it, too.
    expect(rows.map(({ employee_id }) => employee_id).toSorted()).toEqual(both.toSorted());
  });

  it('to somebody may not name them in its words once they left', async () => {
    const lea = await house.signedIn(org, await house.hire(admin, { name: 'Lea Left' }));
    const made = { ...toMara, pledge: { ...toMara.pledge, toId: idOf.employee(lea.employeeId) } };
    const post = await publish(bill, written(words('Soon.')), made);
    await house.keeping.deactivate(await again(admin), lea.employeeId);
    expect(await codeOf(revise(bill, post, { document: written(mention(lea)) }))).toBe(
      'document.unknown_mention',
    );
    const kept = await revise(bill, post, { document: written(words('Soon, I say.')) });
    expect(kept.mentionedIds).toEqual([lea.employeeId]);
  });
});

describe('what was said to a community', () => {
  const founded = async (access: CommunityAccess) =>
    house.communities.found(await again(bill), {
      ...{ idempotencyKey: newId(), name: `House ${newId().slice(-6)}`, purpose: 'To talk.', access },
      history: CommunityHistory.from_start,
    });

  it('is shown more widely with its document, its topics and whom it mentions, and not before', async () => {
    const community = await founded(CommunityAccess.closed);
    const audience = [to.community(community.id)];
    const document = written(words('With '), mention(sam), topic('Bench'));
    const post = await publish(bill, document, { audience });
    await house.communities.changeAccess(await again(bill), {
      ...{ id: idOf.community(community.id), access: CommunityAccess.open },
      history: CommunityHistory.from_start,
    });
    await house.communities.join(await again(sam), idOf.community(community.id));
    // Mentioned, and there, and yet it was not said to them.
    expect(await seen(sam, post)).toBeNull();
    expect(await house.feed(sam)).not.toContain(post.id);
    const earlier = await topicKeys(post.id, 'bench');
    expect(earlier).toEqual(post.audienceKeys);

    const shown = await house.widenings.widenPost(await again(bill), idOf.post(post.id));
    expect(shown).toMatchObject({ document: post.document, mentionedIds: [sam.employeeId] });
    expect((await seen(sam, post))?.document).toBe(post.document);
    expect(await topicKeys(post.id, 'bench')).toEqual(shown.audienceKeys);
    expect(shown.audienceKeys).not.toEqual(earlier);
  });

  it('mentions to a guest those with whom they share it, and nobody else', async () => {
    const community = await founded(CommunityAccess.closed);
    for (const one of [gus, mara])
      await house.communities.addMember(
        await again(bill),
        idOf.community(community.id),
        idOf.employee(one.employeeId),
      );
    const post = await publish(bill, written(words('For us')), { audience: [to.community(community.id)] });
    const add = async (whom: EmployeeActor) =>
      house.comments.add(await again(gus), {
        ...{ idempotencyKey: newId(), postId: idOf.post(post.id), document: written(mention(whom)) },
      });
    const comment = await add(mara);
    expect(comment).toMatchObject({ body: '@Mara Lind', mentionedIds: [mara.employeeId] });
    expect(await codeOf(add(sam))).toBe('document.unknown_mention');
    expect(await codeOf(add({ employeeId: newId() } as EmployeeActor))).toBe('document.unknown_mention');

    await house.communities.removeMember(
      await again(bill),
      idOf.community(community.id),
      idOf.employee(mara.employeeId),
    );
    expect(await codeOf(add(mara))).toBe('document.unknown_mention');
    // Who was mentioned may stay mentioned.
    const revised = await house.comments.revise(await again(gus), {
      ...{ id: idOf.comment(comment.id), version: 1, document: written(words('Ask '), mention(mara)) },
    });
    expect(revised.body).toBe('Ask @Mara Lind');
    expect(await house.gate.load(await again(mara), commentPolicy, 'read', comment.id)).toBeNull();
  });
});

describe('what was said to a circle', () => {
  it('tells nobody whom it mentions, and not whom it names outside of it', async () => {
    const circle = await house.circles.draw(await again(bill), {
      ...{ idempotencyKey: newId(), name: 'Near', employeeIds: [idOf.employee(mara.employeeId)] },
    });
    const post = await publish(bill, written(words('Not for '), mention(sam), topic('Near')), {
      audience: [to.circle(circle.id)],
    });
    expect((await seen(mara, post))?.mentionedIds).toEqual([sam.employeeId]);
    expect(await seen(sam, post)).toBeNull();
    expect(await house.feed(sam)).not.toContain(post.id);
    // A mention in it gives no key, and is no way into it.
    const { rows } = await house.owner.query(
      'select count(*)::int as n from audience_holder where employee_id = $1 and audience_key = any($2)',
      [sam.employeeId, post.audienceKeys],
    );
    expect(rows[0].n).toBe(0);
  });
});
