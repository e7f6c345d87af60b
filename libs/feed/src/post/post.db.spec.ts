import type { EmployeeActor } from '@courtyard/access';
import { EmployeeKind } from '@courtyard/people';
import { Client } from 'pg';
import { v7 as newId } from 'uuid';
import { codeOf, type FeedHouse, idOf, openFeedHouse, to } from '../../fixtures/house.js';
import { commentPolicy } from '../comment/comment.policy.js';
import { revisionPolicy } from '../revision/revision.policy.js';
import type { Post } from './post.entity.js';
import { postPolicy } from './post.policy.js';
import { withdrawPost } from './withdrawing.js';

let house: FeedHouse;
let org: string;
let admin: EmployeeActor;
let bill: EmployeeActor;
let mara: EmployeeActor;
let sales: string;
let sam: EmployeeActor;

beforeAll(async () => {
  house = await openFeedHouse();
  const founded = await house.found();
  org = founded.organisationId;
  admin = await house.signedIn(org, founded.administratorId);
  const design = await house.department(admin, 'Design');
  sales = await house.department(admin, 'Sales');
  const person = async (name: string, departmentId: string | null) =>
    house.signedIn(org, await house.hire(admin, { name, departmentId }));
  bill = await person('Bill Kessler', design);
  mara = await person('Mara Lind', design);
  sam = await person('Sam Okafor', sales);
}, 90_000);
afterAll(() => house?.close());

const again = (actor: EmployeeActor) => house.again(actor);
const revise = async (actor: EmployeeActor, post: Post, body: string, version = post.version) =>
  house.posts.revise(await again(actor), { id: idOf.post(post.id), version, body });
const withdraw = async (actor: EmployeeActor, post: Post) =>
  house.posts.withdraw(await again(actor), idOf.post(post.id));
const read = async (actor: EmployeeActor, post: Post) =>
  house.gate.get(await again(actor), postPolicy, 'read', post.id);
const historyOf = async (actor: EmployeeActor, id: string) =>
  (await house.posts.history(await again(actor), id)).map(({ version, body }) => [version, body]);

describe('a post', () => {
  it('reaches exactly its audience, and is recorded under its author', async () => {
    const post = await house.publish(bill, [to.department(sales)], 'Offer sent.');
    expect(await house.feed(sam)).toContain(post.id);
    expect(await house.feed(mara)).not.toContain(post.id);
    expect(await codeOf(read(mara, post))).toBe('not_found');
    // Its author wrote to others: it is theirs to read, and not in their feed.
    expect(await read(bill, post)).toMatchObject({ body: 'Offer sent.', version: 1, status: 'published' });
    expect(await house.feed(bill)).not.toContain(post.id);
    expect(house.trail.recorded.findLast(({ kind }) => kind === 'written')).toMatchObject({
      kind: 'written',
      operation: 'publishPost',
      touched: [{ resource: 'Post', id: post.id, action: 'publish', personId: bill.employeeId }],
    });
  });

  it.each([
    ['4', 'Offer sent.', 4],
    ['5, where it may name somebody,', 'Thanks, Mara Lind.', 5],
  ])(
    'is published in %s trips to the database: what waits for no answer travels together',
    async (_, body, most) => {
      const actor = await again(bill);
      const { trips, transactions } = house.database.counters;
      await house.posts.publish(actor, { idempotencyKey: newId(), body, audience: [to.department(sales)] });
      expect(house.database.counters.transactions - transactions).toBe(1);
      expect(house.database.counters.trips - trips).toBeLessThanOrEqual(most);
    },
  );

  it('waits for nobody once its author is held: whoever changes the person it names is not stood against', async () => {
    const changing = new Client({ connectionString: house.home.ownerUrl });
    await changing.connect();
    try {
      await changing.query('begin');
      // What a change takes that moves no key.
      const lock = 'select from employee where organisation_id = $1 and id = $2 for no key update';
      await changing.query(lock, [org, mara.employeeId]);
      const post = await house.publish(bill, [to.department(sales)], 'Thanks, Mara Lind.');
      const { rows } = await house.owner.query(
        "select employee_id from cell_person where row_id = $1 and role = 'about'",
        [post.id],
      );
      expect(rows).toEqual([{ employee_id: mara.employeeId }]);
      await changing.query('rollback');
    } finally {
      await changing.end();
    }
  });

  it('is in the ledger as taken back once all of the write was answered, and not where the last of it failed', async () => {
    const post = await house.publish(bill, [to.department(sales)], 'Kept.');
    const before = house.ledger.entries.length;
    const broken = house.gate.write(await again(bill), 'withdrawPost', async (write) => {
      await withdrawPost(write, post.id);
      // Put off to the COMMIT, and refused there: no text of PostgreSQL holds a NUL.
      await write.emit('post.withdrawn', { postId: 'a\u0000b' });
    });
    await expect(broken).rejects.toThrow('PostgreSQL refused');
    expect(house.ledger.entries).toHaveLength(before);
    await withdraw(bill, post);
    expect(house.ledger.entries).toHaveLength(before + 1);
    const many = house.gate.write(await again(bill), 'withdrawPost', (write) =>
      write.keepAll(commentPolicy, 'withdraw', { postId: post.id }, { version: 2 }),
    );
    await expect(many).rejects.toThrow('row by row, because it is remembered');
  });

  it('tells the house ids and keys, and no word of it', async () => {
    const body = `canary-${newId()}`;
    const post = await house.publish(bill, [to.everybody], body);
    await revise(bill, post, `${body} again`);
    await withdraw(bill, await read(bill, post));
    const { rows } = await house.owner.query(
      "select topic, payload::text from outbox where organisation_id = $1 and payload ->> 'postId' = $2 order by position",
      [org, post.id],
    );
    expect(rows.map(({ topic }) => topic)).toEqual(['post.published', 'post.revised', 'post.withdrawn']);
    expect(JSON.stringify(rows)).not.toContain(body);
  });

  it('is posted once, however often it is sent, also at the same moment', async () => {
    const actor = await again(bill);
    const input = { idempotencyKey: newId(), body: 'Once.', audience: [to.everybody] };
    const sent = await Promise.all(
      Array.from({ length: 4 }, async () => house.posts.publish(await again(actor), input)),
    );
    expect(new Set(sent.map(({ id }) => id)).size).toBe(1);
    const { rows } = await house.owner.query(
      "select (select count(*)::int from post_audience where post_id = $1) as listed, (select count(*)::int from outbox where payload ->> 'postId' = $1::text) as told",
      [sent[0]?.id],
    );
    expect(rows).toEqual([{ listed: 1, told: 1 }]);
    const other = house.posts.publish(await again(bill), { ...input, body: 'Twice.' });
    expect(await codeOf(other)).toBe('conflict.idempotency_key_reused');
    // A key is its person's own.
    expect((await house.posts.publish(await again(mara), input)).authorId).toBe(mara.employeeId);
  });

  it('pages through everything once, the newest first, also while more is posted', async () => {
    const reader = await house.signedIn(
      org,
      await house.hire(admin, { name: 'Rea Page', departmentId: sales }),
    );
    const mine: string[] = [];
    for (let step = 0; step < 7; step++) mine.unshift((await house.publish(sam, [to.department(sales)])).id);
    const actor = await again(reader);
    const first = await house.posts.feed(actor, { first: 3 });
    await house.publish(sam, [to.department(sales)]);
    const second = await house.posts.feed(actor, { first: 3, after: first.endCursor });
    const seen = [...first.rows, ...second.rows].map(({ id }) => id);
    expect(seen).toEqual(mine.slice(0, 6));
  });

  it('is listed by author and by key as far as the reader may see it', async () => {
    const shown = await house.publish(sam, [to.everybody]);
    const hidden = await house.publish(sam, [to.department(sales)]);
    const gone = await house.publish(sam, [to.everybody]);
    await withdraw(sam, gone);
    const listed = async (actor: EmployeeActor) =>
      (await house.posts.feed(await again(actor), { first: 100, authorId: sam.employeeId })).rows.map(
        ({ id }) => id,
      );
    expect(await listed(mara)).toContain(shown.id);
    expect(await listed(mara)).not.toContain(hidden.id);
    expect((await listed(sam)).slice(0, 2)).toEqual([hidden.id, shown.id]);
    expect(await listed(sam)).not.toContain(gone.id);
    const { audienceKeys } = await house.publish(sam, [to.everybody, to.department(sales)]);
    const [house_, department] = audienceKeys as [string, string];
    const along = async (actor: EmployeeActor, through: string) =>
      (await house.posts.feed(await again(actor), { first: 100, through: [through] })).rows.length;
    expect([await along(mara, house_), await along(sam, department)].every((count) => count > 0)).toBe(true);
    // Of what was said to others not even what reaches her otherwise is listed: what is missing would tell.
    expect(await along(mara, department)).toBe(0);
  });
});

describe('an edit', () => {
  it('keeps what was said before, for whoever sees the post', async () => {
    const post = await house.publish(bill, [to.everybody], 'one');
    await revise(bill, post, 'two');
    const third = await revise(bill, post, 'three', 2);
    expect(third).toMatchObject({ body: 'three', version: 3 });
    expect(third.editedAt).not.toBeNull();
    const wordings = [
      [1, 'one'],
      [2, 'two'],
    ];
    expect(await historyOf(sam, post.id)).toEqual(wordings);
    const narrow = await house.publish(bill, [to.department(sales)], 'hush');
    await revise(bill, narrow, 'hush hush');
    expect(await historyOf(mara, narrow.id)).toEqual([]);
  });

  it('of an old version is told so, and of two at once the second is', async () => {
    const post = await house.publish(bill, [to.everybody], 'one');
    const codes = await Promise.all(['a', 'b', 'c'].map((body) => codeOf(revise(bill, post, body))));
    expect(codes.toSorted()).toEqual(['answered', 'conflict.stale_version', 'conflict.stale_version']);
    expect(await codeOf(revise(bill, post, 'late'))).toBe('conflict.stale_version');
    expect(await historyOf(bill, post.id)).toEqual([[1, 'one']]);
  });

  it('that changes nothing is refused, and so is one too many', async () => {
    const post = await house.publish(bill, [to.everybody], 'same');
    expect(await codeOf(revise(bill, post, 'same'))).toBe('post.unchanged');
    await house.owner.query('update post set version = 51 where id = $1', [post.id]);
    expect(await codeOf(revise(bill, post, 'once more', 51))).toBe('edit.too_many');
    expect(await read(bill, post)).toMatchObject({ body: 'same', version: 51 });
  });

  it.each([
    ['a colleague who reads it', () => mara, 'auth.forbidden'],
    ['an administrator who reads it', () => admin, 'auth.forbidden'],
  ])('by %s is refused', async (_, who, code) => {
    const post = await house.publish(bill, [to.everybody]);
    expect(await codeOf(revise(who(), post, 'mine now'))).toBe(code);
    expect(await codeOf(withdraw(who(), post))).toBe(code);
    expect(await read(bill, post)).toMatchObject({ version: 1, status: 'published' });
  });
});

describe('a withdrawal', () => {
  it('takes post, wordings and conversation out of sight for everybody but their authors', async () => {
    const post = await house.publish(bill, [to.everybody], 'regret');
    const second = await revise(bill, post, 'regret more');
    const comment = await house.comments.add(await again(mara), {
      idempotencyKey: newId(),
      postId: idOf.post(post.id),
      body: 'Why?',
    });
    await house.comments.revise(await again(mara), {
      id: idOf.comment(comment.id),
      version: 1,
      body: 'Why so?',
    });
    expect(await historyOf(sam, comment.id)).toEqual([[1, 'Why?']]);
    expect(await withdraw(bill, second)).toMatchObject({ status: 'withdrawn' });
    for (const other of [sam, mara, admin]) {
      expect(await codeOf(read(other, post))).toBe('not_found');
      expect(await house.feed(other)).not.toContain(post.id);
      expect(await historyOf(other, post.id)).toEqual([]);
    }
    const comments = (actor: EmployeeActor) => house.gate.load(actor, commentPolicy, 'read', comment.id);
    for (const other of [sam, bill]) {
      expect(await comments(await again(other))).toBeNull();
      expect(await historyOf(other, comment.id)).toEqual([]);
    }
    expect(await comments(await again(mara))).toMatchObject({ status: 'hidden', body: 'Why so?' });
    expect(await read(bill, post)).toMatchObject({ status: 'withdrawn' });
    expect(await historyOf(bill, post.id)).toEqual([[1, 'regret']]);
    expect(await historyOf(mara, comment.id)).toEqual([[1, 'Why?']]);
    const { rows } = await house.owner.query('select from post_audience where post_id = $1', [post.id]);
    expect(rows).toEqual([]);
  });

  it('happens once, and nothing can be done with the post afterwards', async () => {
    const post = await house.publish(bill, [to.everybody]);
    const codes = await Promise.all([codeOf(withdraw(bill, post)), codeOf(withdraw(bill, post))]);
    expect(codes.toSorted()).toEqual(['answered', 'post.already_withdrawn']);
    expect(await codeOf(revise(bill, post, 'again', 2))).toBe('auth.forbidden');
    const add = house.comments.add(await again(mara), {
      idempotencyKey: newId(),
      postId: idOf.post(post.id),
      body: 'late',
    });
    expect(await codeOf(add)).toBe('not_found');
    expect(
      await codeOf(house.reactions.react(await again(mara), idOf.post(post.id), 'useful' as never)),
    ).toBe('not_found');
  });

  it('and a comment at the same moment leave no comment that is seen below nothing', async () => {
    for (let round = 0; round < 8; round++) {
      const post = await house.publish(bill, [to.everybody]);
      await Promise.all([
        withdraw(bill, post),
        ...[mara, sam].map(async (who) =>
          codeOf(
            house.comments.add(await again(who), {
              idempotencyKey: newId(),
              postId: idOf.post(post.id),
              body: 'at once',
            }),
          ),
        ),
      ]);
      const { rows } = await house.owner.query(
        "select count(*)::int as n from comment where post_id = $1 and status = 'published'",
        [post.id],
      );
      expect(rows).toEqual([{ n: 0 }]);
    }
  });
});

describe('from the wrong person', () => {
  it('another organisation, a guest, who left and who was deactivated see and change nothing', async () => {
    const post = await house.publish(bill, [to.everybody]);
    const foreign = await house.found('Other House');
    const stranger = await house.signedIn(foreign.organisationId, foreign.administratorId);
    const guest = await house.signedIn(
      org,
      await house.hire(admin, { name: 'Gus Guest', kind: EmployeeKind.guest }),
    );
    for (const other of [stranger, guest]) {
      expect(await codeOf(read(other, post))).toBe('not_found');
      expect(await codeOf(revise(other, post, 'mine'))).toBe('not_found');
      expect(await codeOf(withdraw(other, post))).toBe('not_found');
      expect(await house.feed(other)).toEqual([]);
      expect(await codeOf(house.publish(other, [to.person(bill.employeeId)]))).toBe('audience.unknown_part');
    }
    expect(await codeOf(house.publish(guest, [to.everybody]))).toBe('audience.unknown_part');
    const leaver = await house.signedIn(org, await house.hire(admin, { name: 'Lea Leaver' }));
    const theirs = await house.publish(leaver, [to.everybody]);
    await house.keeping.deactivate(await again(admin), leaver.employeeId);
    expect(await codeOf(house.feed(leaver))).toBe('The session is over.');
    // What they wrote stays, for those it was written to.
    expect(await read(bill, theirs)).toMatchObject({ authorId: leaver.employeeId });
  });

  it('sees neither wording nor comment in another way', async () => {
    const post = await house.publish(bill, [to.department(sales)], 'narrow');
    await revise(bill, post, 'narrower');
    const actor = await again(mara);
    expect(await house.gate.loadBy(actor, revisionPolicy, 'read', 'subjectId', [post.id])).toEqual([]);
    expect(await house.gate.loadBy(actor, commentPolicy, 'read', 'postId', [post.id])).toEqual([]);
  });
});
