import fc from 'fast-check';
import { Client } from 'pg';
import { Database, DatabaseError, DatabaseUnavailable, NoOrganisation, type Statement } from './index.js';
import { type TestDatabase, testDatabase } from './testing/test-database.js';

// Without a global set-up the first to ask also starts the server.
jest.setTimeout(60_000);

const A = '0190c1d0-0000-7000-8000-00000000000a';
const B = '0190c1d0-0000-7000-8000-00000000000b';

const sql = (text: string, ...values: unknown[]): Statement => ({ text, values });
const insert = (organisation: string, id: number, word = 'w') =>
  sql('insert into note (organisation_id, id, word) values ($1, $2, $3)', organisation, id, word);
const ids = sql('select id from note order by id');

describe('Database', () => {
  let test_: TestDatabase;
  let db: Database;
  let owner: Client;

  beforeAll(async () => {
    test_ = await testDatabase({ fresh: true });
    owner = new Client({ connectionString: test_.ownerUrl });
    owner.on('error', () => undefined);
    await owner.connect();
    const name = new URL(test_.urls.api).username;
    await owner.query(`
      create table note (organisation_id uuid, id bigint, word text not null, primary key (organisation_id, id),
        constraint note_word_key unique (organisation_id, word) deferrable initially deferred);
      alter table note enable row level security;
      alter table note force row level security;
      create policy organisation on note
        using (organisation_id = (select current_setting('app.org')::uuid))
        with check (organisation_id = (select current_setting('app.org')::uuid));
      grant select, insert, update, delete on note to ${name}`);
  });
  beforeEach(async () => {
    await owner.query('truncate note');
    db = test_.open('api', 2);
  });
  afterAll(async () => {
    await owner.end();
    await test_.close();
  });

  describe('flight', () => {
    test('sees and writes one organisation only', async () => {
      await db.flight(A, [insert(A, 1), insert(A, 2, 'v')]);
      await db.flight(B, [insert(B, 3)]);
      expect(await db.flight(A, [ids, sql('select word from note where id = $1', 2)])).toEqual([
        [['1'], ['2']],
        [['v']],
      ]);
      expect(await db.flight(B, [ids])).toEqual([[['3']]]);
      await expect(db.flight(B, [insert(A, 9)])).rejects.toMatchObject({ sqlState: '42501' });
      // Negative control: the rows of both are there, the wall hides them.
      expect((await owner.query('select from note')).rowCount).toBe(3);
    });

    test('an error in any statement rolls back all', async () => {
      await expect(db.flight(A, [insert(A, 1), sql('select 1 / $1::int', 0)])).rejects.toMatchObject({
        sqlState: '22012',
      });
      await expect(db.flight(A, [insert(A, 2), insert(A, 3)])).rejects.toMatchObject({
        // Deferred: found at Sync only, after every statement was answered.
        constraint: 'note_word_key',
      });
      expect(await db.flight(A, [ids])).toEqual([[]]);
    });

    test('statements that were parsed before the error can be used again on the same connection', async () => {
      const one = Database.open({ url: test_.urls.api, max: 1 });
      const fresh = sql(`select id from note where id = $1 -- ${Math.random()}`, 7);
      for (let i = 0; i < 3; i++) {
        await expect(one.flight(A, [fresh, sql('select nonsense')])).rejects.toMatchObject({
          sqlState: '42703',
        });
        expect(await one.flight(A, [fresh])).toEqual([[]]);
      }
      await one.close();
    });

    test('the same statement twice in one flight is parsed once', async () => {
      const text = `select $1::int -- ${Math.random()}`;
      expect(await db.flight(A, [sql(text, 1), sql(text, 2)])).toEqual([[['1']], [['2']]]);
    });

    test('statements are prepared on the server under names', async () => {
      const one = Database.open({ url: test_.urls.api, max: 1 });
      const read = sql('select 1 from note where id = $1', 1);
      for (let i = 0; i < 7; i++) await one.flight(A, [read]);
      const [rows] = await one.withoutOrganisation([
        sql(
          'select name, generic_plans + custom_plans from pg_prepared_statements where statement = $1',
          read.text,
        ),
      ]);
      expect(rows).toEqual([[expect.stringMatching(/^c[0-9a-f]{20}$/), '7']]);
      await one.close();
    });

    test('hundred at once over two connections keep their answers apart', async () => {
      const answers = await Promise.all(
        Array.from({ length: 100 }, (_, i) => db.flight(i % 2 ? A : B, [sql('select $1::int', i), ids])),
      );
      expect(answers.map(([rows]) => rows?.[0]?.[0])).toEqual(
        Array.from({ length: 100 }, (_, i) => String(i)),
      );
    });

    test('times, dates and intervals have one form', async () => {
      const [[row]] = (await db.flight(A, [
        sql("select '2026-11-22 09:40+02'::timestamptz, '2026-11-22'::date, '1 day 2 hours'::interval, true"),
      ])) as [[string[]]];
      expect(row).toEqual(['2026-11-22 07:40:00+00', '2026-11-22', 'P1DT2H', 't']);
    });

    test('any text and bytes come back as they went', async () => {
      const text = fc.string({ unit: 'binary' }).filter((s) => !s.includes('\0'));
      await fc.assert(
        fc.asyncProperty(text, fc.array(fc.option(text)), fc.uint8Array(), async (word, words, bytes) => {
          const [rows] = await db.flight(A, [
            sql('select $1::text, to_json($2::text[]), encode($3::bytea, $4)', word, words, bytes, 'hex'),
          ]);
          expect(rows?.[0]?.[0]).toBe(word);
          expect(JSON.parse(rows?.[0]?.[1] ?? '')).toEqual(words);
          expect(rows?.[0]?.[2]).toBe(Buffer.from(bytes).toString('hex'));
        }),
        { numRuns: 50 },
      );
    });

    test('an organisation that is none is refused before anything is sent', async () => {
      for (const organisation of ['', 'x', `${A}'`, '00000000-0000-0000-0000-00000000000']) {
        await expect(db.flight(organisation, [ids])).rejects.toBeInstanceOf(NoOrganisation);
        await expect(db.transaction(organisation, async () => 1)).rejects.toBeInstanceOf(NoOrganisation);
      }
    });

    test('a statement that opens a transaction by itself does not spoil the connection for the next', async () => {
      const one = Database.open({ url: test_.urls.api, max: 1 });
      await one.flight(A, [sql('begin'), insert(A, 1)]);
      expect(await one.flight(A, [ids])).toEqual([[]]);
      await one.close();
    });

    test('statements prepared before the table changed are prepared anew', async () => {
      const all = sql('select * from note where id > $1', 0);
      await db.flight(A, [all]);
      await owner.query('alter table note add column extra text');
      try {
        expect(await db.flight(A, [insert(A, 1), all])).toEqual([[], [[A, '1', 'w', null]]]);
        await owner.query('alter table note add column more text');
        expect(await db.transaction(A, (tx) => tx.query(all))).toEqual([[A, '1', 'w', null, null]]);
      } finally {
        await owner.query('alter table note drop column extra, drop column if exists more');
      }
    });
  });

  describe('without organisation', () => {
    test('named exceptions can be read, walled tables raise the alarm', async () => {
      expect(await db.withoutOrganisation([sql('select handle from organisation_handle')])).toEqual([[]]);
      const one = Database.open({ url: test_.urls.api, max: 1 });
      // Never set on this connection, and emptied after a flight: PostgreSQL answers differently, we alike.
      await expect(one.withoutOrganisation([ids])).rejects.toBeInstanceOf(NoOrganisation);
      await one.flight(A, [ids]);
      await expect(one.withoutOrganisation([ids])).rejects.toBeInstanceOf(NoOrganisation);
      await expect(one.withoutOrganisation([insert(A, 1)])).rejects.toBeInstanceOf(NoOrganisation);
      await one.close();
    });
  });

  describe('snapshot', () => {
    const seen = async (
      work: () => Promise<unknown>,
      take: (work: () => Promise<unknown>) => Promise<unknown>,
    ) => [await take(work), (await owner.query('select from note')).rowCount] as const;

    test('sees one instant, however long it takes; a transaction sees what comes in between (control)', async () => {
      const more = () => db.flight(A, [insert(A, Math.floor(Math.random() * 1e9), crypto.randomUUID())]);
      const look = async (tx: { query(statement: Statement): Promise<unknown[]> }) => {
        const before = (await tx.query(ids)).length;
        await more();
        return (await tx.query(ids)).length - before;
      };
      expect(await seen(more, () => db.snapshot(A, {}, look))).toEqual([0, 1]);
      expect(await seen(more, () => db.transaction(A, look))).toEqual([1, 2]);
    });

    test('writes nothing, and its settings end with it', async () => {
      const setting = sql("select current_setting('egress.word', true)");
      await expect(db.snapshot(A, {}, (tx) => tx.query(insert(A, 1)))).rejects.toMatchObject({
        sqlState: '25006',
      });
      const one = test_.open('api', 1);
      expect(await one.snapshot(A, { 'egress.word': "it's" }, (tx) => tx.query(setting))).toEqual([["it's"]]);
      expect(await one.flight(A, [setting])).toEqual([[['']]]);
    });
  });

  describe('exclusively', () => {
    const other = () => test_.open('api', 1);

    test('one at a time by name; others are told at once', async () => {
      const ran: string[] = [];
      const first = db.exclusively('a', async () => {
        expect(await other().exclusively('a', async () => void ran.push('same'))).toBe(false);
        expect(await other().exclusively('b', async () => void ran.push('other'))).toBe(true);
      });
      expect(await first).toBe(true);
      expect(await other().exclusively('a', async () => void ran.push('after'))).toBe(true);
      expect(ran).toEqual(['other', 'after']);
    });

    test('lets go when the work throws, and outlasts the patience for idle transactions', async () => {
      await expect(db.exclusively('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
      const impatient = new URL(test_.urls.api);
      impatient.searchParams.set(
        'options',
        '-c idle_in_transaction_session_timeout=50 -c transaction_timeout=60',
      );
      const one = Database.open({ url: impatient.href, max: 1 });
      const slow = one.exclusively('a', () => new Promise((done) => setTimeout(done, 300)));
      expect(await slow).toBe(true);
      await one.close();
    });

    test('tells when the connection went, and with it the lock', async () => {
      const one = Database.open({ url: test_.urls.api, max: 1, applicationName: 'exclusive' });
      const held = one.exclusively('a', async (lost) => {
        expect(lost.aborted).toBe(false);
        await owner.query(
          "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'exclusive'",
        );
        // It may be told before its killer is.
        if (!lost.aborted) await new Promise<void>((done) => lost.addEventListener('abort', () => done()));
        expect(await other().exclusively('a', async () => undefined)).toBe(true);
      });
      expect(await held).toBe(true);
      expect(await one.flight(A, [ids])).toEqual([[]]);
      await one.close();
    });
  });

  describe('transaction', () => {
    test('commits all, then runs what waits for the commit', async () => {
      const order: string[] = [];
      const result = await db.transaction(A, async (tx) => {
        tx.afterCommit(() => order.push('after'));
        await tx.query(insert(A, 1));
        expect((await owner.query('select from note')).rowCount).toBe(0);
        order.push('work');
        return (await tx.query(ids)).length;
      });
      expect(result).toBe(1);
      expect(order).toEqual(['work', 'after']);
      expect((await owner.query('select from note')).rowCount).toBe(1);
    });

    test('an error rolls back and forgets what waited', async () => {
      let ran = false;
      const work = db.transaction(A, async (tx) => {
        tx.afterCommit(() => {
          ran = true;
        });
        await tx.query(insert(A, 1));
        throw new Error('changed my mind');
      });
      await expect(work).rejects.toThrow('changed my mind');
      expect(ran).toBe(false);
      expect(await db.flight(A, [ids])).toEqual([[]]);
    });

    test('a swallowed error does not look like success', async () => {
      const work = db.transaction(A, async (tx) => {
        await tx.query(insert(A, 1));
        await tx.query(sql('select 1 / 0')).catch(() => undefined);
      });
      await expect(work).rejects.toMatchObject({ sqlState: '22012' });
      expect(await db.flight(A, [ids])).toEqual([[]]);
    });

    test('statements that were not awaited are part of it', async () => {
      await db.transaction(A, async (tx) => {
        void tx.query(insert(A, 1));
        void tx.flight([insert(A, 2, 'b'), insert(A, 3, 'c')]);
      });
      expect(await db.flight(A, [ids])).toEqual([[['1'], ['2'], ['3']]]);
    });

    test('what nobody reads travels with the next statement, in order, and with COMMIT at the latest', async () => {
      const one = Database.open({ url: test_.urls.api, max: 1 });
      await one.transaction(A, async (tx) => {
        tx.later(insert(A, 1, 'a'));
        tx.later(insert(A, 2, 'b'));
        expect(await tx.query(ids)).toEqual([['1'], ['2']]);
        // Asked before it was put off, so answered without it.
        const before = tx.query(ids);
        tx.later(insert(A, 3, 'c'));
        expect(await before).toEqual([['1'], ['2']]);
      });
      expect(await one.flight(A, [ids])).toEqual([[['1'], ['2'], ['3']]]);
      await one.transaction(B, async (tx) => tx.later(insert(B, 4)));
      expect(await one.flight(B, [ids])).toEqual([[['4']]]);
      await one.close();
    });

    test('what was put off fails whatever it travels with, and nothing of it is kept', async () => {
      const broken = sql('select 1/0');
      const inTheMiddle = db.transaction(A, async (tx) => {
        tx.later(insert(A, 1, 'a'));
        tx.later(broken);
        await tx.query(ids).catch(() => undefined);
      });
      await expect(inTheMiddle).rejects.toMatchObject({ sqlState: '22012' });
      const withCommit = db.transaction(A, async (tx) => {
        await tx.query(insert(A, 1, 'a'));
        tx.later(broken);
        tx.afterCommit(() => {
          throw new Error('It was committed.');
        });
      });
      await expect(withCommit).rejects.toMatchObject({ sqlState: '22012' });
      const amongMany = db.transaction(A, async (tx) => {
        tx.later(broken);
        for (let id = 1; id <= 120; id++) tx.later(insert(A, id, `word ${id}`));
      });
      await expect(amongMany).rejects.toMatchObject({ sqlState: '22012' });
      expect(await db.flight(A, [ids])).toEqual([[]]);
    });

    test('more than a connection takes at once goes in portions', async () => {
      await db.transaction(A, async (tx) => {
        for (let id = 1; id <= 120; id++) tx.later(insert(A, id, `word ${id}`));
      });
      expect((await db.flight(A, [ids]))[0]).toHaveLength(120);
    });

    test('the handle is dead afterwards', async () => {
      const kept = await db.transaction(A, async (tx) => tx);
      await expect(kept.query(ids)).rejects.toThrow('is over');
    });

    test('an error of a deferred constraint at COMMIT is an error', async () => {
      const work = db.transaction(A, async (tx) => {
        await tx.query(insert(A, 1));
        await tx.query(insert(A, 2));
      });
      await expect(work).rejects.toMatchObject({ sqlState: '23505', constraint: 'note_word_key' });
      expect(await db.flight(A, [ids])).toEqual([[]]);
    });

    test('a deadlock is done again and both succeed', async () => {
      await db.flight(A, [insert(A, 1, 'x'), insert(A, 2, 'y')]);
      let attempts = 0;
      const touch = (id: number) => sql('update note set word = word where id = $1', id);
      let meet: (() => void) | undefined;
      const met = new Promise<void>((done) => {
        meet = done;
      });
      const cross = (first: number, second: number) =>
        db.transaction(A, async (tx) => {
          const mine = ++attempts;
          await tx.query(touch(first));
          if (mine === 2) meet?.();
          if (mine <= 2) await met;
          await tx.query(touch(second));
        });
      await Promise.all([cross(1, 2), cross(2, 1)]);
      // The victim begins again while the other may still hold its rows: once is enough, twice is possible.
      expect(attempts).toBeGreaterThanOrEqual(3);
    });

    test('work that never gets through is given up after three repeats', async () => {
      let attempts = 0;
      const work = db.transaction(A, async (tx) => {
        attempts++;
        await tx.query(sql("do $$ begin raise exception 'no' using errcode = '40001'; end $$"));
      });
      await expect(work).rejects.toMatchObject({ sqlState: '40001' });
      expect(attempts).toBe(4);
    });

    test('other errors are not repeated', async () => {
      let attempts = 0;
      await expect(
        db.transaction(A, async (tx) => {
          attempts++;
          await tx.query(sql('select 1 / 0'));
        }),
      ).rejects.toBeInstanceOf(DatabaseError);
      expect(attempts).toBe(1);
    });

    test('a callback that throws does not undo the commit', async () => {
      const faults: unknown[] = [];
      const one = Database.open({
        url: test_.urls.api,
        max: 1,
        onAfterCommitFault: (error) => faults.push(error),
      });
      const ran: number[] = [];
      await one.transaction(A, async (tx) => {
        await tx.query(insert(A, 1));
        tx.afterCommit(() => {
          throw new Error('late');
        });
        tx.afterCommit(() => ran.push(2));
      });
      expect(faults).toHaveLength(1);
      expect(ran).toEqual([2]);
      await one.close();
    });

    test('without statements takes no connection', async () => {
      const nowhere = Database.open({ url: 'postgres://u:p@127.0.0.1:1/d' });
      expect(await nowhere.transaction(A, async () => 5)).toBe(5);
      await nowhere.close();
    });
  });

  describe('read', () => {
    beforeEach(async () => {
      await db.flight(A, [insert(A, 1), insert(A, 2, 'v')]);
      await db.flight(B, [insert(B, 3)]);
    });
    const word = (id: number) => sql('select word from note where id = $1', id);
    const trips = async (work: () => Promise<unknown>) => {
      const before = db.counters.trips;
      await work();
      return db.counters.trips - before;
    };

    test('asked for at one moment take one trip, each with its own values, and one organisation each', async () => {
      let answers: unknown;
      const asked = () =>
        Promise.all([db.read(A, ids), db.read(A, word(1)), db.read(B, ids), db.read(A, word(3))]);
      expect(await trips(async () => (answers = await asked()))).toBe(2);
      expect(answers).toEqual([[['1'], ['2']], [['w']], [['3']], []]);
      const many = Array.from({ length: 24 }, (_, at) => db.read(at % 2 ? B : A, ids));
      const expected = Array.from({ length: 24 }, (_, at) => (at % 2 ? [['3']] : [['1'], ['2']]));
      expect(await trips(async () => (answers = await Promise.all(many)))).toBeLessThanOrEqual(4);
      expect(answers).toEqual(expected);
      // Negative control: without the wall of its own organisation a read would find them all.
      expect((await owner.query('select from note')).rowCount).toBe(3);
    });

    test('is of its own moment: what was committed before it was asked for is there', async () => {
      for (let id = 10; id < 40; id++) {
        const others = [db.read(A, ids), db.read(A, ids)];
        await db.flight(A, [insert(A, id, `word ${id}`)]);
        expect(await db.read(A, word(id))).toEqual([[`word ${id}`]]);
        await Promise.all(others);
      }
    });

    test('fails for whoever asked, and for nobody beside them', async () => {
      const asked = [word(1), sql('select 1 / $1::int', 0), word(2), sql('select word from missing')];
      const [first, divided, second, missing] = await Promise.allSettled(asked.map((one) => db.read(A, one)));
      expect([first, second]).toEqual([
        { status: 'fulfilled', value: [['w']] },
        { status: 'fulfilled', value: [['v']] },
      ]);
      expect(divided).toMatchObject({ status: 'rejected', reason: { sqlState: '22012' } });
      expect(missing).toMatchObject({ status: 'rejected', reason: { sqlState: '42P01' } });
      await expect(db.read('', ids)).rejects.toThrow(NoOrganisation);
      await expect(db.read(A, sql('select $1', undefined))).rejects.toThrow(TypeError);
    });

    test('that a plan went stale for are asked for again, and all are answered', async () => {
      await Promise.all([db.read(A, ids), db.read(A, word(1))]);
      await owner.query('alter table note alter column word type varchar');
      expect(await Promise.all([db.read(A, word(1)), db.read(A, ids)])).toEqual([[['w']], [['1'], ['2']]]);
      await owner.query('alter table note alter column word type text');
    });

    test('all fail where the connection is lost, and the next are answered', async () => {
      const asked = [db.read(A, ids), db.read(A, sql('select pg_terminate_backend(pg_backend_pid())'))];
      for (const one of await Promise.allSettled(asked))
        expect(one).toMatchObject({ status: 'rejected', reason: expect.any(DatabaseUnavailable) });
      expect(await db.read(A, ids)).toEqual([['1'], ['2']]);
    });

    test('nobody waits behind a read that was slow: it travels alone from then on', async () => {
      const slow = sql('select pg_sleep($1::float8)', 0.4);
      await Promise.all([db.read(A, slow), db.read(A, ids)]);
      // What it travelled with is under suspicion, too, and each takes a trip of its own.
      expect(await trips(() => Promise.all([db.read(A, slow), db.read(A, ids), db.read(A, word(1))]))).toBe(
        3,
      );
      expect(await trips(() => Promise.all([db.read(A, word(1)), db.read(A, word(2))]))).toBe(1);
    });

    test('what never ends holds nobody up but whoever travels with it', async () => {
      const eight = test_.open('api', 8);
      const stuck = Array.from({ length: 20 }, (_, at) =>
        eight.read(A, sql(`select pg_sleep($1::float8) -- ${at % 2}`, 3)),
      );
      const began = performance.now();
      await new Promise((resolve) => setImmediate(resolve));
      // Both places are taken; it leaves when one of them is late, without its kind, and long before that one ends.
      expect(await eight.read(A, ids)).toEqual([['1'], ['2']]);
      expect(eight.counters.flights).toBeGreaterThan(2);
      expect(performance.now() - began).toBeLessThan(3_000);
      await Promise.allSettled(stuck);
    });
  });

  test('counters count what the caller sent', async () => {
    const one = Database.open({ url: test_.urls.api, max: 1 });
    await one.flight(A, [ids, ids]);
    await one.transaction(A, async (tx) => {
      await tx.query(insert(A, 1));
      await tx.flight([insert(A, 2, 'b'), ids]);
    });
    await one.withoutOrganisation([sql('select from organisation_handle')]);
    await Promise.all([one.read(A, ids), one.read(A, ids)]);
    expect(one.counters).toEqual({ statements: 8, flights: 3, transactions: 1, trips: 6 });
    await one.close();
  });

  describe('errors', () => {
    const secret = 'bill@acme.example';

    test.each([
      ['unique key', [insert(A, 1, secret), insert(A, 1, secret)]],
      ['cast', [sql('select $1::uuid', secret)]],
      [
        'raised',
        [
          sql(
            `do $$ begin raise exception '${secret}' using detail = '${secret}', hint = '${secret}'; end $$`,
          ),
        ],
      ],
      ['not null', [sql('insert into note (organisation_id, id) values ($1, $2)', A, 1)]],
      ['row policy', [insert(B, 1, secret)]],
    ])('%s: tell the state and nothing a person wrote', async (_, statements) => {
      const error = await db.flight(A, statements).catch((e: unknown) => e);
      expect(error).toBeInstanceOf(DatabaseError);
      const everything =
        JSON.stringify(error, Object.getOwnPropertyNames(error)) + String((error as Error).stack);
      expect(everything).not.toContain(secret);
      for (const field of ['detail', 'hint', 'where', 'query', 'parameters', 'internalQuery', 'cause']) {
        expect(error).not.toHaveProperty(field);
      }
    });

    test('constraint and table are told', async () => {
      await expect(db.flight(A, [insert(A, 1, 'a'), insert(A, 1, 'b')])).rejects.toMatchObject({
        name: 'DatabaseError',
        sqlState: '23505',
        constraint: 'note_pkey',
        table: 'note',
      });
    });

    test('a programming error keeps its message', async () => {
      await expect(db.flight(A, [sql('select wurd from note')])).rejects.toThrow(
        'column "wurd" does not exist',
      );
    });

    test('COPY is refused and the connection stays in step', async () => {
      const one = Database.open({ url: test_.urls.api, max: 1 });
      await expect(one.flight(A, [sql('copy note from stdin')])).rejects.toBeInstanceOf(DatabaseError);
      expect(await one.flight(A, [ids])).toEqual([[]]);
      await one.close();
    });
  });

  describe('faults of the connection', () => {
    const kill = (database: string) =>
      owner.query('select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1', [
        database,
      ]);
    const until = async (application: string, state: string) => {
      for (;;) {
        const found = await owner.query(
          'select from pg_stat_activity where application_name = $1 and (wait_event = $2 or state = $2)',
          [application, state],
        );
        if (found.rowCount) return;
      }
    };

    test('lost in a flight: unavailable, and the next one works', async () => {
      const one = Database.open({ url: test_.urls.api, max: 1, applicationName: 'lost-flight' });
      const sleeping = one.flight(A, [insert(A, 1), sql('select pg_sleep(10)')]);
      sleeping.catch(() => undefined);
      await until('lost-flight', 'PgSleep');
      await kill('lost-flight');
      await expect(sleeping).rejects.toMatchObject({ name: 'DatabaseUnavailable', reason: 'lost' });
      expect(await one.flight(A, [ids])).toEqual([[]]);
      await one.close();
    });

    test('lost in a transaction: unavailable, nothing kept, not repeated', async () => {
      const one = Database.open({ url: test_.urls.api, max: 1, applicationName: 'lost-transaction' });
      let attempts = 0;
      const work = one.transaction(A, async (tx) => {
        attempts++;
        await tx.query(insert(A, 1));
        await kill('lost-transaction');
        await tx.query(ids);
      });
      await expect(work).rejects.toBeInstanceOf(DatabaseUnavailable);
      expect(attempts).toBe(1);
      expect(await one.flight(A, [ids])).toEqual([[]]);
      await one.close();
    });

    test('lost while idle: nobody notices', async () => {
      const one = Database.open({ url: test_.urls.api, max: 1, applicationName: 'lost-idle' });
      await one.flight(A, [ids]);
      await kill('lost-idle');
      await new Promise((done) => setTimeout(done, 100));
      expect(await one.flight(A, [ids])).toEqual([[]]);
      await one.close();
    });

    test('all connections in use: a bounded wait, then unavailable', async () => {
      const one = Database.open({ url: test_.urls.api, max: 1, patienceMillis: 200 });
      // Connected before: signing in may take longer than that on a busy machine.
      for (let connected = false; !connected; )
        connected = await one.flight(A, [ids]).then(
          () => true,
          () => false,
        );
      const busy = one.flight(A, [sql('select pg_sleep(2)')]);
      let freed = false;
      void busy.then(() => {
        freed = true;
      });
      await expect(one.flight(A, [ids])).rejects.toMatchObject({
        name: 'DatabaseUnavailable',
        reason: 'busy',
      });
      expect(freed).toBe(false);
      await busy;
      expect(await one.flight(A, [ids])).toEqual([[]]);
      await one.close();
    });

    test('a statement that takes too long is ended by the server', async () => {
      const one = Database.open({ url: test_.urls.api, max: 1, statementMillis: 100 });
      await expect(one.flight(A, [sql('select pg_sleep(5)')])).rejects.toMatchObject({ sqlState: '57014' });
      await one.close();
    });

    test('a server that falls mute is given up', async () => {
      const one = Database.open({
        url: test_.urls.api,
        max: 1,
        // A busy machine must not be so late that the server ends the statement itself.
        statementMillis: 3_000,
        applicationName: 'mute',
      });
      await one.flight(A, [ids]);
      const found = await owner.query("select pid from pg_stat_activity where application_name = 'mute'");
      const pid = Number(found.rows[0].pid);
      process.kill(pid, 'SIGSTOP');
      try {
        await expect(one.flight(A, [ids])).rejects.toMatchObject({ reason: 'timeout' });
      } finally {
        process.kill(pid, 'SIGCONT');
      }
      expect(await one.flight(A, [ids])).toEqual([[]]);
      await one.close();
    });

    test.each([
      ['unreachable', 'postgres://u:p@127.0.0.1:1/d'],
      ['refused', 'wrong password'],
    ])('%s', async (reason, url) => {
      const wrong = new URL(test_.urls.api);
      wrong.password = 'wrong';
      const one = Database.open({ url: url.startsWith('postgres') ? url : wrong.href });
      await expect(one.flight(A, [ids])).rejects.toMatchObject({ name: 'DatabaseUnavailable', reason });
      await one.close();
    });
  });
});
