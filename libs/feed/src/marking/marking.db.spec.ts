import type { EmployeeActor } from '@courtyard/access';
import type { Row, Statement, Transaction } from '@courtyard/database';
import { EmployeeKind, employeePolicy } from '@courtyard/people';
import { disclosables, strayCells, type Write } from '@courtyard/records';
import fc from 'fast-check';
import { v7 as newId } from 'uuid';
import { codeOf, type FeedHouse, idOf, openFeedHouse, to } from '../../fixtures/house.js';
import { Comment } from '../comment/comment.entity.js';
import { commentPolicy } from '../comment/comment.policy.js';
import type { Post } from '../post/post.entity.js';
import { postPolicy } from '../post/post.policy.js';

let house: FeedHouse;
let org: string;
let admin: EmployeeActor;
let bill: EmployeeActor;
let mara: EmployeeActor;
let tom: EmployeeActor;
let guest: EmployeeActor;
let left: string;

const BODY = 5;
const PUBLISHED_AT = 12;

beforeAll(async () => {
  house = await openFeedHouse();
  const founded = await house.found();
  org = founded.organisationId;
  admin = await house.signedIn(org, founded.administratorId);
  const hired = async (name: string, kind = EmployeeKind.employee) =>
    house.signedIn(org, await house.hire(admin, { name, kind }));
  bill = await hired('Bill Kessler');
  mara = await hired('Mara Lind');
  tom = await hired('Tom Okafor');
  guest = await hired('Gus Visitor', EmployeeKind.guest);
  left = await house.hire(admin, { name: 'Max Gone' });
  await house.keeping.deactivate(await house.again(admin), left);
}, 90_000);
afterAll(() => house?.close());

const again = (actor: EmployeeActor) => house.again(actor);
const say = (body: string, actor = bill) => house.publish(actor, [to.everybody], body);
const revise = async (post: Post, body: string, actor = bill) =>
  house.posts.revise(await again(actor), { id: idOf.post(post.id), version: post.version, body });
const mark = async (post: Pick<Post, 'id' | 'version'>, people: readonly EmployeeActor[], actor = bill) =>
  house.markings.mark(await again(actor), {
    id: idOf.post(post.id),
    version: post.version,
    employeeIds: people.map(({ employeeId }) => idOf.employee(employeeId)),
  });
/** As its author is told. */
async function told(row: Post | Comment, actor = bill) {
  const who = await again(actor);
  const marking = await house.markings.of(who, row);
  if (!marking) return null;
  const names = (people: readonly { name: string }[]) => people.map(({ name }) => name).sort();
  return {
    needed: marking.needed,
    found: names(await house.markings.found(who, marking)),
    marked: names(await house.markings.marked(who, marking)),
    outside: await house.markings.outside(who, marking),
  };
}
/** As it stands in the tables: field, name, role; and the reasons. */
async function stored(row: { id: string }) {
  const persons = await house.owner.query(
    `select c.field_no, e.name, c.role from cell_person c join employee e on e.id = c.employee_id
     where c.row_id = $1 order by 1, 3 desc, 2`,
    [row.id],
  );
  const unmarked = await house.owner.query('select reason from cell_unmarked where row_id = $1 order by 1', [
    row.id,
  ]);
  return {
    persons: persons.rows.map(({ field_no, name, role }) => [field_no, name, role]),
    unmarked: unmarked.rows.map(({ reason }) => reason),
  };
}
async function strays(): Promise<Row[]> {
  const checks = disclosables().map((d) => strayCells(d, org));
  return (await house.database.flight(org, checks)).flat();
}

/** A row as an import writes it. */
const imported = (write: Write, values: Partial<Post>) =>
  write.create(postPolicy, 'publish', {
    publishedId: newId(),
    authorId: bill.employeeId,
    kind: 'update',
    body: '@Mara Lind, look',
    audienceKeys: ['1'],
    status: 'published',
    version: 1,
    publishedAt: new Date().toISOString(),
    importedEmoji: [],
    ...values,
  } as Partial<Post>);

describe('a post', () => {
  it('that names nobody is its author’s alone', async () => {
    const post = await say('The valve test passed.');
    expect(await stored(post)).toEqual({
      persons: [
        [BODY, 'Bill Kessler', 'owner'],
        [PUBLISHED_AT, 'Bill Kessler', 'owner'],
      ],
      unmarked: [],
    });
    expect(await told(post)).toEqual({ needed: false, found: [], marked: [], outside: false });
  });

  it('that names somebody is withheld until its author says whom it is about', async () => {
    const post = await say('Thanks to Mara Lind for the football tickets, and to Tom.');
    expect(await stored(post)).toEqual({
      persons: [
        [BODY, 'Bill Kessler', 'owner'],
        [BODY, 'Mara Lind', 'about'],
        [PUBLISHED_AT, 'Bill Kessler', 'owner'],
      ],
      unmarked: ['name_found'],
    });
    expect(await told(post)).toEqual({
      needed: true,
      found: ['Mara Lind', 'Tom Okafor'],
      marked: [],
      outside: false,
    });
    await mark(post, [mara, tom]);
    expect((await stored(post)).unmarked).toEqual([]);
    expect(await told(post)).toMatchObject({ needed: false, marked: ['Mara Lind', 'Tom Okafor'] });
    expect(house.trail.recorded.at(-1)).toMatchObject({
      operation: 'markPersons',
      touched: [{ resource: 'Post', id: post.id, action: 'mark', personId: bill.employeeId }],
    });
  });

  it('may be about nobody, or about somebody whom no word names', async () => {
    const nobody = await say('Mara is a river in Kenya.');
    await mark(nobody, []);
    expect((await stored(nobody)).persons.map(([, , role]) => role)).toEqual(['owner', 'owner']);
    const quiet = await say('My neighbour at the desk was right.');
    await mark(quiet, [tom]);
    expect(await told(quiet)).toEqual({ needed: false, found: [], marked: ['Tom Okafor'], outside: false });
  });

  it('is not asked about its author', async () => {
    expect(await stored(await say('Bill Kessler here. Yours, Bill'))).toMatchObject({ unmarked: [] });
  });

  it('that is revised is withheld again, and forgets nobody who was marked', async () => {
    const post = await say('My neighbour at the desk was right.');
    await mark(post, [tom]);
    const second = await revise(post, 'My neighbour at the desk was wrong.');
    expect(await told(second)).toEqual({ needed: true, found: ['Tom Okafor'], marked: [], outside: false });
    expect((await stored(second)).persons).toContainEqual([BODY, 'Tom Okafor', 'about']);
    await mark(second, []);
    expect(await told(second)).toMatchObject({ needed: false, marked: [] });
    const third = await revise(second, 'The valve test passed.');
    expect(await told(third)).toMatchObject({ needed: false });
    const fourth = await revise(third, 'Mara Lind knows why.');
    expect(await told(fourth)).toMatchObject({ needed: true, found: ['Mara Lind'] });
  });

  it('that is withdrawn has no cells, and cannot be marked', async () => {
    const post = await say('Mara Lind left it on the quay.');
    await house.posts.withdraw(await again(bill), idOf.post(post.id));
    expect(await stored(post)).toEqual({ persons: [], unmarked: [] });
    expect(await told({ ...post, status: 'withdrawn' } as Post)).toBeNull();
    expect(await codeOf(mark(post, [mara]))).toBe('auth.forbidden');
  });

  it('about somebody who can never agree is withheld whatever its author marks', async () => {
    const about = await say('Gus Visitor brought the tickets.');
    expect(await told(about)).toEqual({ needed: true, found: ['Gus Visitor'], marked: [], outside: true });
    await mark(about, []);
    expect(await stored(about)).toMatchObject({ unmarked: ['outside'] });
    expect((await stored(about)).persons).toContainEqual([BODY, 'Gus Visitor', 'about']);
    await revise(about, 'The valve test passed.');
    expect((await stored(about)).unmarked).toContain('outside');
  });

  it('tells no author who once worked here, and is withheld all the same', async () => {
    for (const words of ['Max Gone knew it.', 'Max knew it.']) {
      const post = await say(words);
      expect(await told(post)).toEqual({ needed: false, found: [], marked: [], outside: false });
      expect((await stored(post)).unmarked).toEqual(['outside']);
    }
  });

  it('of a guest tells the guest nothing, and asks them nothing', async () => {
    const id = newId();
    await house.gate.write(await again(guest), 'test', (write) =>
      imported(write, { id, authorId: guest.employeeId, mentionedIds: [] }),
    );
    const post = await house.gate.get(await again(guest), postPolicy, 'read', id);
    expect(await told(post, guest)).toBeNull();
    expect(await codeOf(mark(post, [], guest))).toBe('auth.forbidden');
    expect((await stored(post)).unmarked).toEqual(['name_found']);
  });
});

describe('marking', () => {
  it('is its author’s alone', async () => {
    const post = await say('Mara Lind, thank you.');
    for (const other of [mara, tom, admin]) {
      expect(await told(post, other)).toBeNull();
      expect(await codeOf(mark(post, [], other))).toBe('auth.forbidden');
    }
    const hidden = await house.publish(bill, [to.person(bill.employeeId)], 'Mara Lind, later.');
    expect(await codeOf(mark(hidden, [], mara))).toBe('not_found');
    expect((await stored(post)).unmarked).toEqual(['name_found']);
  });

  it('names only people of the directory that the author sees', async () => {
    const post = await say('Mara Lind, thank you.');
    const elsewhere = await house.found('Elsewhere');
    for (const id of [left, elsewhere.administratorId, newId()])
      expect(await codeOf(mark(post, [{ employeeId: id } as EmployeeActor]))).toBe('not_found');
    expect((await stored(post)).unmarked).toEqual(['name_found']);
  });

  it('is of the words that were read: an older version is refused', async () => {
    const post = await say('Mara Lind, thank you.');
    const second = await revise(post, 'Mara Lind, thank you again.');
    expect(await codeOf(mark(post, []))).toBe('conflict.stale_version');
    expect(await codeOf(mark(second, [mara]))).toBe('answered');
  });

  it('and revising at the same moment leave nothing marked that nobody read', async () => {
    for (let round = 0; round < 8; round++) {
      const post = await say('Mara Lind, thank you.');
      const [marked, revised] = await Promise.all([
        codeOf(mark(post, [])),
        codeOf(revise(post, 'Tom Okafor, thank you.')),
      ]);
      expect(revised).toBe('answered');
      expect(['answered', 'conflict.stale_version']).toContain(marked);
      const { persons, unmarked } = await stored(post);
      expect(unmarked).toEqual(['name_found']);
      expect(persons).toContainEqual([BODY, 'Tom Okafor', 'about']);
    }
  });

  it('twice at the same moment is one of the two, whole', async () => {
    for (let round = 0; round < 8; round++) {
      const post = await say('Mara Lind and Tom Okafor, thank you.');
      await Promise.all([mark(post, [mara]), mark(post, [tom])]);
      const about = (await stored(post)).persons.filter(([, , role]) => role === 'about');
      expect([['Mara Lind'], ['Tom Okafor']]).toContainEqual(about.map(([, name]) => name));
    }
  });

  it('of a comment is the same', async () => {
    const post = await say('The valve test passed.');
    const comment = await house.comments.add(await again(mara), {
      idempotencyKey: newId(),
      postId: idOf.post(post.id),
      body: 'Well done, Bill Kessler!',
    });
    expect(comment).toBeInstanceOf(Comment);
    expect(await told(comment, mara)).toMatchObject({ needed: true, found: ['Bill Kessler'] });
    await house.markings.mark(await again(mara), {
      id: idOf.comment(comment.id),
      version: 1,
      employeeIds: [idOf.employee(bill.employeeId)],
    });
    expect(await told(comment, mara)).toMatchObject({ needed: false, marked: ['Bill Kessler'] });
    expect(await told(comment, bill)).toBeNull();
    await house.posts.withdraw(await again(bill), idOf.post(post.id));
    expect(await stored(comment)).toEqual({ persons: [], unmarked: [] });
  });
});

describe('who is mentioned', () => {
  it('needs not be asked for, and is not the author’s to waive', async () => {
    const id = newId();
    await house.gate.write(await again(bill), 'test', (write) =>
      imported(write, { id, mentionedIds: [mara.employeeId] }),
    );
    expect(await stored({ id })).toMatchObject({ unmarked: [] });
    await mark({ id, version: 1 }, []);
    expect((await stored({ id })).persons).toContainEqual([BODY, 'Mara Lind', 'about']);
  });

  it('and has left, or is in no directory, is outside', async () => {
    for (const person of [left, newId(), guest.employeeId]) {
      const id = newId();
      await house.gate.write(await again(bill), 'test', (write) =>
        imported(write, { id, mentionedIds: [person] }),
      );
      expect((await stored({ id })).unmarked).toContain('outside');
    }
  });
});

describe('people', () => {
  it('have cells while they are here', async () => {
    const id = await house.hire(admin, { name: 'Nina Short' });
    const cells = [
      [2, 'Nina Short', 'owner'],
      [5, 'Nina Short', 'owner'],
    ];
    expect((await stored({ id })).persons).toEqual(cells);
    await house.keeping.deactivate(await again(admin), id);
    expect((await stored({ id })).persons).toEqual([]);
    await house.keeping.reactivate(await again(admin), id);
    expect((await stored({ id })).persons).toEqual(cells);
    expect((await stored({ id: guest.employeeId })).persons).toEqual([]);
  });

  it('learn what concerns them, and nothing of others', async () => {
    const post = await say('Mara Lind, thank you.');
    const { cellPersonPolicy } = await import('@courtyard/records');
    const order = { by: 'rowId', direction: 'desc' } as const;
    const mine = await house.gate.list(await again(mara), cellPersonPolicy, 'read', { order, first: 100 });
    expect(mine.rows.map(({ rowId }) => rowId)).toContain(post.id);
    expect(new Set(mine.rows.map(({ employeeId }) => employeeId))).toEqual(new Set([mara.employeeId]));
    expect(await house.gate.cells(await again(tom), postPolicy, 'mark', post.id)).toBeNull();
  });
});

describe('the cells of a house', () => {
  it('are what its rows say, after whatever was done', async () => {
    const people = [bill, mara, tom];
    const bodies = ['Nothing.', 'Mara Lind!', 'Thanks, Tom', 'Gus Visitor', 'Max Gone', 'Bill and Mara Lind'];
    const step = fc.record({
      what: fc.constantFrom('say', 'revise', 'mark', 'withdraw', 'comment', 'hire', 'leave'),
      who: fc.constantFrom(...people),
      body: fc.constantFrom(...bodies),
      which: fc.nat(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 15 }), async (steps) => {
        const posts: Post[] = [];
        let hired: string | null = null;
        for (const { what, who, body, which } of steps) {
          const post = posts[which % Math.max(posts.length, 1)];
          const author = people.find(({ employeeId }) => employeeId === post?.authorId);
          if (what === 'say') posts.push(await say(body, who));
          else if (what === 'hire') hired = await house.hire(admin, { name: `Zoe ${newId()}` });
          else if (what === 'leave' && hired) await house.keeping.deactivate(await again(admin), hired);
          else if (post && author) {
            const fresh = await house.gate.get(await again(author), postPolicy, 'read', post.id);
            if (what === 'revise') await codeOf(revise(fresh, body, author));
            if (what === 'mark') await codeOf(mark(fresh, [who], author));
            if (what === 'withdraw')
              await codeOf(house.posts.withdraw(await again(author), idOf.post(post.id)));
            if (what === 'comment')
              await codeOf(
                house.comments.add(await again(who), {
                  idempotencyKey: newId(),
                  postId: idOf.post(post.id),
                  body,
                }),
              );
          }
        }
        expect(await strays()).toEqual([]);
      }),
      { numRuns: 12 },
    );
  }, 120_000);

  it.each([
    [
      'a row written round the gate',
      `insert into post (organisation_id, id, published_id, author_id, kind, body, audience_keys, status, published_at)
       select organisation_id, gen_random_uuid(), published_id, author_id, kind, body, audience_keys, status, published_at
       from post where id = $1`,
      'lacks its owner',
    ],
    ['one withdrawn round it', "update post set status = 'withdrawn' where id = $1", 'has somebody too many'],
    ['another author', 'update post set author_id = $2 where id = $1', 'lacks its owner'],
    [
      'a mention added',
      'update post set mentioned_ids = array[$2::uuid] where id = $1',
      'lacks whom it mentions',
    ],
    [
      'an owner taken away',
      "delete from cell_person where row_id = $1 and role = 'owner'",
      'lacks its owner',
    ],
    [
      'somebody on a time',
      `insert into cell_person select organisation_id, 'Post', id, 12, $2::uuid, 'about' from post where id = $1`,
      'has somebody too many',
    ],
    [
      'a field more that the owner’s word is noted for',
      'update cell_owner set fields = fields | 1024 where row_id = $1',
      'is noted of another owner or other fields',
    ],
    [
      'another owner noted',
      'update cell_owner set employee_id = $2::uuid where row_id = $1',
      'is noted of another owner or other fields',
    ],
    [
      'an owner not noted',
      'delete from cell_owner where row_id = $1',
      'is noted of another owner or other fields',
    ],
  ])('control: %s is noticed', async (_, text, fault) => {
    const post = await say('The valve test passed.');
    const more = text.includes('$2') ? [tom.employeeId] : [];
    const client = await house.owner.connect();
    try {
      await client.query('begin');
      await client.query(text, [post.id, ...more]);
      await client.query(`select set_config('app.org', $1, true)`, [org]);
      const [d] = disclosables().filter(({ entity }) => entity === 'Post');
      const check = strayCells(d as never, org);
      const { rows } = await client.query({ text: check.text, values: [...check.values], rowMode: 'array' });
      expect(rows.map(([what]) => what)).toContain(fault);
    } finally {
      await client.query('rollback');
      client.release();
    }
  });

  it('are not left behind by a change of many rows at once', async () => {
    await house.gate.write(await again(bill), 'test', async (write) => {
      const post = await write.get(postPolicy, 'revise', (await say('x')).id);
      await write.change(postPolicy, 'revise', post.id, { editedAt: new Date().toISOString() });
      const all = { postId: post.id };
      await expect(write.changeAll(commentPolicy, 'hide', all, { body: 'y' })).rejects.toThrow(/row by row/);
      await expect(write.changeAll(commentPolicy, 'hide', all, { status: 'published' })).rejects.toThrow(
        /row by row/,
      );
    });
  });

  it('are kept for new rows only where they say whether they are live', async () => {
    const names = { name: 'Nina Short', nameFolded: 'nina short', nameWords: ['nina', 'short'] };
    const values = { id: newId(), ...names, kind: EmployeeKind.employee, roles: ['employee'] };
    const create = house.gate.write(await again(admin), 'test', (write) =>
      write.create(employeePolicy, 'hire', values),
    );
    await expect(create).rejects.toThrow(/says its status/);
  });
});

type Transacting = (
  organisationId: string,
  run: (transaction: Transaction) => Promise<unknown>,
) => Promise<unknown>;

describe('statements', () => {
  /** Those of one transaction, by what they do. */
  async function counted(work: () => Promise<unknown>): Promise<{ all: number; added: number }> {
    const database = house.database as unknown as { transaction: Transacting };
    const original = database.transaction;
    const texts: string[] = [];
    database.transaction = (organisationId, run) =>
      original.call(house.database, organisationId, (transaction: Transaction) =>
        run(
          new Proxy(transaction, {
            get: (target, property) => {
              const value = Reflect.get(target, property) as unknown;
              if (property !== 'flight') return typeof value === 'function' ? value.bind(target) : value;
              return (statements: readonly Statement[]) => {
                texts.push(...statements.map(({ text }) => text));
                return target.flight(statements);
              };
            },
          }),
        ),
      );
    try {
      await work();
    } finally {
      database.transaction = original;
    }
    const added = texts.filter((text) => /cell_person|employee_name_word/.test(text));
    return { all: texts.length, added: added.length };
  }

  it.each([
    ['short', 'The valve test passed.', 2],
    ['long', 'The valve test passed. '.repeat(400), 2],
    ['that names one', 'Mara Lind!', 3],
    ['full of names', 'Mara Lind, Tom Okafor, Gus Visitor, Max Gone. '.repeat(200), 3],
  ])('a post %s costs a bounded number more', async (_, body, most) => {
    const { all, added } = await counted(() => say(body));
    expect(added).toBeLessThanOrEqual(most);
    expect(added).toBeGreaterThan(0);
    expect(all - added).toBeLessThanOrEqual(8);
  });

  it('an edit that changes no word, and another person’s page, cost none', async () => {
    const touch = async () =>
      house.gate.write(await again(mara), 'test', (write) =>
        write.change(employeePolicy, 'revise', mara.employeeId, { bio: 'Likes valves.' }),
      );
    expect(await counted(touch)).toMatchObject({ added: 0 });
  });
});
