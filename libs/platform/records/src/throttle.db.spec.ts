import { randomUUID } from 'node:crypto';
import { type TestDatabase, testDatabase } from '@courtyard/database';
import { rememberingTrail } from '@courtyard/testing';
import { Client } from 'pg';
import { v7 as newId } from 'uuid';
import { Gate } from './gate.js';
import { Throttle } from './throttle.js';

let home: TestDatabase;
let owner: Client;
beforeAll(async () => {
  home = await testDatabase({ fresh: true });
  owner = new Client({ connectionString: home.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner?.end();
  await home?.close();
});

describe('the organisation of a handle', () => {
  const found = async (handle: string) => {
    const id = newId();
    await owner.query('insert into organisation (organisation_id, name) values ($1, $2)', [id, handle]);
    await owner.query('insert into organisation_handle (handle, organisation_id) values ($1, $2)', [
      handle,
      id,
    ]);
    return id;
  };

  it('is the only one where none is named, until there are two', async () => {
    const gate = new Gate(home.open('api'), rememberingTrail());
    expect(await gate.organisationByHandle(null)).toBeNull();
    const kessler = await found('kessler');
    expect(await gate.organisationByHandle(null)).toBe(kessler);
    await owner.query(
      "insert into organisation_handle (handle, organisation_id) values ('kessler-optik', $1)",
      [kessler],
    );
    expect(await gate.organisationByHandle(null)).toBe(kessler);
    const other = await found('other');
    expect(await gate.organisationByHandle(null)).toBeNull();
    expect(await gate.organisationByHandle('kessler-optik')).toBe(kessler);
    expect(await gate.organisationByHandle('other')).toBe(other);
    for (const wrong of ['', 'nobody', 'Kessler', 'kessler ', "' or 1=1", 'kessler\0', 'x'.repeat(100_000)]) {
      expect(await gate.organisationByHandle(wrong)).toBeNull();
    }
  });
});

describe('a limit', () => {
  it('is one for all processes, and counts what comes at once', async () => {
    const rule = { tries: 3, seconds: 60 };
    const [here, there] = [new Throttle(home.open('api')), new Throttle(home.open('api'))].map((one) =>
      one.limit('test', rule),
    );
    const key = randomUUID();
    const spent = await Promise.all(Array.from({ length: 8 }, (_, n) => (n % 2 ? here : there)?.spend(key)));
    expect(spent.filter((one) => one?.allowed)).toHaveLength(3);
    expect(spent.filter((one) => one?.crossed)).toHaveLength(1);
    await here?.forget(key);
    expect(await there?.spend(key)).toMatchObject({ allowed: true });
  });

  it('gives back, marks, and keeps names apart', async () => {
    const throttle = new Throttle(home.open('api'));
    const one = throttle.limit('one', { tries: 1, seconds: 60 });
    const two = throttle.limit('two', { tries: 1, seconds: 60 });
    const key = randomUUID();
    expect((await one.spend(key)).allowed).toBe(true);
    expect((await two.spend(key)).allowed).toBe(true);
    await one.refund(key);
    expect((await one.spend(key)).allowed).toBe(true);
    expect((await one.spend(key)).allowed).toBe(false);
    const place = randomUUID();
    expect(await one.isMarked(place)).toBe(false);
    await one.mark(place);
    expect(await one.isMarked(place)).toBe(true);
  });

  it('still holds while the database cannot be asked', async () => {
    const database = home.open('api');
    const limit = new Throttle(database).limit('test', { tries: 2, seconds: 60 });
    await database.close();
    const key = randomUUID();
    const allowed = [];
    for (let n = 0; n < 4; n++) allowed.push((await limit.spend(key)).allowed);
    expect(allowed).toEqual([true, true, false, false]);
  });
});
