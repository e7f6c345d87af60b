import { type TestDatabase, testDatabase } from '@courtyard/database';
import { Client } from 'pg';
import { READ_FIELD_REGISTER, registeredField } from './field-numbers.js';

describe('the register of field numbers', () => {
  let database: TestDatabase;
  let owner: Client;

  beforeAll(async () => {
    database = await testDatabase({ fresh: true });
    owner = new Client({ connectionString: database.ownerUrl });
    await owner.connect();
    await owner.query(
      `insert into field (entity, field_no, name) values ('Toy', 2, 'colour'), ('Toy', 1, 'id')`,
    );
  });
  afterAll(async () => {
    await owner?.end();
    await database?.close();
  });

  /** Of the whole statement, in a transaction that is rolled back. */
  async function refusal(statement: string): Promise<string> {
    await owner.query('begin');
    try {
      await owner.query(statement);
      return 'accepted';
    } catch (error) {
      return (error as Error).message;
    } finally {
      await owner.query('rollback');
    }
  }

  it('is read by api, in the order of numbers', async () => {
    const rows = await database.open('api').withoutOrganisation([{ text: READ_FIELD_REGISTER, values: [] }]);
    const toys = (rows[0] ?? []).map(registeredField).filter(({ entity }) => entity === 'Toy');
    expect(toys).toEqual([
      { entity: 'Toy', fieldNo: 1, name: 'id', retired: false },
      { entity: 'Toy', fieldNo: 2, name: 'colour', retired: false },
    ]);
  });

  it('is written by no application role', async () => {
    const { rows } = await owner.query<{ role: string }>(
      `select grantee as role from information_schema.role_table_grants
       where table_name = 'field' and privilege_type <> 'SELECT' and grantee not like 'owner\\_%'`,
    );
    expect(rows).toEqual([]);
    const api = database.open('api');
    await expect(
      api.withoutOrganisation([{ text: `update field set retired = true`, values: [] }]),
    ).rejects.toThrow();
  });

  it.each([
    `update field set name = 'shade' where entity = 'Toy' and field_no = 2`,
    `update field set field_no = 3 where entity = 'Toy' and field_no = 2`,
    `update field set entity = 'Doll' where entity = 'Toy'`,
    `update field set name = 'shade', retired = true where entity = 'Toy' and field_no = 2`,
    `delete from field where entity = 'Toy'`,
    'truncate field',
    `update field set retired = true where entity = 'Toy'; update field set retired = false where entity = 'Toy'`,
  ])('keeps a number for ever, even from its owner: %s', async (statement) => {
    expect(await refusal(statement)).toMatch(/given once/);
  });

  it.each([
    [`insert into field (entity, field_no, name) values ('Toy', 2, 'shade')`, /field_pkey/],
    [`insert into field (entity, field_no, name) values ('Toy', 3, 'colour')`, /field_live_name/],
    [`insert into field (entity, field_no, name) values ('Toy', 64, 'shade')`, /fits_the_index/],
    [`insert into field (entity, field_no, name) values ('toy', 1, 'id')`, /is_a_class/],
    [`insert into field (entity, field_no, name) values ('Toy', 3, 'the_name')`, /is_a_property/],
  ])('refuses %s', async (statement, constraint) => {
    expect(await refusal(statement)).toMatch(constraint);
  });

  it('lets a field be retired, and its name come back under a new number', async () => {
    const statement = `update field set retired = true where entity = 'Toy' and field_no = 2;
      insert into field (entity, field_no, name) values ('Toy', 3, 'colour')`;
    expect(await refusal(statement)).toBe('accepted');
  });
});
