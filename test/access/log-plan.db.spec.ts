import '@courtyard/people';
import type { Statement } from '@courtyard/database';
import { Client } from 'pg';
import { LogHouse, ORGANISATION, person } from '../../libs/compliance/fixtures/house.js';
import { nodesOf, type PlanNode, planOf } from './plan.js';

/*
 * The plans of the officer's log as role api behind the row policies, on 200,000 entries: whatever it is narrowed by, no more
 * is read than a page needs. Text and arrays are no index conditions behind a row policy; positions are.
 */

const LEAVES = 200_000;
const FIRST = 50;
const CUSTOM = 'force_custom_plan';
const GENERIC = 'force_generic_plan';
/** Entries an hour, so that a day is a small piece of the log. */
const HOURLY = 25;

let house: LogHouse;
let api: Client;
const officer = person(['compliance_officer']);
const bill = person(['employee']);

beforeAll(async () => {
  house = await LogHouse.open();
  const { owner } = house;
  await owner.query(
    `insert into audit_event (organisation_id, id, xid, at, kind, body, leaf)
     select $1, uuidv7(s), (n + 10)::text::xid8, now() + s, kind, body, sha256('\\x00'::bytea || body)
     from (select n, make_interval(secs => (n - $2) * 3600.0 / ${HOURLY}) as s,
       case when n % 2000 = 0 then 'disclosure' when n % 50 = 1 then 'denied' when n % 25 = 2 then 'opened' else 'written' end as kind
       from generate_series(1, $2::int) n) e,
     lateral (select convert_to(json_build_object('resources', json_build_array(json_build_object('type',
       case when n % 2 = 0 then 'Employee' else 'Post' end)))::text, 'UTF8') as body) b`,
    [ORGANISATION, LEAVES],
  );
  await owner.query(
    `insert into audit_leaf (organisation_id, position, event_id, at, kind, operation, purpose, decision, fields, roles, "case", leaf)
     select organisation_id, n - 1, id, at, kind,
       case kind when 'written' then 'publishPost' when 'opened' then 'reveal' when 'denied' then 'read' else 'deliverDisclosure' end,
       case kind when 'written' then 'collaboration' when 'opened' then 'directory' when 'denied' then 'security' else 'legal' end,
       case kind when 'denied' then 'denied' else 'permitted' end,
       case when kind = 'opened' then array[12 + n % 3] else '{}' end::smallint[], '{employee}',
       case when kind = 'disclosure' then 'case-' || n % 20 end, leaf
     from (select *, row_number() over (order by xid) as n from audit_event) e`,
  );
  await owner.query(
    `insert into audit_person (organisation_id, person_id, event_id)
     select organisation_id, $1, id from audit_event where get_byte(leaf, 0) < 64`,
    [bill.employeeId],
  );
  await owner.query('vacuum analyze');
  api = new Client({ connectionString: house.home.urls.api });
  await api.connect();
  await api.query("select set_config('app.org', $1, false)", [ORGANISATION]);
}, 240_000);
afterAll(async () => {
  await api?.end();
  await house?.close();
});

/** What is sent to read the log, caught on its way. */
async function sentBy(work: () => Promise<unknown>): Promise<Statement[]> {
  const sent: Statement[] = [];
  const { read } = house.api;
  house.api.read = (organisationId, statement) => {
    sent.push(statement);
    return read.call(house.api, organisationId, statement);
  };
  try {
    await work();
    return sent;
  } finally {
    house.api.read = read;
  }
}

/** Rows that a scan touched, kept or not. */
function touched(plan: PlanNode, table: RegExp): number {
  return [...nodesOf(plan)]
    .filter((node) => table.test(node['Relation Name'] ?? ''))
    .reduce(
      (sum, node) =>
        sum + (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'],
      0,
    );
}

const scansAll = (plan: PlanNode) =>
  [...nodesOf(plan)].some(
    (node) =>
      node['Node Type'] === 'Seq Scan' &&
      /^audit_(leaf|event|person|field)$/.test(node['Relation Name'] ?? ''),
  );

const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString();

describe('the plan of a page of the log', () => {
  it.each<[string, object, number]>([
    ['everything', {}, 2 * (FIRST + 1)],
    ['a rare kind', { kind: 'disclosure' }, 2 * (FIRST + 1)],
    ['a usual kind', { kind: 'written' }, 3 * (FIRST + 1)],
    ['a kind that is not there', { kind: 'account_frozen' }, 0],
    ['an operation', { operation: 'reveal' }, 2 * (FIRST + 1)],
    ['a rare purpose', { purpose: 'legal' }, 2 * (FIRST + 1)],
    ['refusals', { decision: 'denied' }, 2 * (FIRST + 1)],
    ['a case', { case: 'case-0' }, 2 * (FIRST + 1)],
    ['a case that is not there', { case: 'case-none' }, 0],
    ['a field', { field: 'Employee.birthdayAudience' }, 3 * (FIRST + 1)],
    ['a field with a kind', { field: 'Employee.birthdayAudience', kind: 'opened' }, 3 * (FIRST + 1)],
    ['a day long ago', { from: day(300), to: day(299) }, 2 * (FIRST + 1) + 3 * 24 * HOURLY],
    [
      'a day long ago of a rare kind',
      { from: day(300), to: day(299), kind: 'disclosure' },
      2 * (FIRST + 1) + 3 * 24 * HOURLY,
    ],
    ['long ago, without an end', { to: day(300) }, 2 * (FIRST + 1) + 2 * 24 * HOURLY],
    ['all years', { from: day(9_000), to: day(-1) }, 2 * (FIRST + 1)],
  ])('narrowed by %s reads what the page needs', async (_, filter, most) => {
    const first = { ...officer, requestId: crypto.randomUUID() };
    let after: string | null = null;
    const statements = await sentBy(async () => {
      after = (await house.log.list(first, { filter, first: FIRST })).endCursor;
    });
    if (after)
      statements.push(...(await sentBy(() => house.log.list(first, { filter, first: FIRST, after }))));
    expect(statements.length).toBeGreaterThan(0);
    for (const statement of statements) {
      // What is planned for its values never has another plan.
      for (const mode of statement.planned ? [CUSTOM] : [CUSTOM, GENERIC]) {
        const plan = await planOf(api, statement, mode);
        expect([mode, scansAll(plan)]).toEqual([mode, false]);
        expect(touched(plan, /^audit_(leaf|event|field)$/)).toBeLessThanOrEqual(Math.max(most, 4));
      }
    }
  });

  it('is bounded by the rarer of two', async () => {
    const statements = await sentBy(() =>
      house.log.list(
        { ...officer },
        { filter: { kind: 'disclosure', purpose: 'collaboration' }, first: FIRST },
      ),
    );
    const plan = await planOf(api, statements[0] as Statement, CUSTOM);
    expect(touched(plan, /^audit_leaf$/)).toBeLessThanOrEqual(LEAVES / 2000 + 1);
  });

  it('of who looked at somebody walks their own entries, in order', async () => {
    const statements = await sentBy(() => house.looks.list({ ...bill }, { first: FIRST }));
    for (const mode of [CUSTOM, GENERIC]) {
      const plan = await planOf(api, statements[0] as Statement, mode);
      expect(scansAll(plan)).toBe(false);
      // One in seventeen is a look; the others are what colleagues wrote.
      expect(touched(plan, /^audit_person$/)).toBeLessThanOrEqual(40 * FIRST);
    }
  });

  it('of what waits reads what is young', async () => {
    const [statement] = await sentBy(() => house.tree.waiting(ORGANISATION));
    const plan = await planOf(api, statement as Statement, GENERIC);
    expect(touched(plan, /^audit_event$/)).toBeLessThanOrEqual(HOURLY + 2 * LEAVES ** 0.5);
  });

  it('control: an array test is noticed', async () => {
    const text = `select position from audit_leaf where organisation_id = $1::uuid and fields @> array[$2::smallint] order by position desc limit 51`;
    const plan = await planOf(api, { text, values: [ORGANISATION, 99] }, GENERIC);
    expect(touched(plan, /^audit_leaf$/)).toBeGreaterThan(LEAVES / 2);
  });
});
