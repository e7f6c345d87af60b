import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestDatabase, testDatabase } from '@courtyard/database';
import { DatabaseWalk } from '@courtyard/testing';
import { Client } from 'pg';
import { entities } from '../../apps/api/src/entities.js';
import { DATABASE_PASSES } from './passes.js';

jest.setTimeout(120_000);

const RIGHTS = join('docs', 'generated', 'rights.md');
const INDEXES = join('docs', 'generated', 'indexes.md');
const walkOf = (database: TestDatabase) => new DatabaseWalk(database.ownerUrl, entities, DATABASE_PASSES);

async function asOwner<Told>(database: TestDatabase, work: (client: Client) => Promise<Told>): Promise<Told> {
  const client = new Client({ connectionString: database.ownerUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

describe('the migrated database', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase({ fresh: true });
  });
  afterAll(() => database?.close());

  test('is walked without a finding', async () => {
    expect(await walkOf(database).all()).toEqual([]);
  });

  test('grants exactly the rights that were reviewed', async () => {
    const rights = await walkOf(database).rights();
    // As with Jest's own snapshots: `-u` writes, and nothing else does.
    const { snapshotState } = expect.getState() as unknown as { snapshotState: { _updateSnapshot: string } };
    if (snapshotState._updateSnapshot === 'all') writeFileSync(RIGHTS, rights);
    expect(existsSync(RIGHTS) ? readFileSync(RIGHTS, 'utf8') : '').toBe(rights);
  });

  test('has exactly the indexes that an installation is compared with', async () => {
    const indexes = await walkOf(database).indexes();
    const { snapshotState } = expect.getState() as unknown as { snapshotState: { _updateSnapshot: string } };
    if (snapshotState._updateSnapshot === 'all') writeFileSync(INDEXES, indexes);
    expect(existsSync(INDEXES) ? readFileSync(INDEXES, 'utf8') : '').toBe(indexes);
  });

  test('lets search do nothing yet, not even connect', async () => {
    const rights = await walkOf(database).rights();
    expect(rights).toContain('## search\n\nNothing, not even to connect.\n');
    const client = new Client({ connectionString: database.urls.search });
    client.on('error', () => undefined);
    await expect(client.connect()).rejects.toThrow(/permission denied for database/);
  });

  test('lets egress read its own schema and nothing else', async () => {
    const rights = await walkOf(database).rights();
    const mine = rights.split('## egress\n')[1]?.split('##')[0] ?? '';
    const reading = mine.split('\n').filter((line) => line.includes('select'));
    expect(reading.length).toBeGreaterThan(8);
    expect(reading.filter((line) => !line.startsWith('| view | egress.'))).toEqual([]);
  });

  test('answers role api nothing from a walled table while the organisation is unset, or empty', async () => {
    const { rows } = await asOwner(database, (client) =>
      client.query<{ name: string }>(
        `select c.relname as name from pg_class c where c.relrowsecurity
         and has_table_privilege($1, c.oid, 'select') order by 1`,
        [new URL(database.urls.api).username],
      ),
    );
    expect(rows.length).toBeGreaterThan(12);
    const api = new Client({ connectionString: database.urls.api });
    await api.connect();
    for (const { name } of rows) {
      await expect(api.query(`select * from ${name}`)).rejects.toThrow(/app\.org/);
    }
    await api.query(`set app.org = ''`);
    for (const { name } of rows) {
      await expect(api.query(`select * from ${name}`)).rejects.toThrow(/invalid input syntax for type uuid/);
    }
    await api.end();
  });
});

describe('control: a table, view, function, right or key that opens a wall', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase({ fresh: true });
  });
  afterAll(() => database?.close());

  /** What the walk finds after the statements; they are undone afterwards. */
  async function found(...statements: string[]): Promise<string[]> {
    const [make, undo] = [statements.slice(0, -1), statements.at(-1) ?? ''];
    await asOwner(database, async (client) => {
      const { rows } = await client.query(
        `select pg_get_userbyid(relowner) as owner from pg_class where relname = 'post'`,
      );
      await client.query(`set role ${rows[0].owner}`);
      for (const statement of make) await client.query(statement);
    });
    const sentences = await walkOf(database).all();
    await asOwner(database, (client) => client.query(undo));
    return sentences;
  }

  test.each<[string, string[], string[]]>([
    [
      'a table without a wall',
      ['create table note (id uuid primary key, words text)', 'drop table note'],
      [
        'note has no key that begins with organisation_id.',
        'note has row-level security off.',
        'note is mapped by no entity.',
      ],
    ],
    [
      'one that calls itself an exception',
      [
        'create table note (id uuid primary key)',
        `comment on table note is 'no wall: because'`,
        'drop table note',
      ],
      ['note has no wall and is not named.'],
    ],
    [
      'a second policy',
      ['create policy open on post for select using (true)', 'drop policy open on post'],
      ['post has the policy open, which opens the wall.'],
    ],
    [
      'a column that no entity has',
      ['alter table post add column mood text', 'alter table post drop column mood'],
      ['post.mood is in the database and not in Post.'],
    ],
    [
      'a column of another type, and one that may be null',
      [
        'alter table post alter column useful_count type bigint',
        'alter table post alter column body drop not null',
        'alter table post alter column useful_count type integer, alter column body set not null',
      ],
      ['Post.usefulCount says integer, post bigint.', 'Post.body says not null, post null.'],
    ],
    [
      'a function with its owner’s rights, which everybody may call',
      [
        `create function peek() returns bigint language sql security definer as 'select count(*) from post'`,
        'grant execute on function peek() to public',
        'drop function peek()',
      ],
      ["The function peek runs with its owner's rights.", 'The function peek may be called by everybody.'],
    ],
    [
      'a materialised view over personal rows',
      ['create materialized view wall as select * from post with no data', 'drop materialized view wall'],
      ['wall is a materialised view.'],
    ],
    [
      'a view over personal rows, also in schema egress',
      [
        'create view wall as select * from post',
        'create view egress.wall with (security_barrier) as select * from public.post',
        'drop view wall; drop view egress.wall',
      ],
      ['wall is a view.', 'wall is a view.'],
    ],
    [
      'a unique key on what people write',
      ['create unique index post_body on post (organisation_id, body)', 'drop index post_body'],
      ['post_body is unique, and nobody said why that tells nothing.'],
    ],
    [
      'a reference into any organisation',
      [
        'alter table employee_name_word drop constraint employee_name_word_employee_fkey',
        'create unique index employee_id_alone on employee (id)',
        'alter table employee_name_word add constraint loose foreign key (employee_id) references employee (id) not valid',
        'alter table employee_name_word drop constraint loose; drop index employee_id_alone',
      ],
      ['loose refers to employee without its organisation.'],
    ],
  ])('%s', async (_, statements, sentences) => {
    expect(await found(...statements)).toEqual(expect.arrayContaining(sentences));
  });

  test('a role that is above the policies, and one that is another', async () => {
    const { username: api } = new URL(database.urls.api);
    const { username: audit } = new URL(database.urls.audit);
    const change = (text: string) => asOwner(database, (client) => client.query(text));
    // Roles are the whole server's: undone at once, so that neighbours never meet them.
    await change(`alter role ${audit} createdb`);
    const above = await walkOf(database).roles();
    await change(`alter role ${audit} nocreatedb`);
    await change(`grant ${audit} to ${api} with inherit false, set false`);
    const another = await walkOf(database).roles();
    await change(`revoke ${audit} from ${api}`);
    expect(above).toEqual(['Role audit is above the policies.']);
    expect(another).toEqual([`Role api is also ${audit}.`]);
  });

  test('a right more', async () => {
    const before = await walkOf(database).rights();
    const { username: egress } = new URL(database.urls.egress);
    await asOwner(database, (client) => client.query(`grant select (name) on employee to ${egress}`));
    const after = await walkOf(database).rights();
    expect(before).not.toContain('| table | employee | select (name) |');
    expect(after).not.toBe(before);
    expect(after).toContain('| table | employee | select (name) |');
  });
});
