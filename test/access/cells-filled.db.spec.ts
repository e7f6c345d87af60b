import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrationsFolder, runMigrations, testDatabase } from '@courtyard/database';
import { Client } from 'pg';
import { v7 as newId } from 'uuid';

jest.setTimeout(120_000);

/** What an installation of before has said already is filled in when it is brought up to date. */
test('rows of before cells were kept get theirs, withheld until their authors say', async () => {
  const before = mkdtempSync(join(tmpdir(), 'courtyard-before-'));
  for (const name of readdirSync(migrationsFolder()).filter((one) => one < '0011'))
    copyFileSync(join(migrationsFolder(), name), join(before, name));
  const database = await testDatabase({ fresh: true, migrations: before });
  const client = new Client({ connectionString: database.ownerUrl });
  await client.connect();
  try {
    const org = newId();
    await client.query("insert into organisation (organisation_id, name) values ($1, 'Kessler')", [org]);
    const person = async (name: string, kind = 'employee', status = 'active') => {
      const id = newId();
      const words = name.toLowerCase().split(/\W+/);
      await client.query(
        `insert into employee (organisation_id, id, name, name_folded, name_words, kind, status, roles)
         values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [org, id, name, words.join(' '), words, kind, status, kind === 'employee' ? ['employee'] : []],
      );
      return id;
    };
    const bill = await person('Kessler, Bill');
    const mara = await person('Mara Lind');
    const gus = await person('Gus Visitor', 'guest');
    const max = await person('Max Gone', 'employee', 'former');
    const bot = await person('Deploy', 'integration');
    const post = async (author: string, mentioned: string[], status = 'published') => {
      const id = newId();
      await client.query(
        `insert into post (organisation_id, id, published_id, author_id, kind, body, audience_keys, status, published_at, mentioned_ids)
         values ($1, $2, $2, $3, 'update', 'x', '{1}', $4, now(), $5)`,
        [org, id, author, status, mentioned],
      );
      return id;
    };
    const plain = await post(bill, [mara, bot]);
    const outside = await post(bill, [gus, max]);
    const gone = await post(bill, [], 'withdrawn');
    await client.query(
      `insert into comment (organisation_id, id, post_id, author_id, body, audience_keys, status, created_at, post_author_id, mentioned_ids)
       values ($1, $2, $3, $4, 'x', '{1}', 'published', now(), $4, $5)`,
      [org, newId(), plain, mara, [newId()]],
    );
    await runMigrations(database.ownerUrl, migrationsFolder());
    const persons = async (id: string) =>
      (
        await client.query(
          `select field_no || ' ' || role || ' ' || e.name as told from cell_person c join employee e on e.id = c.employee_id
           where row_id = $1 order by 1`,
          [id],
        )
      ).rows.map(({ told }) => told);
    const reasons = async (id: string) =>
      (await client.query('select reason from cell_unmarked where row_id = $1 order by 1', [id])).rows.map(
        ({ reason }) => reason,
      );
    expect(await persons(bill)).toEqual(['2 owner Kessler, Bill', '5 owner Kessler, Bill']);
    for (const nobody of [gus, max, bot, gone]) expect(await persons(nobody)).toEqual([]);
    expect(await persons(plain)).toEqual([
      '12 owner Kessler, Bill',
      '5 about Mara Lind',
      '5 owner Kessler, Bill',
    ]);
    expect(await reasons(plain)).toEqual(['name_found']);
    expect(await persons(outside)).toContain('5 about Max Gone');
    expect(await reasons(outside)).toEqual(['name_found', 'outside']);
    expect(await reasons(gone)).toEqual([]);
    const comments = await client.query(
      "select reason from cell_unmarked where entity = 'Comment' order by 1",
    );
    expect(comments.rows.map(({ reason }) => reason)).toEqual(['name_found', 'outside']);
    const given = await client.query('select word from employee_name_word where given order by 1');
    expect(given.rows.map(({ word }) => word)).toEqual(['bill', 'deploy', 'gus', 'mara', 'max']);
    const owners = await client.query(
      `select (select count(*) from cell_owner) as kept, (select count(*) from cell_owner o join lateral cell_owner_of(o.organisation_id, o.entity, o.row_id) w
         on w.employee_id = o.employee_id and w.fields = o.fields) as right, (select count(distinct (entity, row_id)) from cell_person where role = 'owner') as rows`,
    );
    // Two people, two posts and a comment.
    expect(owners.rows).toEqual([{ kept: '5', right: '5', rows: '5' }]);
    const { rows } = await client.query(
      `select relname from pg_class where relname in ('employee', 'employee_name_word', 'post', 'comment', 'cell_owner', 'cell_person', 'cell_unmarked')
       and not (relrowsecurity and relforcerowsecurity)`,
    );
    expect(rows).toEqual([]);
  } finally {
    await client.end();
    await database.close();
    rmSync(before, { recursive: true, force: true });
  }
});
