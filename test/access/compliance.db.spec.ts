import { Client } from 'pg';
import type { Answer } from './caller.js';
import { type Company, foundCompany, type Person, publish } from './company.js';
import { type House, openHouse } from './house.js';

jest.setTimeout(180_000);

/*
 * The officer's log, who looked and the charter as they are served: who gets what, in hostile ways too, and that no answer
 * names anybody.
 */

let house: House;
let company: Company;
let officer: Person;
let owner: Client;

const ENTRIES = `query ($filter: LogFilter, $after: String, $first: Int) {
  logEntries(filter: $filter, after: $after, first: $first) {
    nodes { eventId position at kind operation purpose decision roles fields resources case }
    pageInfo { endCursor hasNextPage } head { size checkpointAt waiting } } }`;
const LOOKS = '{ lookedAtMe { nodes { eventId at operation purpose roles fields decision outcome case } } }';
const PROOF =
  'query ($id: ID!) { logProof(eventId: $id) { position treeSize leafHash path root checkpoint body } }';
const CHARTER =
  '{ charter { policyVersion changes { at kind text roles } disclosures { year count } lawfulDemands { year count } } }';
const FEED = '{ feed { nodes { id } } }';
const NODE = 'query ($id: ID!) { node(id: $id) { id } }';

const codes = ({ body }: Answer) => (body.errors ?? []).map(({ extensions }) => extensions.code);
/** What belongs to the answer, and not to the moment. */
const bare = ({ status, text }: Answer) => [status, text];
const reveal = (by: Person, whom: Person) =>
  by.ask('mutation ($id: ID!) { revealField(employeeId: $id, field: mobile_phone) { value } }', {
    id: whom.id,
  });

async function events(kind: string): Promise<Record<string, unknown>[]> {
  const { rows } = await owner.query(
    `select convert_from(body, 'UTF8')::jsonb as body from audit_event where kind = $1 order by id`,
    [kind],
  );
  return rows.map(({ body }) => body);
}
/** Until what nobody waits for is stored. */
async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('It did not happen.');
}

beforeAll(async () => {
  house = await openHouse();
  company = await foundCompany(house, (what) => `canary-${what}`);
  officer = company.max;
  await company.ada.tell('mutation ($input: ChangeRolesInput!) { changeRoles(input: $input) { id } }', {
    input: { employeeId: officer.id, roles: ['employee', 'compliance_officer'] },
  });
  await company.eva.tell(
    'mutation ($input: SetGuardedFieldInput!) { setGuardedField(input: $input) { id } }',
    {
      input: { field: 'mobile_phone', value: '+49 151 2345678', audience: 'organisation' },
    },
  );
  owner = new Client({ connectionString: house.database.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner?.end();
  await house?.close();
});

describe('who gets what', () => {
  test('the log is for compliance officers, and asking for it is a refusal on record', async () => {
    expect(codes(await officer.ask(ENTRIES, {}))).toEqual([]);
    const before = (await events('denied')).length;
    const others = [company.ada, company.eva, company.gus, company.ida];
    for (const person of others) expect(codes(await person.ask(ENTRIES, {}))).toEqual(['auth.forbidden']);
    expect(codes(await house.stranger().ask(ENTRIES, {}))).toEqual(['auth.signed_out']);
    await until(async () => (await events('denied')).length === before + others.length);
    expect((await events('denied')).at(-1)).toMatchObject({
      operation: 'logEntries',
      resources: [{ type: 'AuditEntry', action: 'read' }],
      purpose: 'security',
    });
  });

  test('a look at somebody is told to them, to the officer, and to nobody else', async () => {
    expect(codes(await reveal(company.ron, company.eva))).toEqual([]);
    await until(async () => (await events('closed')).some(({ operation }) => operation === 'reveal'));
    const looks = (await company.eva.tell(LOOKS)).lookedAtMe.nodes;
    expect(looks).toEqual([
      expect.objectContaining({
        operation: 'reveal',
        purpose: 'directory',
        roles: ['employee'],
        fields: ['Employee.mobilePhone'],
        decision: 'permitted',
        outcome: 'answered',
      }),
    ]);
    for (const person of [company.ron, company.ida, company.gus, officer])
      expect((await person.tell(LOOKS)).lookedAtMe.nodes).toEqual([]);
    // Recorded, and waiting for the tree: nothing sequences here.
    expect(await company.eva.tell(PROOF, { id: looks[0].eventId })).toEqual({ logProof: null });
    const refused = await Promise.all(
      [looks[0].eventId, '0190c1d0-0000-7000-8000-000000000000', "' or true --", 'post_1', ''].map((id) =>
        company.ron.ask(PROOF, { id }),
      ),
    );
    expect(new Set(refused.map((answer) => JSON.stringify(bare(answer)))).size).toBe(1);
    expect(codes(refused[0] as Answer)).toEqual(['not_found']);
  });

  test('the charter is for everybody', async () => {
    for (const person of [company.eva, company.gus, company.ida, officer]) {
      const { charter } = await person.tell(CHARTER);
      expect(charter.policyVersion).toMatch(/^[0-9a-f]{64}$/);
      expect(charter.disclosures[0].count).toBe('fewer than ten');
    }
    const recorded = (await events('opened')).at(-1);
    expect(recorded?.['policyVersion']).toBe((await company.eva.tell(CHARTER)).charter.policyVersion);
  });
});

describe('hostile questions', () => {
  const wild = [
    "'",
    "' or 1=1 --",
    "x'; drop table audit_leaf; --",
    '%',
    '_',
    '\0',
    '{}',
    '$1',
    'ä',
    'a'.repeat(101),
  ];
  test.each(['case', 'purpose', 'field', 'decision', 'kind', 'operation'])(
    'in the filter %s',
    async (name) => {
      for (const value of wild) {
        const answer = await officer.ask(ENTRIES, { filter: { [name]: value } });
        expect([value, codes(answer)]).toEqual([value, ['input.invalid']]);
      }
      expect(codes(await officer.ask(ENTRIES, { filter: { [name]: 'nothing.of.ours' } }))).toEqual(
        name === 'field' ? ['input.invalid'] : [],
      );
    },
  );

  test.each([
    ['a year that is none', { filter: { from: '0000-01-01T00:00:00Z' } }, 'input.invalid'],
    ['a time that is none', { filter: { from: 'yesterday' } }, 'graphql.invalid'],
    ['a page of none', { first: 0 }, 'input.invalid'],
    ['a page of all', { first: 1_000_000 }, 'input.invalid'],
    [
      'a cursor of ours for something else',
      { after: Buffer.from('["x","y"]').toString('base64url') },
      'input.invalid',
    ],
    ['a cursor of nothing', { after: 'x' }, 'input.invalid'],
    ['a filter that is none', { filter: { actor: 'max' } }, 'graphql.invalid'],
  ])('%s is refused', async (_, variables, code) => {
    const answer = await officer.ask(ENTRIES, variables);
    expect(codes(answer).map((one) => one.replace(/^input\.invalid$/, 'input.invalid'))).toEqual([
      expect.stringMatching(new RegExp(`^(${code.replace('.', '\\.')}|input\\.invalid)$`)),
    ]);
    expect(answer.body.data ?? null).toBeNull();
  });

  test('a day that no calendar has is a day of the next month, and no fault', async () => {
    expect(codes(await officer.ask(ENTRIES, { filter: { from: '2026-02-30T00:00:00Z' } }))).toEqual([]);
  });
});

describe('refusals', () => {
  test('of the hidden and of what is not there leave the same, and nobody’s answer waits', async () => {
    const hidden = await publish(company.max, 'canary', [{ kind: 'person', id: company.max.id }]);
    const absent = `post_${hidden.slice(5, -4)}ffff`;
    const told = await Promise.all([hidden, absent].map((id) => company.tim.ask(NODE, { id })));
    expect(bare(told[0] as Answer)).toEqual(bare(told[1] as Answer));
    await until(async () =>
      (await events('denied')).some(({ resources }) => JSON.stringify(resources).includes('"Post"')),
    );
    const [first] = (await events('denied')).filter(({ resources }) =>
      JSON.stringify(resources).includes('"Post"'),
    );
    // One for both; the second is counted, and would be told a minute later.
    expect(first).toMatchObject({ operation: 'read', decision: 'denied', persons: [], purpose: 'security' });
    const { rows } = await owner.query('select count(*)::int as n from audit_person where event_id = $1', [
      first?.['id'],
    ]);
    expect(rows).toEqual([{ n: 0 }]);
  });

  test('by the thousand leave one event at once', async () => {
    const before = (await events('denied')).length;
    for (let at = 0; at < 60; at++)
      await company.pia.ask(NODE, { id: `comment_0190c1d0-0000-7000-8000-0000000000${10 + (at % 80)}` });
    await until(async () => (await events('denied')).length > before);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await events('denied')).toHaveLength(before + 1);
  });
});

describe('reading much', () => {
  test('stops by itself, goes on when it is confirmed, and that is an event', async () => {
    expect(await company.eva.tell('mutation { confirmBulkReading }')).toEqual({ confirmBulkReading: false });
    expect(await events('bulk_read')).toEqual([]);
    await publish(company.eva, 'canary', [{ kind: 'organisation' }]);
    await owner.query(
      `insert into reading select organisation_id, id, date_bin('10 minutes', now(), '2000-01-01T00:00:00Z'), 3000, 0, 0, 0
       from employee where id = $1`,
      [company.eva.id.split('_')[1]],
    );
    // As another process that read so much would be heard of: with the next few seconds.
    await until(async () => codes(await company.eva.ask(FEED))[0] === 'reading.too_much');
    const { body } = await company.eva.ask(FEED);
    expect(body.errors?.[0]?.extensions).toMatchObject({
      confirmBy: 'confirmBulkReading',
      what: 'posts',
      limit: 3000,
    });
    expect(codes(await company.ron.ask(FEED))).toEqual([]);
    // Writing is not reading.
    await publish(company.eva, 'canary', [{ kind: 'organisation' }]);
    expect(await company.eva.tell('mutation { confirmBulkReading }')).toEqual({ confirmBulkReading: true });
    expect(codes(await company.eva.ask(FEED))).toEqual([]);
    expect(await events('bulk_read')).toMatchObject([
      {
        operation: 'confirmBulkReading',
        persons: [],
        resources: [{ type: 'Reading.posts', action: 'confirm' }],
      },
    ]);
    expect(await company.eva.tell('mutation { confirmBulkReading }')).toEqual({ confirmBulkReading: false });
  });
});

test('no answer about the log names anybody, or holds a word that somebody wrote', async () => {
  const answers = [
    await officer.ask(ENTRIES, { first: 100 }),
    await officer.ask(LOOKS),
    await company.eva.ask(LOOKS),
    await company.eva.ask(CHARTER),
  ];
  const { rows } = await owner.query(
    'select id from employee union all select id from post union all select id from account',
  );
  for (const { text } of answers) {
    expect(text).not.toMatch(/canary|kessler|elsewhere|2345678/i);
    for (const { id } of rows) expect(text).not.toContain(id);
  }
});
