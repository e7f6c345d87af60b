import 'reflect-metadata';
import '@courtyard/feed';
import { type TestDatabase, testDatabase } from '@courtyard/database';
import { everythingLeaving, previewSql, READING } from '@courtyard/egress';
import type { Client } from 'pg';
import { NEXT_YEAR, type OpenedGrant, SOME_TIME, Wall } from './wall.js';

jest.setTimeout(120_000);

const PEOPLE = 3_000;

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly Plans?: readonly PlanNode[];
}

/** Rows that passed between the nodes of a plan while it ran. */
function workOf(node: PlanNode): number {
  const below = (node.Plans ?? []).reduce((sum, plan) => sum + workOf(plan), 0);
  return node['Actual Rows'] * node['Actual Loops'] + below;
}

/** How whatever comes of many rows is put together. */
function joinsOf(node: PlanNode): string[] {
  const below = (node.Plans ?? []).flatMap(joinsOf);
  const many = node['Actual Rows'] * node['Actual Loops'] >= PEOPLE;
  return many && /Join|Loop/.test(node['Node Type']) ? [node['Node Type'], ...below] : below;
}

/** The views judge each cell a few times at most, and not the whole organisation once a row. */
describe('the plan of a view of schema egress', () => {
  let database: TestDatabase;
  let wall: Wall;
  let grant: OpenedGrant;
  let recipientId: string;
  beforeAll(async () => {
    database = await testDatabase({ fresh: true });
    wall = await Wall.open(database);
    const organisationId = await wall.organisation();
    recipientId = await wall.recipient(organisationId, 'research-body');
    await wall.opening(organisationId, 'research', recipientId, 'Employee', [2, 5]);
    await wall.owner.query(
      `insert into employee (organisation_id, id, name, name_folded, name_words, title, kind, status, roles, created_at)
       select $1, gen_random_uuid(), 'Name ' || n, 'n', '{n}', 'Title', 'employee', 'active', '{employee}', $2 from generate_series(1, $3::int) n`,
      [organisationId, SOME_TIME, PEOPLE],
    );
    await wall.owner.query(
      `insert into cell_person select organisation_id, 'Employee', id, f, id, 'owner' from employee, unnest(array[2, 5]) f`,
    );
    await wall.owner.query(
      `insert into consent_index (organisation_id, employee_id, purpose, recipient_id, entity, covers_until, bits, no_bits, valid_until, version)
       select organisation_id, id, 'research', $1, 'Employee', $2, 4, 0, $3, 1 from employee`,
      [recipientId, SOME_TIME, NEXT_YEAR],
    );
    grant = await wall.grant(organisationId, 'research', recipientId, { Employee: [2, 5] });
  });
  afterAll(async () => {
    await wall?.close();
    await database?.close();
  });

  const under = async (settings: Readonly<Record<string, string>>, client: Client) => {
    for (const setting of Object.entries(settings))
      await client.query('select set_config($1, $2, true)', setting);
  };
  const EXPLAIN = 'explain (analyze, timing off, format json)';
  const planOf = (select: string, settings = READING): Promise<PlanNode> =>
    wall.asEgress(grant, async (client) => {
      await under(settings, client);
      const { rows } = await client.query(`${EXPLAIN} ${select}`);
      return rows[0]['QUERY PLAN'][0].Plan;
    });
  const work = async (select: string, settings = READING) =>
    workOf(await planOf(select, settings)) / (PEOPLE * 2);

  const SELECTS = [
    'select * from egress.employee_cells',
    'select * from egress.column_count',
    'select * from egress.released_person',
  ];

  test.each(SELECTS)('%s is linear in the cells, with statistics and without', async (select) => {
    expect(await work(select)).toBeLessThan(60);
    await wall.owner.query('analyze');
    expect(await work(select)).toBeLessThan(60);
  });

  test.each(SELECTS)('%s merges people with what they said', async (select) => {
    expect([...new Set(joinsOf(await planOf(select)))]).toEqual(['Merge Join']);
  });

  test('control: left to the planner they were hashed', async () => {
    const { enable_hashjoin: _, ...settings } = READING;
    expect(joinsOf(await planOf('select * from egress.employee_cells', settings))).toContain('Hash Join');
  });

  test('a preview is linear in the cells, with statistics and without', async () => {
    await wall.owner.query('begin');
    await under({ ...READING, 'app.org': grant.organisationId }, wall.owner);
    for (const leaving of everythingLeaving()) {
      const numbers = leaving.fields.map(({ number }) => number);
      const { rows } = await wall.owner.query(`${EXPLAIN} ${previewSql(leaving)}`, [
        grant.organisationId,
        recipientId,
        'research',
        numbers,
      ]);
      expect(workOf(rows[0]['QUERY PLAN'][0].Plan) / (PEOPLE * 2)).toBeLessThan(60);
    }
    await wall.owner.query('rollback');
  });

  test('control: without the settings under which they are read, and without statistics, they were quadratic', async () => {
    await wall.owner.query(
      "delete from pg_statistic where starelid in (select oid from pg_class where relnamespace = 'public'::regnamespace)",
    );
    expect(await work('select * from egress.employee_cells', {})).toBeGreaterThan(60);
  });

  test('control: judging anew for each row is noticed', async () => {
    const anew =
      'select * from generate_series(1, 30) n cross join lateral (select count(*) from egress.employee_cells where n > 0) c';
    expect(await work(anew)).toBeGreaterThan(60);
  });
});
