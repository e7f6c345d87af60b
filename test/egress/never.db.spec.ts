import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import {
  PURPOSE_NAMES,
  type Purpose,
  purposeRule,
  RECIPIENT_CATEGORY_NAMES,
  type RecipientCategory,
  recipientRule,
} from '@courtyard/catalogue';
import { readSettings, type SignInRole, type TestDatabase, testDatabase } from '@courtyard/database';
import { Client } from 'pg';
import { employeeRow, NEXT_YEAR, postRow, SOME_TIME, Wall } from './wall.js';

jest.setTimeout(120_000);

const PURPOSES = PURPOSE_NAMES.filter((purpose) => purposeRule(purpose) === 'never');
const CATEGORIES = RECIPIENT_CATEGORY_NAMES.filter((category) => recipientRule(category) === 'never');
const ROLES: readonly SignInRole[] = ['api', 'egress', 'audit', 'search', 'relay'];

/** `never`, tried by SQL as every role of the product; the API is tried in disclosure.db.spec.ts. */
describe('what is never', () => {
  let database: TestDatabase;
  let wall: Wall;
  let org: string;
  let bill: string;
  let partner: string;
  const clients = new Map<SignInRole, Client | null>();

  beforeAll(async () => {
    database = await testDatabase({ fresh: true });
    wall = await Wall.open(database);
    org = await wall.organisation();
    bill = randomUUID();
    await wall.insert('employee', [{ ...employeeRow(org, bill), roles: ['employee', 'administrator'] }]);
    // So that nothing but what is never stands in the way.
    await wall.insert('office', [
      {
        organisation_id: org,
        employee_id: bill,
        role: 'administrator',
        given_at: SOME_TIME,
        counts_from: SOME_TIME,
      },
    ]);
    await wall.insert('post', [postRow(org, randomUUID(), bill)]);
    partner = await wall.recipient(org, 'business-partner');
    for (const role of ROLES) {
      const client = new Client({ connectionString: database.urls[role] });
      client.on('error', () => undefined);
      const open = await client.connect().then(
        () => true,
        () => false,
      );
      if (open) await client.query(`set app.org = '${org}'`);
      clients.set(role, open ? client : null);
    }
  });
  afterAll(async () => {
    for (const client of clients.values()) await client?.end();
    await wall?.close();
    await database?.close();
  });

  /** The role's own words: refused with a code, or `null` when it was let. A role that may not even connect is refused. */
  async function tried(
    role: SignInRole,
    text: string,
    values: readonly unknown[] = [],
  ): Promise<string | null> {
    const client = clients.get(role);
    if (!client) return 'cannot connect';
    return client.query(text, [...values]).then(
      () => null,
      ({ code }: { code: string }) => code,
    );
  }

  const requests = (
    purpose: Purpose,
    recipientId: string,
  ): readonly (readonly [string, readonly unknown[]])[] => [
    [
      `insert into disclosure (organisation_id, id, recipient_id, purpose, question, format, requested_by, requested_role, requested_at, expires_at)
       values ($1, gen_random_uuid(), $2, $3, 'Why?', 'csv', $4, 'administrator', now(), now() + interval '1 hour')`,
      [org, recipientId, purpose, bill],
    ],
    [
      `insert into opening (organisation_id, id, purpose, recipient_id, entity, field_nos, status, proposed_by, proposed_role, proposed_at)
       values ($1, gen_random_uuid(), $3, $2, 'Employee', '{2}', 'proposed', $4, 'administrator', now())`,
      [org, recipientId, purpose, bill],
    ],
  ];

  test.each(ROLES)('cannot be asked for or opened by role %s', async (role) => {
    for (const purpose of PURPOSES)
      for (const [text, values] of requests(purpose, partner))
        expect([purpose, await tried(role, text, values)]).not.toEqual([purpose, null]);
    for (const category of CATEGORIES) {
      const recipientId = await wall.recipient(org, category as RecipientCategory);
      for (const [text, values] of requests('research', recipientId))
        expect([category, await tried(role, text, values)]).not.toEqual([category, null]);
    }
  });

  test('control: what is not never is asked for, and opened, by role api', async () => {
    for (const [text, values] of requests('research', partner))
      expect(await tried('api', text, values)).toBeNull();
  });

  test.each(ROLES)('cannot be agreed to as role %s: the index has no place for it', async (role) => {
    for (const purpose of PURPOSES) {
      const word = await tried(
        role,
        `insert into consent_index (organisation_id, employee_id, purpose, recipient_id, entity, covers_until, bits, no_bits, valid_until, version)
         values ($1, $2, $3, $4, 'Employee', now(), 4, 0, now() + interval '1 hour', 1)`,
        [org, bill, purpose, partner],
      );
      expect(word).not.toBeNull();
    }
  });

  test.each(ROLES)('cannot be edited away by role %s', async (role) => {
    for (const text of [
      "update purpose_rule set rule = 'consent' where purpose = 'marketing'",
      "delete from purpose_rule where purpose = 'marketing'",
      "insert into purpose_rule values ('sponsoring', 'consent')",
      "update recipient_rule set rule = 'ordinary' where category = 'insurer'",
      "delete from recipient_rule where category = 'insurer'",
      'truncate purpose_rule cascade',
      'drop trigger rule_keep on purpose_rule',
      'alter table purpose_rule disable trigger all',
      `update recipient set category = 'insurer'`,
      'drop trigger disclosure_request_keep on disclosure',
      "set session_replication_role = 'replica'",
      'create or replace function disclosure_request_keep() returns trigger language plpgsql as $$ begin return new; end $$',
    ])
      expect([text, await tried(role, text)]).not.toEqual([text, null]);
  });

  test('is named by no setting', () => {
    const settings = JSON.stringify(
      readSettings({ PURPOSES: 'marketing', COURTYARD_PURPOSES: 'marketing', NEVER: '' }),
    );
    for (const word of [...PURPOSES, ...CATEGORIES]) expect(settings).not.toContain(word);
  });

  test('releases nothing even where the tables were made to hold all of it', async () => {
    for (const table of ['consent_index', 'consent_item'])
      await wall.owner.query(`alter table ${table} drop constraint ${table}_purpose_check`);
    await wall.insert('cell_person', [
      {
        organisation_id: org,
        entity: 'Employee',
        row_id: bill,
        field_no: 2,
        employee_id: bill,
        role: 'owner',
      },
    ]);
    const pairs = [
      ...PURPOSES.map((purpose) => [purpose, 'business-partner'] as const),
      ...CATEGORIES.map((category) => ['research', category] as const),
      // Control: with nothing that is never it leaves.
      ['research', 'business-partner'] as const,
    ];
    for (const [purpose, category] of pairs) {
      const recipientId = await wall.recipient(org, category);
      await wall.opening(org, purpose, recipientId, 'Employee', [2]);
      await wall.insert('consent_index', [
        {
          organisation_id: org,
          employee_id: bill,
          purpose,
          recipient_id: recipientId,
          entity: 'Employee',
          covers_until: SOME_TIME,
          bits: 4,
          no_bits: 0,
          valid_until: NEXT_YEAR,
          version: 1,
        },
      ]);
      const grant = await wall.grant(org, purpose, recipientId, { Employee: [2] });
      const isNever = purposeRule(purpose) === 'never' || recipientRule(category) === 'never';
      expect((await wall.cells(grant, 'employee')).length).toBe(isNever ? 0 : 1);
    }
  });

  describe('whoever runs SQL as role api', () => {
    test.each([
      'select * from disclosure_grant',
      'select secret_hash from disclosure_grant',
      'select alias_secret from recipient',
      'select * from egress.employee_cells',
      'select * from egress.due_disclosure',
      "insert into disclosure_step values (null, gen_random_uuid(), gen_random_uuid(), 'delivered', now())",
      'insert into departure (organisation_id) values (gen_random_uuid())',
      "insert into mail_step values (null, gen_random_uuid(), 'sent', now())",
      'update disclosure set recipient_id = recipient_id',
      'update disclosure set purpose = purpose',
      'update disclosure_field set field_no = 5',
      'update disclosure_grant set expires_at = now()',
      'delete from disclosure_approval',
      'update audit_event set kind = kind',
      'delete from audit_event',
      "copy (select * from employee) to program 'cat'",
      "select pg_read_file('PG_VERSION')",
      'create extension dblink',
    ])('is refused: %s', async (text) => {
      expect(await tried('api', text)).toBe('42501');
    });
  });
});
