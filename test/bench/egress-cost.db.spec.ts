import 'reflect-metadata';
import '@courtyard/feed';
import { type TestDatabase, testDatabase } from '@courtyard/database';
import { NEXT_YEAR, type OpenedGrant, SOME_TIME, Wall } from '../egress/wall.js';

jest.setTimeout(600_000);

/** Employees; each has two fields that people can be asked about. */
const PEOPLE = Number(process.env['BENCH_PEOPLE'] ?? 5_000);
const ROUNDS = 5;

/**
 * What deciding costs: the view of role egress, half of the cells withheld, against the same columns of the same rows read
 * without asking anybody. Printed, and asserted only to be the same number of rows.
 */
describe('the cost of deciding per cell', () => {
  let database: TestDatabase;
  let wall: Wall;
  let grant: OpenedGrant;
  beforeAll(async () => {
    database = await testDatabase({ fresh: true });
    wall = await Wall.open(database);
    const organisationId = await wall.organisation();
    const recipientId = await wall.recipient(organisationId, 'research-body');
    await wall.opening(organisationId, 'research', recipientId, 'Employee', [2, 5]);
    await wall.owner.query(
      `insert into employee (organisation_id, id, name, name_folded, name_words, title, kind, status, roles, created_at)
       select $1, gen_random_uuid(), 'Name ' || n, 'n', '{n}', 'Title ' || n, 'employee', 'active', '{employee}', $2
       from generate_series(1, $3::int) n`,
      [organisationId, SOME_TIME, PEOPLE],
    );
    await wall.owner.query(
      `insert into cell_person select organisation_id, 'Employee', id, f, id, 'owner' from employee, unnest(array[2, 5]) f where organisation_id = $1`,
      [organisationId],
    );
    await wall.owner.query(
      `insert into consent_index (organisation_id, employee_id, purpose, recipient_id, entity, covers_until, bits, no_bits, valid_until, version)
       select organisation_id, id, 'research', $2, 'Employee', $3, case when n % 2 = 0 then 4 else 32 end, 0, $4, 1
       from (select *, row_number() over () as n from employee where organisation_id = $1) e`,
      [organisationId, recipientId, SOME_TIME, NEXT_YEAR],
    );
    await wall.owner.query('vacuum analyze');
    grant = await wall.grant(organisationId, 'research', recipientId, { Employee: [2, 5] });
  });
  afterAll(async () => {
    await wall?.close();
    await database?.close();
  });

  test(`of ${PEOPLE} people`, async () => {
    const plain = `select count(*), max(ref), max(name), max(title) from (select encode(substring(sha256('\\x00' || convert_to(id::text, 'UTF8')) for 16), 'hex')::uuid::text as ref, name, title
      from employee where organisation_id = '${grant.organisationId}' and status = 'active' and kind = 'employee') e`;
    const view = 'select count(*), max(ref), max(name), max(title) from egress.employee_cells';
    const median = (times: number[]) => times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
    const times = { plain: [] as number[], view: [] as number[] };
    for (let round = 0; round < ROUNDS; round++) {
      const one = performance.now();
      const { rows: all } = await wall.owner.query(plain);
      const two = performance.now();
      const decided = await wall.asEgress(grant, async (client) => (await client.query(view)).rows);
      times.plain.push(two - one);
      times.view.push(performance.now() - two);
      expect(decided[0].count).toBe(all[0].count);
    }
    const ratio = median(times.view) / median(times.plain);
    console.log(
      `${PEOPLE} people, ${PEOPLE * 2} cells, half withheld: ${median(times.plain).toFixed(0)} ms without consent, ${median(times.view).toFixed(0)} ms decided, ${ratio.toFixed(2)} times`,
    );
    if (process.env['BENCH_PLAN']) {
      const plan = await wall.asEgress(
        grant,
        async (client) => (await client.query(`explain (analyze, costs off) ${view}`)).rows,
      );
      console.log(plan.map((row) => row['QUERY PLAN']).join('\n'));
    }
  });
});
