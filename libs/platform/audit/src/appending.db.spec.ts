import { type Database, type TestDatabase, testDatabase } from '@courtyard/database';
import { Client } from 'pg';
import { v7 } from 'uuid';
import { plainEvent } from '../fixtures/event.js';
import { Appender } from './appender.js';
import { canAppend } from './appending.js';

let home: TestDatabase;
let database: Database;
let owner: Client;

beforeAll(async () => {
  home = await testDatabase({ fresh: true });
  database = home.open('api');
  owner = new Client({ connectionString: home.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner?.end();
  await home?.close();
});

const kept = async () => Number((await owner.query('select count(*) as n from audit_event')).rows[0].n);

test('after an event that was not stored, one is tried and not kept', async () => {
  const appender = new Appender({ database, onFault: () => undefined });
  expect(await canAppend(database, appender)).toBe(true);
  await expect(appender.append(v7(), { ...plainEvent(), kind: 'No Kind' as never })).rejects.toMatchObject({
    code: 'server.unavailable',
  });
  expect(appender.lastFailed).toBe(true);
  expect(await canAppend(database, appender)).toBe(true);
  expect(await kept()).toBe(0);

  // Control: as on a full disk, rights and settings say yes, and the row is refused.
  await owner.query(`create function full_disk() returns trigger language plpgsql as
    $$ begin raise exception using errcode = 'disk_full'; end $$`);
  await owner.query('create trigger full_disk before insert on audit_event execute function full_disk()');
  expect(await canAppend(database, appender)).toBe(false);
  await owner.query('drop trigger full_disk on audit_event');
  await appender.append(v7(), plainEvent());
  expect(appender.lastFailed).toBe(false);
  expect(await kept()).toBe(1);
});

test('a database that takes no writes, and an appender that takes nothing more, are said', async () => {
  const appender = new Appender({ database, onFault: () => undefined });
  await owner.query(
    `alter database "${new URL(home.ownerUrl).pathname.slice(1)}" set default_transaction_read_only = on`,
  );
  const late = home.open('api', 1);
  expect(await canAppend(late, appender)).toBe(false);
  await owner.query('set default_transaction_read_only = off');
  await owner.query(
    `alter database "${new URL(home.ownerUrl).pathname.slice(1)}" reset default_transaction_read_only`,
  );
  await appender.close();
  expect(await canAppend(database, appender)).toBe(false);
});
