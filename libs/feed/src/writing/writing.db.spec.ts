import type { EmployeeActor } from '@courtyard/access';
import { EmployeeKind } from '@courtyard/people';
import { LIMITS } from '@courtyard/writing';
import { v7 as newId } from 'uuid';
import { codeOf, type FeedHouse, idOf, openFeedHouse, to } from '../../fixtures/house.js';
import { commentPolicy } from '../comment/comment.policy.js';
import type { Post } from '../post/post.entity.js';
import { postPolicy } from '../post/post.policy.js';

let house: FeedHouse;
let org: string;
let admin: EmployeeActor;
let bill: EmployeeActor;
let mara: EmployeeActor;
let gus: EmployeeActor;
let design: string;

beforeAll(async () => {
  house = await openFeedHouse();
  const founded = await house.found();
  org = founded.organisationId;
  admin = await house.signedIn(org, founded.administratorId);
  design = await house.department(admin, 'Design');
  const person = async (name: string, kind = EmployeeKind.employee) =>
    house.signedIn(org, await house.hire(admin, { name, kind, departmentId: design }));
  bill = await person('Bill Kessler');
  mara = await person('Mara Lind');
  gus = await person('Gus Guest', EmployeeKind.guest);
}, 90_000);
afterAll(() => house?.close());

const again = (actor: EmployeeActor) => house.again(actor);
const mention = (id: string) => ({ type: 'mention', attrs: { id: idOf.employee(id) } });
const topic = (name: string) => ({ type: 'topic', attrs: { name } });
const words = (text: string, ...marks: object[]) => ({
  type: 'text',
  text,
  ...(marks.length > 0 ? { marks } : {}),
});
const written = (...content: object[]) =>
  JSON.stringify({ type: 'doc', content: [{ type: 'paragraph', content }] });
const publish = async (actor: EmployeeActor, document: string, audience = [to.everybody], key = newId()) =>
  house.posts.publish(await again(actor), { idempotencyKey: key, document, audience });
const revise = async (actor: EmployeeActor, post: Post, said: { body?: string; document?: string }) =>
  house.posts.revise(await again(actor), { id: idOf.post(post.id), version: post.version, ...said });
const row = async (id: string, table = 'post') =>
  (await house.owner.query(`select body, document, mentioned_ids, topics from ${table} where id = $1`, [id]))
    .rows[0];
/** What the outbox tells of mentions in a post. */
const told = async (postId: string) =>
  (
    await house.owner.query(
      `select payload from outbox where topic = 'person.mentioned' and payload->>'postId' = $1 order by position`,
      [postId],
    )
  ).rows.map(({ payload }) => payload);

describe('a document', () => {
  it('is stored beside its plain text, whom it mentions and its topics', async () => {
    const document = written(
      words('Thanks ', { type: 'bold' }),
      mention(mara.employeeId),
      words(', '),
      topic('Pumps'),
      topic('PUMPS'),
    );
    const post = await publish(bill, document);
    expect(post).toMatchObject({
      body: 'Thanks @Mara Lind, #Pumps#PUMPS',
      mentionedIds: [mara.employeeId],
      topics: ['pumps'],
    });
    expect(JSON.parse(String(post.document))).toEqual(JSON.parse(document));
  });

  it('of a comment is stored likewise', async () => {
    const post = await house.publish(bill, [to.everybody]);
    const document = written(words('See '), mention(bill.employeeId), topic('bench'));
    const comment = await house.comments.add(await again(mara), {
      idempotencyKey: newId(),
      postId: idOf.post(post.id),
      document,
    });
    expect(comment).toMatchObject({
      body: 'See @Bill Kessler#bench',
      mentionedIds: [bill.employeeId],
      topics: ['bench'],
    });
    const revised = await house.comments.revise(await again(mara), {
      id: idOf.comment(comment.id),
      version: 1,
      document: written(words('See nobody')),
    });
    expect(revised).toMatchObject({ body: 'See nobody', mentionedIds: [], topics: [], version: 2 });
    const [earlier] = await house.posts.history(await again(bill), comment.id);
    expect(earlier).toMatchObject({ body: 'See @Bill Kessler#bench', document });
  });

  it('is one with the text: both or neither are refused', async () => {
    const both = {
      idempotencyKey: newId(),
      body: 'x',
      document: written(words('x')),
      audience: [to.everybody],
    };
    expect(await codeOf(house.posts.publish(await again(bill), both))).toBe('input.invalid');
    const neither = { idempotencyKey: newId(), audience: [to.everybody] };
    expect(await codeOf(house.posts.publish(await again(bill), neither))).toBe('input.invalid');
  });

  it.each([
    ['turns around', 'paid \u202E001 RUE'],
    ['isolates', '\u2067abc'],
    ['nobody sees', '\u200B\u200D'],
  ])('beside it, plain text that %s is refused, too', async (_, body) => {
    const post = { idempotencyKey: newId(), body, audience: [to.everybody] };
    expect(await codeOf(house.posts.publish(await again(bill), post))).toBe('input.invalid');
    const shared = await house.publish(bill, [to.everybody]);
    const comment = { idempotencyKey: newId(), postId: idOf.post(shared.id), body };
    expect(await codeOf(house.comments.add(await again(mara), comment))).toBe('input.invalid');
    expect(await codeOf(revise(bill, shared, { body }))).toBe('input.invalid');
    const { rows } = await house.owner.query('select from post where body = $1', [body]);
    expect(rows).toHaveLength(0);
  });

  it.each<[string, () => string, string]>([
    [
      'what no document holds',
      () => JSON.stringify({ type: 'doc', content: [{ type: 'image' }] }),
      'document.malformed',
    ],
    [
      'a link that runs',
      () => written(words('x', { type: 'link', attrs: { href: 'javascript:alert(1)' } })),
      'document.malformed',
    ],
    ['a megabyte', () => written(words('x'.repeat(1_000_000))), 'document.too_large'],
    [
      'ten thousand mentions',
      () => written(...Array.from({ length: 10_000 }, () => mention(newId()))),
      'document.too_large',
    ],
    ['too many words', () => written(words('x'.repeat(LIMITS.words + 1))), 'document.too_large'],
    ['nothing', () => written(), 'document.empty'],
    ['spaces', () => written(words('   ')), 'document.empty'],
    ['what nobody sees', () => written(words('\u200B\u2060\u3164')), 'document.empty'],
    ['words that turn around', () => written(words('paid \u202E001 RUE')), 'document.malformed'],
    [
      'a link that turns around',
      () => written(words('x', { type: 'link', attrs: { href: 'https://a\u202Eb.example' } })),
      'document.malformed',
    ],
    ['a topic of nothing', () => written(topic('\u200B')), 'document.malformed'],
    ['somebody who is nobody', () => written(mention(newId())), 'document.unknown_mention'],
    [
      'a post for somebody',
      () => written({ type: 'mention', attrs: { id: idOf.post(newId()) } }),
      'document.unknown_mention',
    ],
  ])('of %s is refused, and nothing is stored', async (_, document, code) => {
    const count = async () =>
      (await house.owner.query('select count(*)::int as n from post where organisation_id = $1', [org]))
        .rows[0].n;
    const before = await count();
    const { trips } = house.database.counters;
    const actor = await again(bill);
    const looked = house.database.counters.trips - trips;
    expect(
      await codeOf(
        house.posts.publish(actor, {
          idempotencyKey: newId(),
          document: document(),
          audience: [to.everybody],
        }),
      ),
    ).toBe(code);
    // What is malformed or too large by itself asks the database nothing.
    if (code === 'document.malformed') expect(house.database.counters.trips - trips - looked).toBe(0);
    expect(await count()).toBe(before);
  });

  it('is posted once, however often it is sent, also where somebody is called otherwise meanwhile', async () => {
    const olga = await house.signedIn(
      org,
      await house.hire(admin, { name: 'Olga Old', departmentId: design }),
    );
    const document = written(words('For '), mention(olga.employeeId));
    const key = newId();
    const first = await publish(bill, document, [to.everybody], key);
    await house.owner.query('update employee set name = $1 where id = $2', ['Olga New', olga.employeeId]);
    expect((await publish(bill, document, [to.everybody], key)).id).toBe(first.id);
    expect(await codeOf(publish(bill, written(words('other')), [to.everybody], key))).toBe(
      'conflict.idempotency_key_reused',
    );
  });
});

describe('an edit', () => {
  it('keeps the document that it replaces, and is none where nothing but a name changed', async () => {
    const olga = await house.hire(admin, { name: 'Olga Berg', departmentId: design });
    const first = written(words('With '), mention(olga));
    const post = await publish(bill, first);
    await house.owner.query('update employee set name = $1 where id = $2', ['Olga Thal', olga]);
    expect(await codeOf(revise(bill, post, { document: first }))).toBe('post.unchanged');
    const second = written(words('With ', { type: 'italic' }), mention(olga));
    const revised = await revise(bill, post, { document: second });
    expect(revised).toMatchObject({ body: 'With @Olga Thal', version: 2 });
    const [earlier] = await house.posts.history(await again(mara), post.id);
    expect(earlier).toMatchObject({ version: 1, body: 'With @Olga Berg' });
    expect(JSON.parse(String(earlier?.document))).toEqual(JSON.parse(first));
  });

  it('may keep somebody who is not in the directory any more, and may not name them anew', async () => {
    const lea = await house.hire(admin, { name: 'Lea Left', departmentId: design });
    const post = await publish(bill, written(words('By '), mention(lea)));
    await house.keeping.deactivate(await again(admin), lea);
    const kept = await revise(bill, post, { document: written(words('Made by '), mention(lea)) });
    expect(kept).toMatchObject({ body: 'Made by @Lea Left', mentionedIds: [lea] });
    expect(await codeOf(publish(bill, written(mention(lea))))).toBe('document.unknown_mention');
    const without = await revise(bill, kept, { document: written(words('Made by somebody')) });
    expect(await codeOf(revise(bill, without, { document: written(mention(lea)) }))).toBe(
      'document.unknown_mention',
    );
  });

  it('in plain text takes the document, its mentions and its topics away', async () => {
    const post = await publish(bill, written(mention(mara.employeeId), topic('bench')));
    const plain = await revise(bill, post, { body: '@Mara Lind #bench, in words' });
    expect(plain).toMatchObject({
      document: null,
      mentionedIds: [],
      topics: [],
      body: '@Mara Lind #bench, in words',
    });
  });

  it('of the text alone, by whatever writes it, leaves no document that says something else', async () => {
    const post = await publish(bill, written(words('One '), topic('bench')));
    await house.owner.query("update post set body = 'Two' where id = $1", [post.id]);
    expect(await row(post.id)).toMatchObject({ body: 'Two', document: null, topics: [] });
    const { rows } = await house.owner.query(
      "select from search_word where row_id = $1 and word = ':topic:bench'",
      [post.id],
    );
    expect(rows).toHaveLength(0);
  });
});

describe('a mention', () => {
  it('is told to whoever tells people of it, once, by ids alone', async () => {
    const post = await publish(bill, written(mention(mara.employeeId), mention(bill.employeeId)));
    expect(await told(post.id)).toEqual([
      { postId: post.id, authorId: bill.employeeId, keys: post.audienceKeys, employeeIds: [mara.employeeId] },
    ]);
    const revised = await revise(bill, post, {
      document: written(mention(mara.employeeId), words(' again')),
    });
    expect(await told(post.id)).toHaveLength(1);
    await revise(bill, revised, { document: written(mention(mara.employeeId), mention(admin.employeeId)) });
    expect((await told(post.id)).map(({ employeeIds }) => employeeIds)).toEqual([
      [mara.employeeId],
      [admin.employeeId],
    ]);
  });

  it('lets nobody read what they could not read', async () => {
    const post = await publish(bill, written(words('Not for '), mention(mara.employeeId)), [
      to.person(admin.employeeId),
    ]);
    expect(await codeOf(house.gate.get(await again(mara), postPolicy, 'read', post.id))).toBe('not_found');
    expect(await house.feed(mara)).not.toContain(post.id);
    expect(await house.gate.load(await again(mara), postPolicy, 'read', post.id)).toBeNull();
  });

  it('is of people whom the author finds in the directory: a guest has none', async () => {
    const shared = await publish(bill, written(words('For the guest')), [
      to.everybody,
      to.person(gus.employeeId),
    ]);
    const add = async (actor: EmployeeActor, id: string) =>
      house.comments.add(await again(actor), {
        idempotencyKey: newId(),
        postId: idOf.post(shared.id),
        document: written(mention(id)),
      });
    expect(await codeOf(add(gus, mara.employeeId))).toBe('document.unknown_mention');
    expect(await codeOf(add(gus, newId()))).toBe('document.unknown_mention');
    expect((await add(bill, gus.employeeId)).body).toBe('@Gus Guest');
  });

  it('of another organisation is of nobody', async () => {
    const other = await house.found('Elsewhere');
    expect(await codeOf(publish(bill, written(mention(other.administratorId))))).toBe(
      'document.unknown_mention',
    );
  });

  it('needs the yes of whom it names before the text leaves, and asks its author no more about them', async () => {
    const post = await publish(bill, written(words('Thanks '), mention(mara.employeeId)));
    const { rows: persons } = await house.owner.query(
      "select employee_id, role from cell_person where entity = 'Post' and row_id = $1 and field_no = 5 order by role",
      [post.id],
    );
    expect(persons).toEqual([
      { employee_id: mara.employeeId, role: 'about' },
      { employee_id: bill.employeeId, role: 'owner' },
    ]);
    const unmarked = async (id: string) =>
      (await house.owner.query('select reason from cell_unmarked where row_id = $1', [id])).rows;
    expect(await unmarked(post.id)).toEqual([]);
    const guest = await publish(bill, written(words('Thanks '), mention(gus.employeeId)));
    expect(await unmarked(guest.id)).toEqual([{ reason: 'outside' }]);
  });
});

describe('a topic', () => {
  it('is found as it is folded, under the keys of what was said, until it goes', async () => {
    const post = await publish(bill, written(topic('Straße'), topic('客戶')), [to.department(design)]);
    const lines = async () =>
      (
        await house.owner.query(
          "select audience_key::text, word from search_word where row_id = $1 and word like ':topic:%' order by word",
          [post.id],
        )
      ).rows;
    const key = post.audienceKeys[0];
    expect(await lines()).toEqual([
      { audience_key: key, word: ':topic:strasse' },
      { audience_key: key, word: ':topic:客戶' },
    ]);
    const revised = await revise(bill, post, { document: written(topic('STRASSE')) });
    expect((await lines()).map(({ word }) => word)).toEqual([':topic:strasse']);
    await house.posts.withdraw(await again(bill), idOf.post(revised.id));
    expect(await lines()).toEqual([]);
  });
});

describe('the document', () => {
  it('is read by whoever reads the post or the comment, and by nobody else', async () => {
    const post = await publish(bill, written(words('For design')), [to.department(design)]);
    const seen = (actor: EmployeeActor) => house.gate.load(actor, postPolicy, 'read', post.id);
    expect((await seen(await again(mara)))?.document).toContain('For design');
    expect(await seen(await again(gus))).toBeNull();
    const comment = await house.comments.add(await again(mara), {
      idempotencyKey: newId(),
      postId: idOf.post(post.id),
      document: written(words('Seen')),
    });
    expect(await house.gate.load(await again(gus), commentPolicy, 'read', comment.id)).toBeNull();
    await house.posts.withdraw(await again(bill), idOf.post(post.id));
    expect(await seen(await again(mara))).toBeNull();
  });
});
