import { systemActor } from '@courtyard/access';
import { type TestDatabase, testDatabase } from '@courtyard/database';
import { employeeActor, rememberingTrail } from '@courtyard/testing';
import { Client } from 'pg';
import { v7 as newId } from 'uuid';
import { Gate } from './gate.js';
import { toyPolicy, toyTables } from './toy.fixture.js';
import type { Write } from './write.js';

let home: TestDatabase;
let owner: Client;
const trail = rememberingTrail();
let gate: Gate;
const ana = employeeActor();

beforeAll(async () => {
  home = await testDatabase({ fresh: true });
  owner = new Client({ connectionString: home.ownerUrl });
  await owner.connect();
  const { rows } = await owner.query(
    "select 'api' || substr(pg_get_userbyid(relowner), 6) as api from pg_class where relname = 'migration'",
  );
  await owner.query(toyTables(`"${rows[0].api}"`));
  gate = new Gate(home.open('api'), trail);
});
afterAll(async () => {
  await owner?.end();
  await home?.close();
});

const toy = () => ({
  id: newId(),
  publishedId: newId(),
  authorId: ana.employeeId,
  status: 'published',
  body: 'x',
  audienceKeys: ['1'],
  helperIds: [],
});
const count = async () => Number((await owner.query('select count(*) as toys from toy')).rows[0].toys);
const written = async (work: (write: Write) => Promise<void>) => {
  const before = trail.recorded.length;
  await gate.write(ana, 'test', work);
  return trail.recorded.slice(before);
};

test('a write is told as it says, and of what it says, even where nothing was touched', async () => {
  const only = { resource: 'Toy', id: 'commitment', action: 'decide', personId: ana.employeeId };
  const one = await written(async (write) => {
    write.recordOnly('consent', only);
    await write.create(toyPolicy, 'publish', toy());
  });
  const two = await written(async (write) => {
    write.recordOnly('consent', only);
    await write.create(toyPolicy, 'publish', toy());
    await write.create(toyPolicy, 'publish', toy());
  });
  const none = await written(async (write) => write.recordOnly('consent', only));
  expect(one).toEqual([{ kind: 'consent', operation: 'test', touched: [only] }]);
  expect([two, none]).toEqual([one, one]);
  // Control: without it the log counts the rows.
  const plain = await written(async (write) => {
    await write.create(toyPolicy, 'publish', toy());
    await write.create(toyPolicy, 'publish', toy());
    write.recordAs('policy');
  });
  expect(plain).toMatchObject([{ kind: 'policy', touched: [{ resource: 'Toy' }, { resource: 'Toy' }] }]);
  await expect(gate.write(ana, 'test', async (write) => write.recordOnly('consent'))).rejects.toThrow(
    /not recorded/,
  );
});

test('an action that is declared so leaves no event, and another one of the same write does', async () => {
  const one = toy();
  await written(async (write) => write.create(toyPolicy, 'publish', one));
  const winds = (write: Write) => write.change(toyPolicy, 'wind_up', one.id, { body: 'y' });
  expect(await written(async (write) => void (await winds(write)))).toEqual([]);
  const both = await written(async (write) => {
    await winds(write);
    await write.change(toyPolicy, 'revise', one.id, { body: 'z' });
  });
  expect(both.map(({ touched }) => touched.map(({ action }) => action))).toEqual([['revise']]);
});

test('by what right something was done is told with it, and never alone, nor beside what is told alone', async () => {
  const proof = { resource: 'PasswordProof', id: ana.sessionId, action: 'prove' };
  const told = await written(async (write) => {
    write.attest(proof);
    await write.create(toyPolicy, 'publish', toy());
  });
  expect(told).toMatchObject([{ touched: [{ resource: 'Toy' }, proof] }]);
  expect(await written(async (write) => write.attest(proof))).toEqual([]);
  const only = { resource: 'Toy', id: 'commitment', action: 'decide' };
  const alone = await written(async (write) => {
    write.attest(proof);
    write.recordOnly('consent', only);
  });
  expect(alone).toMatchObject([{ touched: [only] }]);
});

test('an errand inside a write does what policies grant to it, and no more', async () => {
  await expect(
    gate.write(ana, 'test', async (write) => {
      await write.create(toyPolicy, 'publish', toy());
      await write.errand('tidying').create(toyPolicy, 'publish', toy());
    }),
  ).rejects.toMatchObject({ code: 'auth.forbidden' });
  expect(systemActor('tidying', ana.organisationId).kind).toBe('system');
});

test('what follows from nothing is stored as nothing', async () => {
  const before = await count();
  const follows = (write: Write) => {
    const follower = write.errand('tidying');
    // As a changed row would leave it.
    follower.touched.push({ resource: 'Toy', id: newId(), action: 'withdraw' });
  };
  await expect(gate.write(ana, 'test', async (write) => follows(write))).rejects.toThrow(/follows from none/);
  expect(await count()).toBe(before);
});
