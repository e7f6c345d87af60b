import { type Database, type TestDatabase, testDatabase } from '@courtyard/database';
import { employeeActor, rememberingTrail } from '@courtyard/testing';
import { Client } from 'pg';
import { v7 as newId } from 'uuid';
import { Gate } from './gate.js';
import { type Toy, toyPolicy, toyTables } from './toy.fixture.js';

const MINE = newId();
const actor = employeeActor({ organisationId: MINE });

let home: TestDatabase;
let owner: Client;
let database: Database;
const trail = rememberingTrail();
let gate: Gate;

beforeAll(async () => {
  home = await testDatabase({ fresh: true });
  owner = new Client({ connectionString: home.ownerUrl });
  await owner.connect();
  const { rows } = await owner.query<{ api: string }>(
    "select 'api' || substr(pg_get_userbyid(relowner), 6) as api from pg_class where relname = 'migration'",
  );
  await owner.query(toyTables(`"${rows[0]?.api}"`));
  database = home.open('api');
  gate = new Gate(database, trail);
});
beforeEach(() => owner.query('truncate toy, toy_audience'));
afterAll(async () => {
  await owner?.end();
  await home?.close();
});

function toy(more: Partial<Toy> = {}) {
  const id = newId();
  return {
    id,
    publishedId: newId(),
    authorId: actor.employeeId,
    status: 'published',
    body: 'It says "hello",\n\\ {brace}, null, 🚢',
    audienceKeys: ['1', '9007199254740993'],
    helperIds: [] as string[],
    labels: null as string[] | null,
    ...more,
  };
}

const store = (rows: ReturnType<typeof toy>[]) =>
  gate.write(actor, 'storeToys', (write) => write.createMany(toyPolicy, 'publish', rows));
const stored = async (columns: string) =>
  (await owner.query(`select ${columns} from toy where organisation_id = $1 order by id`, [MINE])).rows;

describe('many rows at once', () => {
  it('come out as they went in, and are reached by their keys', async () => {
    const rows = [
      toy(),
      toy({ audienceKeys: ['2'], helperIds: [newId(), newId()], labels: ['a,b', 'c"d', '', 'NULL'] }),
      toy({ status: 'draft', audienceKeys: ['3', '4', '5'] }),
    ];
    expect(await store(rows)).toEqual(rows);
    expect(
      await stored('id, body, audience_keys as "audienceKeys", helper_ids as "helperIds", labels'),
    ).toEqual(
      rows.map(({ id, body, audienceKeys, helperIds, labels }) => ({
        id,
        body,
        audienceKeys,
        helperIds,
        labels,
      })),
    );
    const index = await owner.query(
      'select audience_key::text as key, toy_id as id, published_id as at from toy_audience order by toy_id, audience_key',
    );
    expect(index.rows).toEqual(
      rows
        .filter(({ status }) => status === 'published')
        .flatMap(({ id, publishedId: at, audienceKeys }) => audienceKeys.map((key) => ({ key, id, at }))),
    );
  });

  it('leave alone what is there, tell it from what is new, and record the new only', async () => {
    const [first, second] = [toy(), toy()];
    await store([first]);
    trail.recorded.length = 0;
    expect(await store([{ ...first, body: 'changed' }, second, { ...second, body: 'twice' }])).toEqual([
      second,
    ]);
    expect(await stored('body')).toEqual([{ body: first.body }, { body: second.body }]);
    expect(trail.recorded.map(({ touched }) => touched.map(({ id }) => id))).toEqual([[second.id]]);
  });

  it('are judged one by one: where one is not allowed none is stored', async () => {
    await expect(store([toy(), toy({ authorId: newId() })])).rejects.toMatchObject({
      code: 'auth.forbidden',
    });
    expect(await stored('id')).toEqual([]);
  });

  it('must fill the same columns and no unknown one', async () => {
    const { labels: _, ...narrower } = toy();
    await expect(store([toy(), narrower as ReturnType<typeof toy>])).rejects.toThrow(/same columns/);
    await expect(store([{ ...toy(), colour: 'red' } as ReturnType<typeof toy>])).rejects.toThrow(/no column/);
  });

  it('may be more than one statement takes', async () => {
    const rows = Array.from({ length: 1_003 }, () => toy({ body: 'x' }));
    expect(await store(rows)).toHaveLength(1_003);
    expect(await stored('id')).toHaveLength(1_003);
  });
});
