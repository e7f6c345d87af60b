import type { TestDatabase } from '@courtyard/database';
import { tried } from '@courtyard/testing';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { buildSchema, type GraphQLSchema } from 'graphql';
import { Client } from 'pg';
import { type Company, comment, foundCompany, publish } from './company.js';
import { type House, openHouse } from './house.js';
import { COLUMNS_BESIDE_PEOPLE, NUMBERS_OF_PEOPLE, scoresIn } from './no-score.js';
import { queriesAbout } from './operations.js';

jest.setTimeout(120_000);

/*
 * Promise 4: there is no score, ranking or follower count of a person, and no record of who read what, not even for
 * administrators.
 */
let house: House;
let company: Company;
let schema: GraphQLSchema;
let posts: string[];

beforeAll(async () => {
  house = await openHouse();
  company = await foundCompany(house);
  schema = house.app.get(GraphQLSchemaHost).schema;
  posts = [
    await publish(company.eva, 'To all.', [{ kind: 'organisation' }]),
    await publish(company.max, 'To Sales.', [{ kind: 'department', id: company.sales }]),
  ];
  await comment(company.max, posts[0] as string, 'Thanks.');
});
afterAll(() => house?.close());

describe('no score', () => {
  test('no answer has a number beside one person, and no question an order of people', () => {
    expect(scoresIn(schema)).toEqual([]);
    tried(Object.keys(schema.getTypeMap()).length);
  });

  test('no table has a number about one person that nobody reviewed', async () => {
    const rows = await asOwner(house.database, NUMBERS_OF_PEOPLE);
    const places = rows.map(({ place }) => String(place));
    expect(places.filter((place) => !Object.hasOwn(COLUMNS_BESIDE_PEOPLE, place))).toEqual([]);
    expect(Object.keys(COLUMNS_BESIDE_PEOPLE).filter((place) => !places.includes(place))).toEqual([]);
    tried(places.length);
  });

  test('reading leaves no trace of who read what', async () => {
    await counted(house.database);
    const before = await everything(house.database);
    let asked = 0;
    for (const reader of [company.eva, company.ron, company.gus]) {
      for (const { name, query, variables } of queriesAbout(schema, [
        company.eva.id,
        company.circle,
        ...posts,
      ])) {
        // Reading the log is recorded, and no reading of colleagues.
        if (name === 'logEntries') continue;
        expect((await reader.ask(query, variables)).text).not.toContain('graphql.');
        asked += 1;
      }
    }
    expect(changed(before, await everything(house.database))).toEqual([]);
    expect(asked).toBeGreaterThan(30);
    tried(asked);
  });
});

describe('control:', () => {
  test('a score beside a person, and an order by it, are found', () => {
    const scoring = buildSchema(`
      type Employee { id: ID! influence: Int! }
      type Standing { employee: Employee! place: Float! }
      type Query { people(orderBy: String): [Employee!]! trending: [Standing!]! }`);
    expect(scoresIn(scoring)).toEqual(
      ['Employee.influence', 'Query.people(orderBy)', 'Query.trending', 'Standing.place'].sort(),
    );
  });

  test('a count of readings beside an employee is found', async () => {
    await asOwner(house.database, 'create table profile_visit (employee_id uuid, visits int)');
    try {
      const rows = await asOwner(house.database, NUMBERS_OF_PEOPLE);
      expect(rows.map(({ place }) => place)).toContain('profile_visit.visits');
    } finally {
      await asOwner(house.database, 'drop table profile_visit');
    }
  });

  test('whatever is written meanwhile is noticed', async () => {
    const before = await everything(house.database);
    await company.max.tell('mutation ($id: ID!) { react(postId: $id, kind: useful) { id } }', {
      id: posts[0],
    });
    expect(changed(before, await everything(house.database))).toContain('reaction');
  });
});

function changed(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  return [...after].filter(([table, sum]) => before.get(table) !== sum).map(([table]) => table);
}

/** The comment of the beginning is counted in the background; only then does the house stand still. */
async function counted(database: TestDatabase): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const [row] = await asOwner(database, 'select count(*)::int as due from tally_due');
    if (row?.['due'] === 0) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error('The counters were not counted.');
}

const PERMITTED: Readonly<Record<string, string>> = {
  audit_event: "where kind <> 'denied'",
  audit_person: `where not exists (select from audit_event e where e.organisation_id = t.organisation_id
    and e.id = t.event_id and e.kind = 'denied')`,
};

/**
 * A sum over all rows of each table. When a session was used last says that somebody was here, and how much they read within
 * the hour how much; neither says what. Refusals are recorded, and are no readings.
 */
async function everything(database: TestDatabase): Promise<ReadonlyMap<string, string>> {
  const tables = await asOwner(
    database,
    `select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'
       and table_name not in ('session', 'outbox_cursor', 'reading')`,
  );
  const sums = new Map<string, string>();
  for (const { table_name: table } of tables) {
    const [row] = await asOwner(
      database,
      `select count(*) || ':' || coalesce(sum(hashtextextended(t::text, 0)), 0) as sum from "${String(table)}" t
       ${PERMITTED[String(table)] ?? ''}`,
    );
    sums.set(String(table), String(row?.['sum']));
  }
  return sums;
}

async function asOwner(database: TestDatabase, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: database.ownerUrl });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
