import 'reflect-metadata';
import '@courtyard/feed';
import { randomUUID } from 'node:crypto';
import { type TestDatabase, testDatabase } from '@courtyard/database';
import { tried } from '@courtyard/testing';
import * as fc from 'fast-check';
import { Client } from 'pg';
import { build, FAVOURABLE } from './model.js';
import { Wall } from './wall.js';

jest.setTimeout(120_000);

interface Line {
  readonly row: number;
  readonly fieldNo: number;
  readonly person: number;
  readonly role: 'owner' | 'about';
}

const FIELDS = [2, 5, 12, 63];
const indexed = (max: number) => fc.integer({ min: 0, max });
const line: fc.Arbitrary<Line> = fc.record({
  row: indexed(2),
  fieldNo: fc.constantFrom(...FIELDS),
  person: indexed(2),
  role: fc.constantFrom<'owner' | 'about'>('owner', 'owner', 'about'),
});
type Step =
  | { readonly kind: 'insert'; readonly lines: readonly Line[] }
  | { readonly kind: 'delete' | 'exchange' | 'move'; readonly row: number; readonly person: number };
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('insert' as const), lines: fc.array(line, { minLength: 1, maxLength: 6 }) }),
  fc.record({ kind: fc.constantFrom('delete', 'exchange', 'move'), row: indexed(2), person: indexed(2) }),
);

/** Whose row it is, as `cell_owner` keeps it beside `cell_person`. */
describe('the line of a row’s owner', () => {
  let database: TestDatabase;
  let wall: Wall;
  beforeAll(async () => {
    database = await testDatabase({ fresh: true });
    wall = await Wall.open(database);
  });
  afterAll(async () => {
    await wall?.close();
    await database?.close();
  });

  const rowIds = [0, 1, 2].map(() => randomUUID());
  const people = [0, 1, 2].map(() => randomUUID());

  async function take(org: string, step: Step): Promise<void> {
    if (step.kind === 'insert') {
      await wall.owner.query(
        `insert into cell_person select $1, 'Post', l.row_id, l.field_no, l.employee_id, l.role
         from json_to_recordset($2) l(row_id uuid, field_no smallint, employee_id uuid, role text) on conflict do nothing`,
        [
          org,
          JSON.stringify(
            step.lines.map(({ row, fieldNo, person, role }) => ({
              row_id: rowIds[row],
              field_no: fieldNo,
              employee_id: people[person],
              role,
            })),
          ),
        ],
      );
      return;
    }
    const text = {
      delete: 'delete from cell_person where organisation_id = $1 and row_id = $2 and employee_id = $3',
      exchange: `update cell_person set role = case role when 'owner' then 'about' else 'owner' end
        where organisation_id = $1 and row_id = $2 and employee_id = $3`,
      move: `update cell_person set row_id = gen_random_uuid() where organisation_id = $1 and row_id = $2 and employee_id = $3`,
    }[step.kind];
    await wall.owner.query(text, [org, rowIds[step.row], people[step.person]]);
  }

  /** Rows of which another owner is kept than follows from their cells, read by another hand. */
  async function wrong(org: string): Promise<string[]> {
    const { rows: cells } = await wall.owner.query(
      "select row_id, field_no, employee_id from cell_person where organisation_id = $1 and role = 'owner' order by field_no, employee_id",
      [org],
    );
    const expected = new Map<string, string>();
    for (const id of new Set(cells.map((cell) => cell.row_id))) {
      const mine = cells.filter((cell) => cell.row_id === id);
      const owner = mine[0].employee_id;
      const others = mine.filter((cell) => cell.employee_id !== owner).map((cell) => cell.field_no);
      const numbers: number[] = mine.map((cell) => cell.field_no).filter((no) => !others.includes(no));
      const bits = numbers.reduce((sum, no) => sum | (1n << BigInt(no)), 0n);
      expected.set(id, `${owner} ${BigInt.asIntN(64, bits)}`);
    }
    const { rows: kept } = await wall.owner.query(
      'select row_id, employee_id, fields from cell_owner where organisation_id = $1',
      [org],
    );
    const found = new Map(kept.map((row) => [row.row_id, `${row.employee_id} ${row.fields}`]));
    return [...new Set([...expected.keys(), ...found.keys()])].filter(
      (id) => expected.get(id) !== found.get(id),
    );
  }

  const RUNS = 150;
  test(`is what its cells say after each of ${RUNS} generated histories`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
        const org = randomUUID();
        for (const one of steps) await take(org, one);
        expect(await wrong(org)).toEqual([]);
      }),
      { numRuns: RUNS, endOnFailure: false },
    );
    tried(RUNS);
  });

  test.each(['inserted', 'updated', 'deleted'])(
    'control: cells that are %s past it are noticed',
    async (how) => {
      const org = randomUUID();
      const lines = FIELDS.map((fieldNo) => ({ row: 0, fieldNo, person: 0, role: 'owner' as const }));
      if (how !== 'inserted') await take(org, { kind: 'insert', lines });
      await wall.owner.query(`alter table cell_person disable trigger cell_owner_${how}`);
      try {
        if (how === 'inserted') await take(org, { kind: 'insert', lines });
        else await take(org, { kind: how === 'deleted' ? 'delete' : 'exchange', row: 0, person: 0 });
        expect(await wrong(org)).toHaveLength(1);
      } finally {
        await wall.owner.query(`alter table cell_person enable always trigger cell_owner_${how}`);
      }
    },
  );

  test('is kept by a plan that is made once, whatever is stored', async () => {
    const client = new Client({ connectionString: database.ownerUrl });
    await client.connect();
    const plans: string[] = [];
    client.on('notice', ({ message = '' }) => plans.push(message));
    try {
      await client.query("load 'auto_explain'");
      await client.query(`set auto_explain.log_min_duration = 0; set auto_explain.log_nested_statements = on;
        set auto_explain.log_verbose = on; set auto_explain.log_level = notice; set session_replication_role = 'replica'`);
      for (let times = 0; times < 8; times++)
        await client.query(
          "insert into cell_person select $1::uuid, 'Post', gen_random_uuid(), 5, $2::uuid, 'owner'",
          [randomUUID(), people[0]],
        );
    } finally {
      await client.end();
    }
    const kept = plans.filter((plan) => plan.includes('Query Text: insert into cell_owner'));
    expect(kept).toHaveLength(8);
    // A plan for given values has them in it.
    expect(kept.filter((plan) => /unnest\('\{/.test(plan))).toEqual([]);
    expect(kept.filter((plan) => /unnest\(\$\d+\)/.test(plan))).toHaveLength(8);
  });

  test('where it is missing, or a field of it, nothing is released', async () => {
    const { grant, posts } = await build(wall, FAVOURABLE);
    expect((await wall.cells(grant, 'post')).map(({ released }) => released)).toEqual([
      String(2 ** 5 + 2 ** 12),
    ]);
    await wall.owner.query('update cell_owner set fields = $2 where row_id = $1', [posts[0], 2 ** 12]);
    expect((await wall.cells(grant, 'post')).map(({ released }) => released)).toEqual([String(2 ** 12)]);
    await wall.owner.query('delete from cell_owner where row_id = $1', [posts[0]]);
    expect(await wall.cells(grant, 'post')).toEqual([]);
  });

  test('a card of which somebody else is noted is released to nobody', async () => {
    const { grant, people: ids } = await build(wall, FAVOURABLE);
    expect(await wall.cells(grant, 'employee')).toHaveLength(2);
    await wall.owner.query('update cell_owner set employee_id = $2 where row_id = $1', [ids[0], ids[1]]);
    expect(await wall.cells(grant, 'employee')).toHaveLength(1);
  });

  test('two who change a row at once leave what both said', async () => {
    const org = randomUUID();
    const other = new Client({ connectionString: database.ownerUrl });
    await other.connect();
    try {
      await other.query("set session_replication_role = 'replica'");
      const insert = `insert into cell_person values ($1, 'Post', $2, $3, $4, 'owner')`;
      await wall.owner.query('begin');
      await other.query('begin');
      await wall.owner.query(insert, [org, rowIds[0], 2, people[0]]);
      const waiting = other.query(insert, [org, rowIds[0], 5, people[0]]);
      await wall.owner.query('commit');
      await waiting;
      await other.query('commit');
      expect(await wrong(org)).toEqual([]);
      const { rows } = await wall.owner.query('select fields from cell_owner where organisation_id = $1', [
        org,
      ]);
      expect(rows).toEqual([{ fields: '36' }]);
    } finally {
      await other.end();
    }
  });

  test('cells are not taken away all at once', async () => {
    await expect(wall.owner.query('truncate cell_person')).rejects.toThrow('Cells go with their rows.');
  });
});
