import 'reflect-metadata';
import '@courtyard/feed';
import { randomUUID } from 'node:crypto';
import { type TestDatabase, testDatabase } from '@courtyard/database';
import { disclosables } from '@courtyard/records';
import { Client } from 'pg';
import { small } from '../harness/scale.js';
import { loadPeople, loadPosts, loadSearch, type Numbered } from './organisation.js';
import { verify } from './verify.js';

let database: TestDatabase;
let owner: Client;
const numbered: Numbered = {
  organisation: randomUUID(),
  name: 'House',
  handle: `h-${randomUUID()}`,
  base: 0,
  scale: { ...small(60), posts: 300, reactions: 900 },
};
const asked = (entity: string) =>
  disclosables()
    .find((one) => one.entity === entity)
    ?.fields.map(({ number }) => number) ?? [];

beforeAll(async () => {
  database = await testDatabase({ fresh: true });
  owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await owner.query("set session_replication_role = 'replica'");
  await loadPeople(owner, numbered, { password: '$argon2id$x', asked: asked('Employee') });
  await loadPosts(owner, numbered, { asked: asked('Post') });
  await loadSearch(owner, numbered);
}, 60_000);
afterAll(async () => {
  await owner?.end();
  await database?.close();
});

test('what is loaded is what the gate would have kept', async () => {
  await expect(verify(owner, numbered.organisation)).resolves.toBeUndefined();
});

/** Each takes away one thing that a load could forget. */
test.each([
  [
    'a holder',
    'delete from audience_holder where employee_id = (select id from employee where organisation_id = $1 order by id limit 1)',
    'holders differ',
  ],
  [
    'a key',
    'update employee set audience_keys = audience_keys || 999999::bigint where id = (select id from employee where organisation_id = $1 order by id limit 1)',
    'their holders differ',
  ],
  [
    'a count',
    'update audience set holders = holders + 1 where organisation_id = $1 and key = 1',
    'counts of holders differ',
  ],
  [
    'a line of the index',
    'delete from post_audience where post_id = (select id from post where organisation_id = $1 order by id limit 1)',
    'keys of posts and their index differ',
  ],
  [
    'a counter',
    'update post set useful_count = useful_count + 1 where id = (select id from post where organisation_id = $1 order by id limit 1)',
    'counted otherwise',
  ],
  [
    'a word',
    'delete from employee_name_word where employee_id = (select id from employee where organisation_id = $1 order by id limit 1)',
    'words of names',
  ],
  [
    'an author',
    'update post set author_id = id where id = (select id from post where organisation_id = $1 order by id limit 1)',
    'posts are of nobody',
  ],
  [
    'whose yes',
    "delete from cell_person where entity = 'Post' and row_id = (select id from post where organisation_id = $1 order by id limit 1)",
    'cells of Post',
  ],
])('control: without %s it is noticed', async (_, statement, told) => {
  await owner.query('begin');
  try {
    await owner.query(statement, [numbered.organisation]);
    await expect(verify(owner, numbered.organisation)).rejects.toThrow(told);
  } finally {
    await owner.query('rollback');
  }
});
