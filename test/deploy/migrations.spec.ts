import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FIRST_UNDER_RULE, hazardsOf } from './migration-hazards.js';

const FOLDER = join(import.meta.dirname, '..', '..', 'migrations');
const names = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.sql'))
  .sort();
const textOf = (name: string) => readFileSync(join(FOLDER, name), 'utf8');
const earlierThan = (name: string) => names.filter((one) => one < name);
const told = async (text: string) =>
  (await hazardsOf(text, ['0031-add-column.sql'])).map(({ kind, what }) => `${kind}: ${what}`);

describe('migrations', () => {
  test('break nothing that still runs', async () => {
    for (const name of names.filter((one) => one >= FIRST_UNDER_RULE))
      expect([name, await hazardsOf(textOf(name), earlierThan(name))]).toEqual([name, []]);
  });

  test('are all understood, those from before the rule too', async () => {
    const hazards = await Promise.all(names.map((name) => hazardsOf(textOf(name), earlierThan(name))));
    // Some of them were written when nobody ran.
    expect(hazards.flat().length).toBeGreaterThan(0);
  });
});

describe('the rule', () => {
  test.each([
    ['alter table post drop column body', 'breaks: drops post.body'],
    ['alter table post rename column body to words', 'breaks: renames to words'],
    ['alter table post rename to message', 'breaks: renames to message'],
    ['drop table post', 'breaks: drops post'],
    ['drop function folded(text)', 'breaks: drops folded'],
    ['drop view egress.cells', 'breaks: drops cells'],
    ['alter table post add column kind text not null', 'breaks: post.kind must be given'],
    ['alter table post alter column body set not null', 'breaks: post.body must be given'],
    ['alter table post alter column body type varchar(10)', 'breaks: post.body has another type'],
    ['revoke update on post from :api', 'breaks: takes a right away'],
    ['truncate post', 'breaks: empties a table'],
    [
      "do $$ begin execute 'alter table post drop column body'; end $$",
      'breaks: changes tables from within a block',
    ],
    ['create index on post (author_id)', 'locks: builds an index on post: writers wait'],
    [
      'alter table post add column token uuid default gen_random_uuid()',
      'locks: post.token is written into every row: everybody waits',
    ],
    [
      'alter table post add column length int generated always as (length(body)) stored',
      'locks: post.length is written into every row: everybody waits',
    ],
    [
      "alter table post add constraint post_kind check (kind <> '')",
      'locks: post_kind looks at every row: add it NOT VALID first',
    ],
    [
      'alter table post add constraint post_kind unique (kind)',
      'locks: post_kind builds an index: writers wait',
    ],
    ['lock table post', 'locks: locks a table'],
  ])('finds %s', async (text, what) => {
    expect(await told(text)).toEqual([what]);
  });

  test.each([
    'alter table post add column kind text',
    "alter table post add column kind text not null default 'update'",
    'alter table post add column at timestamptz not null default now()',
    "alter table post add constraint post_kind check (kind <> '') not valid",
    'alter table post validate constraint post_kind',
    'alter table post drop constraint post_kind',
    'create table thing (id uuid); create index on thing (id); alter table thing alter column id set not null',
    'create function folded(text) returns text language sql return $1; revoke execute on function folded from public',
    'grant select on post to :api',
    'drop trigger follows on post',
    "update post set kind = 'update' where kind is null",
  ])('lets %s pass', async (text) => {
    expect(await told(text)).toEqual([]);
  });

  test('lets pass what its author gives a reason for, of that kind only', async () => {
    const drop = 'alter table post drop column body';
    expect(await told(`-- contract of 0031: nobody reads the body since\n${drop}`)).toEqual([]);
    expect(await told(`-- locks: the table is small\n${drop}`)).toHaveLength(1);
    await expect(told(`-- contract of 0031: \n${drop}`)).rejects.toThrow('Say why');
    await expect(told(`-- contract of 0099: nobody reads the body since\n${drop}`)).rejects.toThrow('0099');
  });
});
