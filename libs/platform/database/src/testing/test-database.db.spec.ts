import { Client } from 'pg';
import { databaseOf } from '../url.js';
import { type TestDatabase, testDatabase } from './test-database.js';

// Without a global set-up the first to ask also starts the server.
jest.setTimeout(60_000);

const A = '0190c1d0-0000-7000-8000-00000000000a';

describe('testDatabase', () => {
  const made: TestDatabase[] = [];
  const make = async (options?: Parameters<typeof testDatabase>[0]) => {
    const database = await testDatabase(options);
    made.push(database);
    return database;
  };
  afterAll(() => Promise.all(made.map((database) => database.close())));

  test('a worker has one, however often it asks', async () => {
    const [one, two] = await Promise.all([make(), make()]);
    expect(databaseOf(one.ownerUrl)).toBe(databaseOf(two.ownerUrl));
  });

  test('copies are apart, and the roles of the template work in each', async () => {
    const [one, two] = await Promise.all([make({ fresh: true }), make({ fresh: true })]);
    const name = { text: 'select name from organisation', values: [] };
    await one
      .open()
      .flight(A, [
        { text: 'insert into organisation (organisation_id, name) values ($1, $2)', values: [A, 'One'] },
      ]);
    expect(await one.open().flight(A, [name])).toEqual([[['One']]]);
    expect(await two.open().flight(A, [name])).toEqual([[]]);
    expect(new URL(one.urls.api).username).toBe(new URL(two.urls.api).username);
  });

  test('a copy is walled like its template', async () => {
    const copy = await make({ fresh: true });
    const client = new Client({ connectionString: copy.ownerUrl });
    await client.connect();
    const role = new URL(copy.urls.api).username;
    const { rows } = await client.query(
      `select has_database_privilege($1, current_database(), 'temp') as temp,
         has_database_privilege($1, current_database(), 'connect') as connect,
         has_database_privilege($2, current_database(), 'connect') as search`,
      [role, new URL(copy.urls.search).username],
    );
    await client.end();
    expect(rows).toEqual([{ temp: false, connect: true, search: false }]);
  });
});
