import { type Database, type TestDatabase, testDatabase } from '@courtyard/database';
import { employeeActor } from '@courtyard/testing';
import { Client } from 'pg';
import { v7 as newId } from 'uuid';
import { ReadingLimit } from './reading.js';

const LIMITS = { posts: 100, profiles: 10 };
const MINUTE = 60_000;

let home: TestDatabase;
let owner: Client;
let api: Database;
/** Ahead of the true time, for what the memory of a process thinks. */
let ahead = 0;
const opened: ReadingLimit[] = [];

const process = (): ReadingLimit => {
  const limit = new ReadingLimit(api, {
    limits: LIMITS,
    now: () => Date.now() + ahead,
    foldMillis: 3_600_000,
  });
  opened.push(limit);
  return limit;
};
const allowed = (limit: ReadingLimit, actor = bill, kind: 'posts' | 'profiles' = 'posts') => {
  try {
    limit.assert(actor, kind);
    return true;
  } catch (refusal) {
    expect(refusal).toMatchObject({
      code: 'reading.too_much',
      details: { confirmBy: 'confirmBulkReading', what: kind, limit: LIMITS[kind] },
    });
    return false;
  }
};
let bill = employeeActor();

beforeAll(async () => {
  home = await testDatabase();
  owner = new Client({ connectionString: home.ownerUrl });
  await owner.connect();
  api = home.open('api', 2);
}, 60_000);
beforeEach(() => {
  bill = employeeActor();
  ahead = 0;
});
afterEach(() => Promise.all(opened.splice(0).map((limit) => limit.close())));
afterAll(async () => {
  await owner?.end();
  await home?.close();
});

describe('reading much', () => {
  it('stops after a portion, and each kind for itself', () => {
    const here = process();
    for (let at = 0; at < 5; at++) {
      expect(allowed(here)).toBe(true);
      here.count(bill, 'posts', 20);
    }
    expect(allowed(here)).toBe(false);
    expect(allowed(here, bill, 'profiles')).toBe(true);
    expect(allowed(here, employeeActor())).toBe(true);
  });

  it('costs no statement until it is folded, however much is read', async () => {
    const here = process();
    const before = api.counters.statements;
    for (let at = 0; at < 1_000; at++) {
      allowed(here, employeeActor({ me: newId() }));
      here.count(bill, 'posts', 0);
    }
    here.count(bill, 'posts', 99);
    expect(allowed(here)).toBe(true);
    expect(api.counters.statements).toBe(before);
    await here.fold();
    expect(api.counters.statements).toBe(before + 2);
    await here.fold();
    expect(api.counters.statements).toBe(before + 2);
  });

  it('is counted over all processes', async () => {
    const [here, there] = [process(), process()];
    here.count(bill, 'posts', 60);
    there.count(bill, 'posts', 60);
    expect(allowed(here)).toBe(true);
    await here.fold();
    await there.fold();
    expect(allowed(there)).toBe(false);
    here.count(bill, 'posts', 1);
    await here.fold();
    expect(allowed(here)).toBe(false);
  });

  it('goes on after it was confirmed, by a portion, everywhere', async () => {
    const [here, there] = [process(), process()];
    expect(await here.exhausted(bill)).toEqual([]);
    here.count(bill, 'posts', 120);
    here.count(bill, 'profiles', 3);
    expect(await here.exhausted(bill)).toEqual(['posts']);
    expect(await there.exhausted(bill)).toEqual(['posts']);
    await here.open(bill, ['posts']);
    expect(allowed(here)).toBe(true);
    expect(await there.exhausted(bill)).toEqual([]);
    here.count(bill, 'posts', 80);
    expect(allowed(here)).toBe(false);
  });

  it('is learned of by a process that refused, without a restart', async () => {
    const [here, there] = [process(), process()];
    here.count(bill, 'posts', 120);
    await here.fold();
    await there.exhausted(bill);
    await here.open(bill, ['posts']);
    expect(allowed(there)).toBe(false);
    await there.fold();
    expect(allowed(there)).toBe(true);
  });

  it('is forgotten after the hour, in memory and in the table', async () => {
    const here = process();
    here.count(bill, 'posts', 120);
    await here.fold();
    ahead = 50 * MINUTE;
    expect(allowed(here)).toBe(false);
    ahead = 71 * MINUTE;
    expect(allowed(here)).toBe(true);
    await owner.query("update reading set since = since - interval '71 minutes' where employee_id = $1", [
      bill.employeeId,
    ]);
    const other = employeeActor({ organisationId: bill.organisationId });
    here.count(other, 'posts', 1);
    await here.fold();
    const { rows } = await owner.query('select employee_id from reading where organisation_id = $1', [
      bill.organisationId,
    ]);
    expect(rows).toEqual([{ employee_id: other.employeeId }]);
  });

  it('keeps what could not be told, and tells it later', async () => {
    let down = true;
    const faults: number[] = [];
    const here = new ReadingLimit(
      {
        flight: (organisationId, statements) =>
          down ? Promise.reject(new Error('down')) : api.flight(organisationId, statements),
      },
      { limits: LIMITS, foldMillis: 3_600_000, onFault: () => faults.push(1) },
    );
    opened.push(here);
    here.count(bill, 'posts', 40);
    await here.fold();
    expect(faults).toHaveLength(1);
    here.count(bill, 'posts', 60);
    expect(allowed(here)).toBe(false);
    down = false;
    await here.fold();
    const { rows } = await owner.query('select posts from reading where employee_id = $1', [bill.employeeId]);
    expect(rows).toEqual([{ posts: 100 }]);
  });

  it('holds numbers, and has no place for what was read', async () => {
    const { rows } = await owner.query(
      `select column_name as name, data_type as type from information_schema.columns where table_name = 'reading' order by ordinal_position`,
    );
    expect(rows.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'organisation_id uuid',
      'employee_id uuid',
      'since timestamp with time zone',
      'posts integer',
      'profiles integer',
      'posts_confirmed integer',
      'profiles_confirmed integer',
    ]);
  });
});
