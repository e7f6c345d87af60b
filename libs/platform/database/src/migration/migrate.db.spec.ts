import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { Database } from '../database.js';
import { FolderSecrets, makePassword, type SecretStore } from '../secrets.js';
import { dropDatabase } from '../testing/template.js';
import { type TestDatabase, testDatabase } from '../testing/test-database.js';
import { asUser, inDatabase } from '../url.js';
import { migrate, runMigrations } from './migrate.js';
import { roleNames, suffixOf } from './role-names.js';
import { roleUrls } from './roles.js';
import { inspectWalls } from './walls.js';

// Without a global set-up the first to ask also starts the server.
jest.setTimeout(60_000);

const A = '0190c1d0-0000-7000-8000-00000000000a';

describe('migrate', () => {
  let server: TestDatabase;
  let root: Client;
  let folder: string;
  let name: string;
  let ownerUrl: string;
  let secrets: SecretStore;

  beforeAll(async () => {
    server = await testDatabase();
    root = await connected(server.ownerUrl);
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'courtyard-migrations-'));
    secrets = new FolderSecrets(join(folder, 'secrets'));
    name = `migrate_${randomBytes(5).toString('hex')}`;
    await root.query(`create database ${name}`);
    ownerUrl = inDatabase(server.ownerUrl, name);
  });
  afterEach(async () => {
    await dropDatabase(server.ownerUrl, name);
    await root.query(`drop role if exists ${Object.values(roleNames(name)).join(', ')}`);
    await rm(folder, { recursive: true });
  });
  afterAll(async () => {
    await root.end();
    await server.close();
  });

  const write = (file: string, text: string) => writeFile(join(folder, file), text);

  describe('roles', () => {
    test('are walled, and each has the rights of its duty only', async () => {
      await migrate({ ownerUrl, secrets });
      const { rows } = await root.query(
        `select rolname, rolcanlogin, rolsuper, rolbypassrls, rolinherit, rolcreaterole, rolcreatedb,
           has_database_privilege(rolname, $1, 'connect') as connect, has_database_privilege(rolname, $1, 'temp') as temp
         from pg_roles where rolname like '%\\_' || $1 order by 1`,
        [name],
      );
      const closed = {
        rolsuper: false,
        rolbypassrls: false,
        rolinherit: false,
        rolcreaterole: false,
        rolcreatedb: false,
      };
      expect(rows).toEqual([
        { rolname: `api_${name}`, rolcanlogin: true, ...closed, connect: true, temp: false },
        { rolname: `audit_${name}`, rolcanlogin: true, ...closed, connect: true, temp: false },
        { rolname: `backup_${name}`, rolcanlogin: false, ...closed, connect: false, temp: false },
        { rolname: `egdef_${name}`, rolcanlogin: false, ...closed, connect: false, temp: false },
        { rolname: `egress_${name}`, rolcanlogin: true, ...closed, connect: true, temp: false },
        { rolname: `owner_${name}`, rolcanlogin: false, ...closed, connect: true, temp: false },
        { rolname: `relay_${name}`, rolcanlogin: true, ...closed, connect: true, temp: false },
        { rolname: `search_${name}`, rolcanlogin: true, ...closed, connect: false, temp: false },
      ]);
    });

    test('api cannot do what an owner can', async () => {
      await migrate({ ownerUrl, secrets });
      const { api } = await roleUrls({ ownerUrl, secrets });
      const client = await connected(api);
      for (const statement of [
        'create table t (a int)',
        'create temp table t (a int)',
        'create schema s',
        'create function f() returns int language sql as $$ select 1 $$',
        'alter table outbox disable row level security',
        'drop policy organisation on outbox',
        'truncate outbox',
        'delete from outbox',
        'update organisation_handle set handle = handle',
        'select * from migration',
        'select * from outbox_cursor',
        `set role owner_${name}`,
        `set role relay_${name}`,
        `set role backup_${name}`,
        `set session authorization postgres`,
        'select pg_read_file($$PG_VERSION$$)',
      ]) {
        await expect(client.query(statement)).rejects.toMatchObject({ code: '42501' });
      }
      await client.end();
    });

    test('a function made by a migration is nobody’s until it is granted', async () => {
      await migrate({ ownerUrl, secrets, folder: await withFiles({ '0001-make-function.sql': FUNCTION }) });
      const { api } = await roleUrls({ ownerUrl, secrets });
      const client = await connected(api);
      await expect(client.query('select closed()')).rejects.toMatchObject({ code: '42501' });
      expect((await client.query('select opened()')).rows).toEqual([{ opened: 1 }]);
      await client.end();
    });

    test('without password file the roles get new passwords, and the old ones end', async () => {
      await migrate({ ownerUrl, secrets });
      const before = await roleUrls({ ownerUrl, secrets });
      const others = new FolderSecrets(join(folder, 'others'));
      await migrate({ ownerUrl, secrets: others });
      const after = await roleUrls({ ownerUrl, secrets: others });
      expect(after.api).not.toBe(before.api);
      await (await connected(after.api)).end();
      await expect(connected(before.api)).rejects.toMatchObject({ code: '28P01' });
    });

    test('an address that the operator gave is taken as it is', async () => {
      await migrate({ ownerUrl, secrets });
      const urls = await roleUrls({ ownerUrl, secrets, given: { api: 'postgres://api:p@pooler/d' } });
      expect(urls.api).toBe('postgres://api:p@pooler/d');
      expect(urls.audit).toContain(`audit_${name}`);
    });

    test('before migrating there is no address', async () => {
      await expect(roleUrls({ ownerUrl, secrets })).rejects.toThrow('migrate first');
    });

    test('a role of that name that stands above row policies is refused', async () => {
      await root.query(`create role api_${name} bypassrls`);
      await expect(migrate({ ownerUrl, secrets })).rejects.toThrow('above the row policies');
    });

    test('works for an owner that is no superuser', async () => {
      const user = `admin_${name}`;
      const password = makePassword();
      await root.query(`create role ${user} login createrole password '${password}'`);
      await root.query(`alter database ${name} owner to ${user}`);
      const url = asUser(ownerUrl, user, password);
      try {
        await migrate({ ownerUrl: url, secrets });
        await migrate({ ownerUrl: url, secrets });
        expect((await inspectWalls(ownerUrl)).breaches).toEqual([]);
        const { rows } = await root.query('select pg_has_role($1, $2, $3) as usage', [
          user,
          `owner_${name}`,
          'usage',
        ]);
        // It may act as the owner of the tables, but is not it all the time.
        expect(rows).toEqual([{ usage: false }]);
      } finally {
        await dropDatabase(server.ownerUrl, name);
        await root.query(`drop role if exists ${Object.values(roleNames(name)).join(', ')}`);
        await root.query(`drop role ${user}`);
      }
    });

    test('says so when the user may not make roles or does not own the database', async () => {
      const user = `plain_${name}`;
      const password = makePassword();
      await root.query(`create role ${user} login password '${password}'`);
      try {
        await expect(migrate({ ownerUrl: asUser(ownerUrl, user, password), secrets })).rejects.toThrow(
          'CREATEROLE',
        );
        await migrate({ ownerUrl, secrets });
        await root.query(
          `grant temp, connect on database ${name} to public; grant owner_${name}, backup_${name} to ${user}`,
        );
        await expect(migrate({ ownerUrl: asUser(ownerUrl, user, password), secrets })).rejects.toThrow(
          'must own the database',
        );
      } finally {
        await root.query(`revoke owner_${name}, backup_${name} from ${user}; drop role ${user}`);
      }
    });

    test('names of long databases stay apart', () => {
      const long = 'd'.repeat(60);
      expect(suffixOf(`${long}1`)).not.toBe(suffixOf(`${long}2`));
      for (const role of Object.values(roleNames(suffixOf(long))))
        expect(Buffer.byteLength(role)).toBeLessThan(64);
      expect(suffixOf('courtyard')).toBe('courtyard');
    });
  });

  describe('the walls of the product’s own migrations', () => {
    test('stand on every table; exceptions are these and say why', async () => {
      await migrate({ ownerUrl, secrets });
      const { breaches, exceptions } = await inspectWalls(ownerUrl);
      expect(breaches).toEqual([]);
      expect(exceptions).toEqual(
        expect.arrayContaining(['migration', 'organisation_handle', 'outbox_cursor']),
      );
    });

    // Negative controls: each of these is the mistake that the inspection is for.
    test.each([
      ['no policy at all', 'create table t (organisation_id uuid primary key)', 4 - 1],
      ['key begins elsewhere', walled('t', 'id, organisation_id'), 1],
      ['not forced', `${walled('t')}; alter table t no force row level security`, 1],
      ['a second policy opens it', `${walled('t')}; create policy open on t using (true)`, 1],
      ['open for api', `${walled('t')}; create policy open on t to :api using (true)`, 1],
      ['bare setting', walled('t', undefined, "organisation_id = current_setting('app.org')::uuid"), 2],
      [
        'missing tolerated',
        walled('t', undefined, "organisation_id = (select current_setting('app.org', true)::uuid)"),
        2,
      ],
      ['granted to all', `${walled('t')}; grant select on t to public`, 1],
    ])('%s is found', async (_, statement, found) => {
      await migrate({ ownerUrl, secrets, folder: await withFiles({ '0001-make-table.sql': statement }) });
      expect((await inspectWalls(ownerUrl)).breaches).toHaveLength(found);
    });

    test('a table made by another than the owner role is found', async () => {
      await migrate({ ownerUrl, secrets });
      const client = await connected(ownerUrl);
      await client.query(walled('t'));
      await client.end();
      expect((await inspectWalls(ownerUrl)).breaches).toEqual(['t is not owned by the owner role.']);
    });

    test('the owner of the tables is behind the wall, too', async () => {
      await migrate({ ownerUrl, secrets });
      const client = await connected(ownerUrl);
      await client.query(`insert into organisation values ('${A}', 'Acme')`);
      await client.query(`set role owner_${name}`);
      await expect(client.query('select from organisation')).rejects.toMatchObject({ code: '42704' });
      await client.query("set app.org = '0190c1d0-0000-7000-8000-00000000000b'");
      expect((await client.query('select from organisation')).rowCount).toBe(0);
      await client.end();
    });

    test('the outbox: api sees its organisation’s, relay all of it and nothing else', async () => {
      await migrate({ ownerUrl, secrets });
      const urls = await roleUrls({ ownerUrl, secrets });
      const api = Database.open({ url: urls.api, max: 1 });
      const relay = Database.open({ url: urls.relay, max: 1 });
      const B = '0190c1d0-0000-7000-8000-00000000000b';
      const put = (organisation: string) => ({
        text: 'insert into outbox (organisation_id, topic, payload) values ($1, $2, $3)',
        values: [organisation, 'PostPublished', '{}'],
      });
      const all = { text: 'select organisation_id, topic from outbox order by xid, position', values: [] };
      await api.flight(A, [put(A)]);
      await api.flight(B, [put(B)]);
      expect(await api.flight(A, [all])).toEqual([[[A, 'PostPublished']]]);
      await expect(api.withoutOrganisation([all])).rejects.toThrow('no organisation');
      expect((await relay.withoutOrganisation([all]))[0]).toHaveLength(2);
      const forbidden = { text: 'select from organisation', values: [] };
      await expect(relay.withoutOrganisation([forbidden])).rejects.toMatchObject({ sqlState: '42501' });
      await expect(relay.withoutOrganisation([put(A)])).rejects.toMatchObject({ sqlState: '42501' });
      await Promise.all([api.close(), relay.close()]);
    });
  });

  describe('files', () => {
    beforeEach(async () => {
      await write('0001-make-one.sql', 'create table one (a int); grant select on one to :api');
      await write('0002-make-two.sql', "create table two (a int); select 'x'::text, 1::int");
      await migrate({ ownerUrl, secrets, folder });
    });

    const tables = async () => {
      const client = await connected(ownerUrl);
      const { rows } = await client.query(
        "select c.relname from pg_class c where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1",
      );
      await client.end();
      return rows.map((row) => row.relname);
    };

    test('are applied once, in order, and recorded', async () => {
      expect(await runMigrations(ownerUrl, folder)).toEqual([]);
      await write('0003-make-three.sql', 'create table three (a int)');
      expect(await runMigrations(ownerUrl, folder)).toEqual(['0003-make-three']);
      expect(await tables()).toEqual(['migration', 'one', 'three', 'two']);
    });

    test('one that fails leaves nothing and says where', async () => {
      await write('0003-make-three.sql', 'create table three (a int);\nselect * from missing');
      await expect(runMigrations(ownerUrl, folder)).rejects.toThrow(
        'Applying 0003-make-three failed and was rolled back (42P01 at character 43): relation "missing" does not exist',
      );
      expect(await tables()).toEqual(['migration', 'one', 'two']);
    });

    test('one that was changed after it was applied is refused', async () => {
      await write('0002-make-two.sql', 'create table two (a bigint)');
      await expect(runMigrations(ownerUrl, folder)).rejects.toThrow('0002-make-two was changed');
    });

    test('one that disappeared, and one put in between, are refused', async () => {
      await rm(join(folder, '0001-make-one.sql'));
      await write('0003-make-three.sql', 'create table three (a int)');
      await expect(runMigrations(ownerUrl, folder)).rejects.toThrow(
        '0001-make-one was applied but is missing',
      );
      expect(await tables()).toEqual(['migration', 'one', 'two']);
    });

    test('a database that is ahead of the program is refused', async () => {
      await rm(join(folder, '0002-make-two.sql'));
      await expect(runMigrations(ownerUrl, folder)).rejects.toThrow(
        'The database is newer than this program',
      );
    });

    test('wrong names and double numbers are refused', async () => {
      await write('0002-make-other.sql', 'select 1');
      await expect(runMigrations(ownerUrl, folder)).rejects.toThrow('given twice');
      await rm(join(folder, '0002-make-other.sql'));
      await write('three.sql', 'select 1');
      await expect(runMigrations(ownerUrl, folder)).rejects.toThrow('NNNN-verb-object.sql');
    });

    test('one that ends its transaction by itself is refused', async () => {
      await write('0003-make-three.sql', 'create table three (a int); commit; create table four (a int)');
      await expect(runMigrations(ownerUrl, folder)).rejects.toThrow('ends its transaction by itself');
    });
  });

  test('ten at once are as good as one', async () => {
    await Promise.all(Array.from({ length: 10 }, () => migrate({ ownerUrl, secrets })));
    const { api } = await roleUrls({ ownerUrl, secrets });
    const db = Database.open({ url: api, max: 1 });
    await db.flight(A, [{ text: 'select from organisation', values: [] }]);
    await db.close();
  });

  test('steps back where a table is in use, so that those behind it are answered', async () => {
    await migrate({ ownerUrl, secrets, folder: await withFiles({ '0001-make-thing.sql': walled('thing') }) });
    const [reader, other] = [await connected(ownerUrl), await connected(ownerUrl)];
    await reader.query('begin; select from thing');
    await write('0002-add-word.sql', 'alter table thing add column word text');
    let done = false;
    const migrating = migrate({ ownerUrl, secrets, folder }).then(() => {
      done = true;
    });
    const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    while ((await other.query(waiting)).rowCount === 0) await new Promise((go) => setTimeout(go, 20));
    // Behind somebody who waits without end, this would wait without end.
    await other.query('select from thing');
    expect(done).toBe(false);
    await reader.query('commit');
    await migrating;
    await other.query('select word from thing');
    await Promise.all([reader.end(), other.end()]);
  });

  async function withFiles(files: Record<string, string>): Promise<string> {
    for (const [file, text] of Object.entries(files)) await write(file, text);
    return folder;
  }
});

const FUNCTION = `create function closed() returns int language sql as $$ select 1 $$;
  create function opened() returns int language sql as $$ select 1 $$;
  grant execute on function opened() to :api`;

function walled(
  table: string,
  key = 'organisation_id, id',
  condition = "organisation_id = (select current_setting('app.org')::uuid)",
): string {
  return `create table ${table} (organisation_id uuid, id uuid, primary key (${key}));
    alter table ${table} enable row level security; alter table ${table} force row level security;
    create policy organisation on ${table} using (${condition}) with check (${condition})`;
}

async function connected(connectionString: string): Promise<Client> {
  const client = new Client({ connectionString });
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
  return client;
}
