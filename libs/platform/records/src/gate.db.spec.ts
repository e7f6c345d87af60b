import { createHash } from 'node:crypto';
import { subject } from '@casl/ability';
import { type Actor, abilityOf } from '@courtyard/access';
import { type Database, type TestDatabase, testDatabase } from '@courtyard/database';
import { employeeActor, nextRequest, rememberingTrail } from '@courtyard/testing';
import fc from 'fast-check';
import { Client } from 'pg';
import { v7 as newId } from 'uuid';
import { Gate, type Page } from './gate.js';
import { Parameters } from './parameters.js';
import { policySql } from './policy-sql.js';
import { Toy, toyPolicy, toyTables } from './toy.fixture.js';

const MINE = newId();
const THEIRS = newId();
const people = [newId(), newId(), newId()];

let home: TestDatabase;
let owner: Client;
let database: Database;
const trail = rememberingTrail();
let gate: Gate;

beforeAll(async () => {
  home = await testDatabase({ fresh: true });
  owner = new Client({ connectionString: home.ownerUrl });
  await owner.connect();
  const [{ api }] = (
    await owner.query(
      "select 'api' || substr(pg_get_userbyid(relowner), 6) as api from pg_class where relname = 'migration'",
    )
  ).rows as [{ api: string }];
  await owner.query(toyTables(`"${api}"`));
  database = home.open('api');
  gate = new Gate(database, trail);
});

afterAll(async () => {
  await owner?.end();
  await home?.close();
});

const key = fc.constantFrom('1', '2', '3', '4', '9007199254740993');
const anyToy = fc.record({
  organisationId: fc.constantFrom(MINE, MINE, MINE, THEIRS),
  authorId: fc.constantFrom(...people),
  status: fc.constantFrom('draft', 'published', 'withdrawn'),
  audienceKeys: fc.uniqueArray(key, { maxLength: 3 }),
  helperIds: fc.uniqueArray(fc.constantFrom(...people), { maxLength: 2 }),
  labels: fc.option(
    fc.array(
      fc.string({ maxLength: 5 }).map((text) => text.replaceAll('\0', '')),
      { maxLength: 2 },
    ),
  ),
});
const anyActor = fc
  .record({
    me: fc.constantFrom(...people),
    keys: fc.uniqueArray(key, { maxLength: 4 }),
    roles: fc.constantFrom<string[]>([], ['moderator']),
  })
  .map((known) => employeeActor({ organisationId: MINE, ...known }));

/** Puts the rows there as the owner, above every wall. */
async function place(values: readonly (Partial<Toy> & { organisationId: string })[]): Promise<Toy[]> {
  await owner.query('truncate toy, toy_audience');
  const toys: Toy[] = [];
  for (const value of values) {
    const toy = Object.assign(new Toy(), {
      id: newId(),
      publishedId: newId(),
      body: 'words',
      version: 1,
      ...value,
    }) as Toy;
    toys.push(toy);
    await owner.query(
      `insert into toy (organisation_id, id, published_id, author_id, status, body, audience_keys, helper_ids, labels, secret)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'under the stone')`,
      [
        toy.organisationId,
        toy.id,
        toy.publishedId,
        toy.authorId,
        toy.status,
        toy.body,
        toy.audienceKeys,
        toy.helperIds,
        toy.labels,
      ],
    );
    if (toy.status !== 'published') continue;
    await owner.query('insert into toy_audience select $1, k, $2, $3 from unnest($4::bigint[]) k', [
      toy.organisationId,
      toy.publishedId,
      toy.id,
      toy.audienceKeys,
    ]);
  }
  return toys;
}

function mayWithCasl(actor: Actor, action: string, toy: Toy): boolean {
  const ability = abilityOf(actor, [toyPolicy]);
  return (
    toy.organisationId === actor.organisationId && ability.can(action, subject(Toy as never, toy) as never)
  );
}

const idsOf = (rows: readonly { id: string }[]) => rows.map(({ id }) => id).sort();

describe('list = all.filter(can)', () => {
  it('for pages of the table, in both directions, and for loads', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyToy, { maxLength: 25 }),
        anyActor,
        fc.constantFrom<'asc' | 'desc'>('asc', 'desc'),
        async (values, actor, direction) => {
          const all = await place(values);
          for (const action of ['read', 'revise', 'withdraw'] as const) {
            const expected = idsOf(all.filter((toy) => mayWithCasl(actor, action, toy)));
            const listed = await everyPage(actor, action, direction);
            expect(idsOf(listed)).toEqual(expected);
            const loaded = await Promise.all(all.map(({ id }) => gate.load(actor, toyPolicy, action, id)));
            expect(idsOf(loaded.filter((toy) => toy !== null))).toEqual(expected);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('for pages through audience keys: exactly the published rows that share a key', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyToy, { maxLength: 25 }), anyActor, async (values, actor) => {
        const all = await place(values);
        const held = new Set(actor.facts.parameter({ fact: 'keys', type: 'bigint[]' }) as string[]);
        const expected = all
          .filter(
            (toy) =>
              toy.organisationId === MINE &&
              toy.status === 'published' &&
              toy.audienceKeys.some((one) => held.has(one)),
          )
          .sort((a, b) => (a.publishedId < b.publishedId ? 1 : -1));
        // With more keys than rows on a page, the newest row of each key bounds the page.
        for (const first of [3, 1]) {
          const listed = await pagesThroughKeys(actor, first);
          expect(listed.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
        }
      }),
      { numRuns: 60 },
    );
  });

  /** The condition alone, without the second judgement that would hide a slip in it. */
  const agreesInSql = (condition: typeof policySql) =>
    fc.assert(
      fc.asyncProperty(fc.array(anyToy, { maxLength: 25 }), anyActor, async (values, actor) => {
        const all = await place(values);
        for (const action of ['read', 'revise', 'withdraw'] as const) {
          const parameters = new Parameters(actor);
          const text = `select t.id from toy t where t.organisation_id = $1::uuid and ${condition(toyPolicy, actor, action, 't', parameters)}`;
          const [rows = []] = await database.flight(MINE, [{ text, values: parameters.values }]);
          const expected = idsOf(all.filter((toy) => mayWithCasl(actor, action, toy)));
          expect(rows.map(([id]) => id).sort()).toEqual(expected);
        }
      }),
      { numRuns: 60 },
    );

  it('for the SQL alone, and the comparison notices SQL that says more than the rules', async () => {
    await agreesInSql(policySql);
    await expect(agreesInSql((...all) => `(${policySql(...all)} or t.status = 'draft')`)).rejects.toThrow();
  });
});

async function everyPage(
  actor: ReturnType<typeof employeeActor>,
  action: 'read' | 'revise' | 'withdraw',
  direction: 'asc' | 'desc',
) {
  const rows: Toy[] = [];
  let after: string | null = null;
  for (;;) {
    // `where` keeps the list on the table instead of the index of keys.
    const page: Page<Toy> = await gate.list(actor, toyPolicy, action, {
      first: 4,
      after,
      where: { body: 'words' },
      order: { by: 'publishedId', direction },
    });
    rows.push(...page.rows);
    if (!page.hasNextPage) return rows;
    after = page.endCursor;
  }
}

async function pagesThroughKeys(actor: ReturnType<typeof employeeActor>, first: number) {
  const rows: Toy[] = [];
  let after: string | null = null;
  for (;;) {
    const page: Page<Toy> = await gate.list(actor, toyPolicy, 'read', {
      first,
      after,
      order: { by: 'publishedId', direction: 'desc' },
    });
    rows.push(...page.rows);
    if (!page.hasNextPage) return rows;
    after = page.endCursor;
  }
}

describe('writing', () => {
  const author = employeeActor({ organisationId: MINE, me: people[0] as string, keys: ['1'] });
  const reader = employeeActor({ organisationId: MINE, me: people[1] as string, keys: ['1'] });
  const draft = () => ({
    id: newId(),
    publishedId: newId(),
    authorId: people[0] as string,
    status: 'published',
    body: 'first',
    audienceKeys: ['1', '2'],
    helperIds: [],
    createdAt: '2026-11-22T09:40:00.123Z',
  });

  beforeEach(() => place([]));

  it('creates what the policy lets the actor create, and nothing in another name', async () => {
    const toy = draft();
    await gate.write(author, 'publishToy', (write) => write.create(toyPolicy, 'publish', toy));
    const seen = await gate.get(nextRequest(reader), toyPolicy, 'read', toy.id);
    expect(seen).toMatchObject({ ...toy, version: 1, createdAt: toy.createdAt });
    expect(seen.secret).toBeUndefined();
    await expect(
      gate.write(reader, 'publishToy', (write) => write.create(toyPolicy, 'publish', { ...draft() })),
    ).rejects.toMatchObject({ code: 'auth.forbidden' });
    expect(trail.recorded.at(-1)).toEqual({
      kind: 'written',
      operation: 'publishToy',
      touched: [{ resource: 'Toy', id: toy.id, action: 'publish' }],
    });
  });

  it('tells the second of two edits that it is late, and keeps the first', async () => {
    const toy = draft();
    await gate.write(author, 'publishToy', (write) => write.create(toyPolicy, 'publish', toy));
    const edit = (body: string) =>
      gate.write(nextRequest(author), 'reviseToy', (write) =>
        write.change(toyPolicy, 'revise', toy.id, { body }, 1),
      );
    const outcomes = await Promise.allSettled([edit('one'), edit('two')]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(
      (outcomes.find(({ status }) => status === 'rejected') as PromiseRejectedResult).reason,
    ).toMatchObject({ code: 'conflict.stale_version' });
    expect(await gate.get(nextRequest(author), toyPolicy, 'read', toy.id)).toMatchObject({ version: 2 });
  });

  it('answers not_found to who may not read, forbidden to who may only read', async () => {
    const toy = draft();
    await gate.write(author, 'publishToy', (write) => write.create(toyPolicy, 'publish', toy));
    const stranger = employeeActor({ organisationId: MINE, keys: ['3'] });
    const foreigner = employeeActor({ organisationId: THEIRS, me: people[0] as string, keys: ['1'] });
    const change = (actor: typeof author) =>
      gate.write(actor, 'reviseToy', (write) =>
        write.change(toyPolicy, 'revise', toy.id, { body: 'theirs' }),
      );
    await expect(change(reader)).rejects.toMatchObject({ code: 'auth.forbidden' });
    for (const actor of [stranger, foreigner]) {
      await expect(change(actor)).rejects.toMatchObject({ code: 'not_found' });
      await expect(gate.get(actor, toyPolicy, 'read', toy.id)).rejects.toMatchObject({ code: 'not_found' });
      await expect(gate.get(actor, toyPolicy, 'read', newId())).rejects.toMatchObject({ code: 'not_found' });
    }
  });

  it('keeps the index of keys in step through every kind of write', async () => {
    const toy = draft();
    const index = async () =>
      (
        await owner.query('select audience_key::text as key from toy_audience where toy_id = $1 order by 1', [
          toy.id,
        ])
      ).rows.map(({ key: one }) => one);
    await gate.write(author, 'publishToy', (write) => write.create(toyPolicy, 'publish', toy));
    expect(await index()).toEqual(['1', '2']);
    await gate.write(author, 'readdress', (write) =>
      write.change(toyPolicy, 'revise', toy.id, { audienceKeys: ['2', '3'] }),
    );
    expect(await index()).toEqual(['2', '3']);
    await gate.write(author, 'withdrawToy', (write) =>
      write.change(toyPolicy, 'withdraw', toy.id, { status: 'withdrawn' }),
    );
    expect(await index()).toEqual([]);
    await gate.write(author, 'publishAgain', (write) =>
      write.change(toyPolicy, 'revise', toy.id, { status: 'published' }),
    );
    await gate.write(author, 'remove', (write) => write.remove(toyPolicy, 'withdraw', toy.id));
    expect(await index()).toEqual([]);
  });

  it('stores nothing of a write that fails at its end', async () => {
    const toy = draft();
    const failing = gate.write(author, 'publishToy', async (write) => {
      await write.create(toyPolicy, 'publish', toy);
      await write.emit('toy.published', { toyId: toy.id });
      throw new Error('the last step fails');
    });
    await expect(failing).rejects.toThrow('the last step');
    const left = await owner.query(
      "select (select count(*) from toy) + (select count(*) from toy_audience) + (select count(*) from outbox where topic = 'toy.published') as n",
    );
    expect(left.rows[0].n).toBe('0');
  });

  it('creates once per idempotency key, also when the same request comes twice at once', async () => {
    const request = { key: newId(), input: { body: 'once' } };
    const once = () =>
      gate.createOnce(nextRequest(author), 'publishToy', request, (write, id) =>
        write.create(toyPolicy, 'publish', { ...draft(), id }),
      );
    const ids = await Promise.all([once(), once(), once()]);
    expect(new Set(ids).size).toBe(1);
    expect((await owner.query('select count(*) as n from toy')).rows[0].n).toBe('1');
    await expect(
      gate.createOnce(author, 'publishToy', { ...request, input: { body: 'other' } }, async () => {}),
    ).rejects.toMatchObject({ code: 'conflict.idempotency_key_reused' });
  });

  describe('asks ahead', () => {
    const request = () => ({ key: newId(), input: { body: 'ahead' } });
    const kept = async () => (await owner.query('select count(*)::int as n from toy')).rows[0].n as number;
    beforeEach(() => owner.query('truncate toy, toy_audience'));

    it('with the claim, so that what is created takes two trips', async () => {
      const [answering] = await place([{ ...draft(), organisationId: MINE }]);
      const { trips } = database.counters;
      let seen: readonly Toy[] = [];
      await gate.createOnce(
        nextRequest(author),
        'publishToy',
        request(),
        (write, id) => write.create(toyPolicy, 'publish', { ...draft(), id }),
        async (write) => {
          seen = await write.load(toyPolicy, 'read', [String(answering?.id)]);
        },
      );
      expect(seen.map(({ id }) => id)).toEqual([answering?.id]);
      expect(database.counters.trips - trips).toBe(2);
    });

    it('and is refused with it: nothing is kept, not even the claim', async () => {
      const once = request();
      const create = (ahead: () => Promise<void>) =>
        gate.createOnce(
          nextRequest(author),
          'publishToy',
          once,
          (write, id) => write.create(toyPolicy, 'publish', { ...draft(), id }),
          ahead,
        );
      const refuse = async () => {
        throw new Error('not any more');
      };
      await expect(create(refuse)).rejects.toThrow('not any more');
      expect(await kept()).toBe(0);
      const first = await create(async () => {});
      expect(await kept()).toBe(1);
      // Whoever repeats hears of the first, whatever would be refused by now.
      expect(await create(refuse)).toBe(first);
      expect(await kept()).toBe(1);
    });

    it('and fails with it where the database refuses the question', async () => {
      const create = gate.createOnce(
        nextRequest(author),
        'publishToy',
        request(),
        (write, id) => write.create(toyPolicy, 'publish', { ...draft(), id }),
        (write) => write.load(toyPolicy, 'read', ['no uuid']),
      );
      await expect(create).rejects.toThrow('PostgreSQL refused');
      expect(await kept()).toBe(0);
    });
  });

  it('asks for one row by a plan that is made once', async () => {
    const [toy] = await place([{ ...draft(), organisationId: MINE }]);
    // So many that the planner would rather read the index than the table.
    await owner.query(
      `insert into toy (organisation_id, id, published_id, author_id, status, body, audience_keys, helper_ids, secret)
       select organisation_id, gen_random_uuid(), gen_random_uuid(), author_id, status, body, audience_keys, helper_ids, secret
       from toy, generate_series(1, 5000)`,
    );
    await owner.query('analyze toy');
    const alone = home.open('api', 1);
    const mine = new Gate(alone, trail);
    // Five times PostgreSQL plans for the values it is given, and then compares.
    for (let times = 0; times < 8; times++)
      await mine.load(nextRequest(author), toyPolicy, 'read', String(toy?.id));
    await owner.query('truncate toy, toy_audience');
    const [[plans] = []] = await alone.withoutOrganisation([
      {
        text: 'select sum(custom_plans), sum(generic_plans) from pg_prepared_statements where statement like \'select t.%from "toy"%\'',
        values: [],
      },
    ]);
    expect(plans).toEqual(['5', '3']);
  });

  it('keeps neither the key nor anything by which words can be tried without it, and nothing for long', async () => {
    const request = { key: newId(), input: { body: 'Yes.' } };
    const once = () =>
      gate.createOnce(nextRequest(author), 'publishToy', request, (write, id) =>
        write.create(toyPolicy, 'publish', { ...draft(), id }),
      );
    const first = await once();
    const kept = async () =>
      (await owner.query('select * from idempotency where result_id = $1', [first])).rows;
    const guess = createHash('sha256').update(JSON.stringify(request.input)).digest();
    const [row] = await kept();
    expect(row.input_sha256).toHaveLength(32);
    expect(row.input_sha256.equals(guess)).toBe(false);
    expect(JSON.stringify(row)).not.toContain(request.key);

    await owner.query(
      `insert into organisation (organisation_id, name) values ($1, 'Ours') on conflict do nothing`,
      [MINE],
    );
    await owner.query(
      `insert into organisation_handle (handle, organisation_id) values ('ours', $1) on conflict do nothing`,
      [MINE],
    );
    await gate.forgetClaims();
    expect(await once()).toBe(first);
    await owner.query(
      `update idempotency set created_at = now() - interval '49 hours' where result_id = $1`,
      [first],
    );
    await gate.forgetClaims();
    expect(await kept()).toEqual([]);
  });
});

describe('a guarded field', () => {
  const author = employeeActor({ organisationId: MINE, me: people[0] as string });
  const reader = employeeActor({ organisationId: MINE, me: people[1] as string, keys: ['1'] });

  it('is revealed to whom the policy names, after the record is stored; no record, no data', async () => {
    const [toy] = await place([
      { organisationId: MINE, authorId: people[0], status: 'published', audienceKeys: ['1'], helperIds: [] },
    ]);
    const { id } = toy as Toy;
    trail.recorded.length = 0;
    expect(await gate.reveal(author, toyPolicy, 'reveal', id, 'secret', 9)).toBe('under the stone');
    expect(trail.recorded.map(({ kind }) => kind)).toEqual(['opened', 'closed']);
    await expect(gate.reveal(reader, toyPolicy, 'reveal', id, 'secret', 9)).rejects.toMatchObject({
      code: 'auth.forbidden',
    });
    await gate.close();
    expect(trail.recorded.at(-1)?.kind).toBe('denied');
    trail.broken = true;
    const before = database.counters.statements;
    await expect(gate.reveal(nextRequest(author), toyPolicy, 'reveal', id, 'secret', 9)).rejects.toThrow();
    // One statement judged the row; the field itself was never asked for.
    expect(database.counters.statements - before).toBe(1);
    trail.broken = false;
  });

  it('cannot be filtered or ordered by', async () => {
    for (const query of [
      {
        where: { secret: 'under the stone' },
        order: { by: 'publishedId' as const, direction: 'asc' as const },
      },
      { order: { by: 'secret' as const, direction: 'asc' as const } },
    ]) {
      await expect(gate.list(author, toyPolicy, 'read', { ...query, first: 5 })).rejects.toMatchObject({
        code: 'input.invalid',
      });
    }
  });
});

describe('content', () => {
  const author = employeeActor({ organisationId: MINE, me: people[0] as string });
  const reader = employeeActor({ organisationId: MINE, me: people[1] as string, keys: ['1'] });
  const stranger = employeeActor({ organisationId: MINE, me: people[1] as string, keys: ['3'] });
  const foreigner = employeeActor({ organisationId: THEIRS, me: people[0] as string, keys: ['1'] });
  const bytes = Buffer.from([0, 1, 0x5c, 0xff]);

  it('comes with its row to whom the policy names, in one statement, and with no list', async () => {
    const [toy] = await place([
      { organisationId: MINE, authorId: people[0], status: 'published', audienceKeys: ['1'], helperIds: [] },
    ]);
    const { id } = toy as Toy;
    const picture = (actor: typeof author, key = id) =>
      gate.content(actor, toyPolicy, 'read', key, 'picture').then(
        ({ content }) => content,
        ({ code }) => code,
      );
    expect(await picture(author)).toBe('not_found');
    await gate.write(author, 'revise', (write) =>
      write.change(toyPolicy, 'revise', id, { picture: bytes } as Partial<Toy>),
    );
    const before = database.counters.statements;
    const { row, content } = await gate.content(reader, toyPolicy, 'read', { id }, 'picture');
    expect(database.counters.statements - before).toBe(1);
    expect(content).toEqual(bytes);
    expect(row).toBeInstanceOf(Toy);
    expect(row).toMatchObject({ id, version: 2 });
    expect(Object.keys(row)).not.toContain('picture');
    expect(Object.keys(await gate.get(reader, toyPolicy, 'read', id))).not.toContain('picture');
    for (const refused of [picture(stranger), picture(foreigner), picture(author, newId())])
      expect(await refused).toBe('not_found');
  });

  it('is no way round a recorded reveal, nor to what comes with the row', async () => {
    const id = newId();
    for (const property of ['secret', 'scan', 'body', 'nothing'] as (keyof Toy & string)[])
      await expect(gate.content(author, toyPolicy, 'read', id, property)).rejects.toThrow('is not content');
  });
});

describe('a page', () => {
  it.each([
    'x',
    '',
    'W10',
    Buffer.from('["a"]').toString('base64url'),
    Buffer.from('["a","b"]').toString('base64url'),
    Buffer.from(JSON.stringify([newId(), "'; drop table toy; --"])).toString('base64url'),
    "'; drop table toy; --",
  ])('refuses the cursor %p or takes none', async (after) => {
    const actor = employeeActor({ organisationId: MINE });
    const page = gate.list(actor, toyPolicy, 'read', {
      first: 5,
      after,
      order: { by: 'publishedId', direction: 'desc' },
    });
    if (after === '') await expect(page).resolves.toMatchObject({ hasNextPage: false });
    else await expect(page).rejects.toMatchObject({ code: 'input.invalid' });
  });

  it.each([0, -1, 101, 1.5, Number.NaN])('refuses %p rows', async (first) => {
    const page = gate.list(employeeActor({ organisationId: MINE }), toyPolicy, 'read', {
      first,
      order: { by: 'publishedId', direction: 'desc' },
    });
    await expect(page).rejects.toMatchObject({ code: 'input.invalid' });
  });
});
