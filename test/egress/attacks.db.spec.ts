import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { type TestDatabase, testDatabase } from '@courtyard/database';
import { makeGrantSecret } from '@courtyard/egress';
import { Client } from 'pg';
import { employeeRow, NEXT_YEAR, type OpenedGrant, postRow, SOME_TIME, Wall } from './wall.js';

jest.setTimeout(120_000);

const BILL = { name: 'CANARY-BILL-NAME', title: 'CANARY-BILL-TITLE' };
const ANN = { name: 'CANARY-ANN-NAME', title: 'CANARY-ANN-TITLE' };
const EVE = { name: 'CANARY-EVE-NAME', title: 'CANARY-EVE-TITLE' };
const POST = 'CANARY-POST-BODY';
const SECRETS = [BILL.title, ANN.name, ANN.title, EVE.name, EVE.title, POST];

/**
 * The attacks of gate.md section 5 and some more, as role egress holding one open grant. Bill said yes to his name; nobody else
 * said anything, and in another organisation everybody said yes to somebody else.
 */
describe('whoever runs SQL as role egress', () => {
  let database: TestDatabase;
  let wall: Wall;
  let grant: OpenedGrant;
  let other: OpenedGrant;
  let organisation: { a: string; b: string };
  let ids: { bill: string; ann: string; eve: string; post: string; recipient: string };

  beforeAll(async () => {
    database = await testDatabase({ fresh: true });
    wall = await Wall.open(database);
    const a = await wall.organisation();
    const b = await wall.organisation();
    organisation = { a, b };
    const [bill, ann, eve, post] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
    await wall.insert('employee', [
      employeeRow(a, bill, BILL),
      employeeRow(a, ann, ANN),
      employeeRow(b, eve, EVE),
    ]);
    await wall.insert('post', [postRow(a, post, ann, { body: POST })]);
    const cell = (org: string, entity: string, row_id: string, field_no: number, employee_id: string) => ({
      organisation_id: org,
      entity,
      row_id,
      field_no,
      employee_id,
      role: 'owner',
    });
    await wall.insert('cell_person', [
      ...[bill, ann].flatMap((id) => [2, 5].map((no) => cell(a, 'Employee', id, no, id))),
      ...[2, 5].map((no) => cell(b, 'Employee', eve, no, eve)),
      ...[5, 12].map((no) => cell(a, 'Post', post, no, ann)),
    ]);
    const recipient = await wall.recipient(a, 'research-body');
    const foreign = await wall.recipient(b, 'research-body');
    ids = { bill, ann, eve, post, recipient };
    for (const [org, to] of [
      [a, recipient],
      [b, foreign],
    ] as const) {
      await wall.opening(org, 'research', to, 'Employee', [2, 5]);
      await wall.opening(org, 'research', to, 'Post', [5, 12]);
    }
    const yes = (org: string, employee_id: string, recipient_id: string, bits: number) => ({
      organisation_id: org,
      employee_id,
      purpose: 'research',
      recipient_id,
      entity: 'Employee',
      covers_until: SOME_TIME,
      bits,
      no_bits: 0,
      valid_until: NEXT_YEAR,
      version: 1,
    });
    await wall.insert('consent_index', [yes(a, bill, recipient, 4), yes(b, eve, foreign, 36)]);
    grant = await wall.grant(a, 'research', recipient, { Employee: [2, 5], Post: [5, 12] });
    other = await wall.grant(b, 'research', foreign, { Employee: [2, 5] });
  });
  afterAll(async () => {
    await wall?.close();
    await database?.close();
  });

  /** What one attack gets: rows, or the code of the refusal. Bound to the grant unless `as` says otherwise. */
  async function attempt(
    attack: string | readonly string[],
    as: OpenedGrant | null = grant,
  ): Promise<{ code: string; message: string } | { rows: readonly unknown[] }> {
    const client = new Client({ connectionString: database.urls.egress });
    const notices: string[] = [];
    client.on('notice', ({ message }) => notices.push(String(message)));
    await client.connect();
    try {
      await client.query('begin');
      if (as)
        await client.query(
          "select set_config('app.org', $1, true), set_config('egress.disclosure', $2, true), set_config('egress.secret', $3, true)",
          [as.organisationId, as.disclosureId, as.secret],
        );
      let rows: readonly unknown[] = [];
      for (const statement of typeof attack === 'string' ? [attack] : attack)
        rows = (await client.query(statement)).rows;
      return { rows: [...rows, ...notices] };
    } catch (error) {
      const { code, message, detail, hint } = error as {
        code: string;
        message: string;
        detail?: string;
        hint?: string;
      };
      return { code, message: [message, detail, hint, ...notices].join(' ') };
    } finally {
      await client.end();
    }
  }

  const leaks = (told: unknown) => SECRETS.filter((secret) => JSON.stringify(told).includes(secret));

  test('control: with the grant it gets the one cell, and the person above the walls sees every canary', async () => {
    const got = await attempt('select * from egress.employee_cells');
    expect(got).toMatchObject({ rows: [{ name: BILL.name, title: null, released: '4' }] });
    expect(leaks(got)).toEqual([]);
    const { rows } = await wall.owner.query(
      'select name, title from employee union all select body, null from post',
    );
    expect(leaks(rows)).toEqual(SECRETS);
  });

  describe('is refused, whatever it asks', () => {
    test.each<[string, string | readonly string[], string]>([
      ['the table of people', 'select * from public.employee', '42501'],
      ['the table of people, by TABLE', 'table public.employee', '42501'],
      ['the table of posts', 'select body from public.post', '42501'],
      ['one column of it', 'select count(*) from public.employee where name is not null', '42501'],
      ['COPY out', 'copy public.employee to stdout', '42501'],
      ['COPY of a query', 'copy (select * from public.employee) to stdout', '42501'],
      ['COPY to a program', "copy (select 1) to program 'true'", '42501'],
      ['COPY to a file', "copy (select 1) to '/tmp/leak'", '42501'],
      ['what people said', 'select * from public.consent_index', '42501'],
      ['what people said, one by one', 'select * from public.consent_event', '42501'],
      ['whom cells concern', 'select * from public.cell_person', '42501'],
      ['grants', 'select * from public.disclosure_grant', '42501'],
      ['secrets of recipients', 'select alias_secret from public.recipient', '42501'],
      ['the views below the views', 'select * from egress.bound', '42501'],
      ['rows by their own ids', 'select * from egress.employee_judged', '42501'],
      ['what was asked, below', 'select * from egress.asked', '42501'],
      ['the log', 'select * from public.audit_event', '42501'],
      ['whom the log names', 'select * from public.audit_person', '42501'],
      ['sessions', 'select * from public.session', '42501'],
      ['accounts', 'select * from public.account', '42501'],
      ['a table of its own', 'create table public.loot (a text)', '42501'],
      ['a table in its schema', 'create table egress.loot (a text)', '42501'],
      ['another view', 'create view egress.loot as select 1', '42501'],
      ['replacing a view', 'create or replace view egress.employee_cells as select 1', '42501'],
      ['taking a view over', 'alter view egress.employee_cells owner to current_user', '42501'],
      ['lifting its barrier', 'alter view egress.employee_cells set (security_barrier = false)', '42501'],
      ['a temporary table', 'create temp table loot (a text)', '42501'],
      [
        'a function',
        "create function public.leak(text) returns boolean language plpgsql as 'begin return true; end'",
        '42501',
      ],
      [
        'a temporary function',
        "create function pg_temp.leak(text) returns boolean language plpgsql as 'begin return true; end'",
        '42501',
      ],
      [
        'an operator',
        'create operator public.<<< (leftarg = text, rightarg = text, function = texteq)',
        '42501',
      ],
      ['a cast', 'create cast (text as uuid) with inout', '42501'],
      ['an extension', 'create extension file_fdw', '42501'],
      ['a publication', 'create publication p for all tables', '42501'],
      ['a rule', 'create rule r as on select to egress.employee_cells do instead select 1', '42501'],
      ['writing through a view', "update egress.step set step = 'claimed'", '42501'],
      ['deleting a step', 'delete from public.disclosure_step', '42501'],
      ['changing a step', "update public.disclosure_step set step = 'claimed'", '42501'],
      ['approving', "update public.disclosure set status = 'approved'", '42501'],
      ['granting', 'insert into public.disclosure_grant select * from public.disclosure_grant', '42501'],
      [
        'saying yes for somebody',
        'insert into public.consent_index (organisation_id) values (gen_random_uuid())',
        '42501',
      ],
      ['files of the server', "select pg_read_file('PG_VERSION')", '42501'],
      ['directories of the server', "select pg_ls_dir('.')", '42501'],
      ['large objects from files', "select lo_import('/etc/passwd')", '42501'],
      ['becoming the owner', 'set role postgres', '42501'],
      ['becoming the session’s owner', 'set session authorization postgres', '42501'],
      ['triggers off', "set session_replication_role = 'replica'", '42501'],
      ['loading a library', "load 'dblink'", '42501'],
      [
        'ending others',
        'select pg_terminate_backend(pid) from pg_stat_activity where usename <> current_user and pid is not null',
        '42501',
      ],
    ])('%s', async (_, attack, code) => {
      const got = await attempt(attack);
      expect(leaks(got)).toEqual([]);
      // An extension or library that is not there is as good as one that may not be had.
      expect([code, '58P01', '0A000']).toContain((got as { code?: string }).code);
    });

    test('every role there is', async () => {
      const { rows } = await wall.owner.query<{ rolname: string }>(
        "select rolname from pg_roles where rolname <> $1 and rolname ~ '^(owner|egdef|api|audit|relay|search|postgres)'",
        [new URL(database.urls.egress).username],
      );
      expect(rows.length).toBeGreaterThan(5);
      for (const { rolname } of rows)
        expect(await attempt(`set role "${rolname}"`)).toMatchObject({ code: '42501' });
    });

    test('row security off is an error, and not an open door', async () => {
      const got = await attempt(['set row_security = off', 'select * from egress.employee_cells']);
      expect(got).toMatchObject({ code: '42501' });
      expect(leaks(got)).toEqual([]);
    });
  });

  describe('gets nothing without the grant', () => {
    const all = `select name, title from egress.employee_cells
      union all select body, null from egress.post_cells union all select entity, null from egress.released_person`;

    test('nothing set at all is an error', async () => {
      expect(await attempt(all, null)).toMatchObject({ code: '42704' });
      expect(await attempt(["set app.org = ''", all], null)).toMatchObject({ code: '22P02' });
    });

    test.each<[string, () => Promise<OpenedGrant> | OpenedGrant]>([
      ['a wrong secret', () => ({ ...grant, secret: makeGrantSecret() })],
      ['an empty secret', () => ({ ...grant, secret: '' })],
      ['the hash in place of the secret', () => ({ ...grant, secret: '\\x00' })],
      ['another organisation’s setting', () => ({ ...grant, organisationId: organisation.b })],
      ['another organisation’s disclosure', () => ({ ...grant, disclosureId: other.disclosureId })],
      ['another organisation’s secret', () => ({ ...grant, secret: other.secret })],
      ['the other grant with our organisation', () => ({ ...other, organisationId: organisation.a })],
      ['an unknown disclosure', () => ({ ...grant, disclosureId: randomUUID() })],
      ['one that is not approved', () => made({ disclosure: { status: 'requested' } })],
      ['one that was refused', () => made({ disclosure: { status: 'refused' } })],
      ['one that was called off', () => made({ disclosure: { status: 'ended' } })],
      [
        'one that expired',
        () =>
          made({ disclosure: { requested_at: '2026-01-01T00:00:00Z', expires_at: '2026-01-02T00:00:00Z' } }),
      ],
      ['a grant that expired', () => made({ grant: { expires_at: '2026-01-02T00:00:00Z' } })],
      ['a grant for another purpose', () => made({ grant: { purpose: 'ai-training' } })],
      ['one that was delivered', () => stepped('delivered')],
      ['one that was stopped', () => stepped('stopped')],
      ['one that was given up', () => stepped('failed')],
    ])('%s', async (_, as) => {
      expect(await attempt(all, await as())).toEqual({ rows: [] });
    });

    const made = (more: Parameters<Wall['grant']>[4]) =>
      wall.grant(organisation.a, 'research', ids.recipient, { Employee: [2, 5], Post: [5, 12] }, more);

    async function stepped(step: string): Promise<OpenedGrant> {
      const grantOfIts = await made({});
      expect(await attempt('select name from egress.employee_cells', grantOfIts)).toEqual({
        rows: [{ name: BILL.name }],
      });
      await wall.insert('disclosure_step', [
        {
          organisation_id: organisation.a,
          id: randomUUID(),
          disclosure_id: grantOfIts.disclosureId,
          step,
          at: SOME_TIME,
        },
      ]);
      return grantOfIts;
    }

    test('with the other grant it gets the other organisation’s, and none of ours', async () => {
      const got = await attempt(all, other);
      expect(JSON.stringify(got)).toContain(EVE.name);
      expect(JSON.stringify(got)).not.toContain(BILL.name);
    });

    test('switching the organisation in between gives nothing of either', async () => {
      expect(await attempt([`set local app.org = '${organisation.b}'`, all])).toEqual({ rows: [] });
    });
  });

  describe('gets the released cell and no other, however it looks', () => {
    test.each<[string, string | readonly string[]]>([
      ['hidden columns', 'select tableoid, * from egress.employee_cells'],
      ['a whole row', 'select c, row_to_json(c) from egress.employee_cells c'],
      [
        'a condition on what is withheld',
        `select * from egress.employee_cells where title = '${BILL.title}'`,
      ],
      ['order by what is withheld', 'select * from egress.employee_cells order by title, name'],
      ['LIKE on what is withheld', "select * from egress.employee_cells where title like 'CANARY%'"],
      ['a cast that fails', 'select name::int from egress.employee_cells'],
      [
        'a cast that fails on what is withheld',
        'select coalesce(title, ref)::int from egress.employee_cells',
      ],
      [
        'a division that fails',
        'select 1 / (char_length(title) - char_length(title)) from egress.employee_cells',
      ],
      [
        'a cheap function pushed down',
        [
          'set local enable_hashjoin = off',
          'set local enable_mergejoin = off',
          'select * from egress.employee_cells where name ~ chr(67) and title ~ chr(67)',
        ],
      ],
      ['a regular expression on posts', "select * from egress.post_cells where body ~ 'CANARY'"],
      ['a leaky comparison', 'select * from egress.employee_cells where title::text::bytea is not null'],
      ['XML of a query', "select query_to_xml('select * from egress.employee_cells', true, false, '')"],
      ['XML of a table', "select query_to_xml('select * from public.employee', true, false, '')"],
      ['XML of the whole schema', "select schema_to_xml('public', true, false, '')"],
      [
        'JSON of everything',
        'select json_agg(e), json_agg(p) from egress.employee_cells e full join egress.post_cells p on true',
      ],
      ['a plan', 'explain (analyze, verbose) select * from egress.employee_cells'],
      ['statistics of columns', 'select * from pg_stats'],
      ['statistics below them', 'select * from pg_statistic'],
      ['statistics of expressions', 'select * from pg_stats_ext_exprs'],
      ['what others are doing', 'select query from pg_stat_activity'],
      ['definitions of the views', "select pg_get_viewdef('egress.employee_cells'::regclass)"],
      ['names of everything', 'select * from pg_class'],
      [
        'a shadow of the clock',
        ['set local search_path = pg_temp, egress, public', 'select * from egress.employee_cells'],
      ],
      ['a shadow of the tables', ['set local search_path = egress, public', 'select * from employee_cells']],
      ['a prepared statement', ['prepare p as select * from egress.employee_cells', 'execute p']],
      ['a cursor', ['declare c cursor for select * from egress.employee_cells', 'fetch all from c']],
      ['a sample', 'select * from egress.employee_cells tablesample system (100)'],
      ['a lock', 'select * from egress.employee_cells for update'],
      [
        'a block',
        "do $$ begin raise exception '%', (select string_agg(name || coalesce(title, ''), ',') from egress.employee_cells); end $$",
      ],
      ['counts', 'select * from egress.column_count'],
      ['whom they concern', 'select * from egress.released_person'],
      ['what is due', 'select * from egress.due_disclosure'],
      ['mail', 'select * from egress.due_mail'],
    ])('%s', async (_, attack) => {
      const got = await attempt(attack);
      expect(leaks(got)).toEqual([]);
    });

    test('ids are this recipient’s own', async () => {
      const mine = await wall.cells(grant, 'employee');
      const second = await wall.recipient(organisation.a, 'research-body');
      expect(JSON.stringify(mine)).not.toContain(ids.bill);
      const ref = await wall.refs(ids.recipient);
      const theirs = await wall.refs(second);
      expect(mine[0]?.ref).toBe(ref(ids.bill));
      expect(mine[0]?.ref).not.toBe(theirs(ids.bill));
    });
  });

  test('what is told of sizes: nothing of other organisations by number, and the number of people by the planner', async () => {
    // Known and written down in docs/decisions/0023: pg_class.reltuples is readable by every role of PostgreSQL.
    const got = await attempt("select reltuples >= -1 as told from pg_class where relname = 'employee'");
    expect(got).toEqual({ rows: [{ told: true }] });
  });

  test('may append what became of a disclosure and of mail, and events to the log, in its own organisation only', async () => {
    const step = (org: string, of: string) =>
      `insert into public.disclosure_step (organisation_id, id, disclosure_id, step, at) values ('${org}', gen_random_uuid(), '${of}', 'claimed', now())`;
    expect(await attempt(step(organisation.a, grant.disclosureId))).toEqual({ rows: [] });
    expect(await attempt(step(organisation.b, other.disclosureId))).toMatchObject({ code: '42501' });
    expect(
      await attempt(`insert into public.audit_event (organisation_id, id, at, kind, body, leaf)
        values ('${organisation.b}', gen_random_uuid(), now(), 'disclosure', '{}', sha256('\\x00'::bytea || '{}'::bytea))`),
    ).toMatchObject({ code: '42501' });
  });
});
