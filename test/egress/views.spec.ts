import 'reflect-metadata';
import '@courtyard/feed';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cellGrantsSql, egressViewsSql, everythingLeaving, viewGrantsSql } from '@courtyard/egress';

const MIGRATIONS = 'migrations';
const text = readdirSync(MIGRATIONS)
  .sort()
  .map((file) => readFileSync(join(MIGRATIONS, file), 'utf8'))
  .join('\n');

/** The last text by which each view of schema egress was made. */
const made = new Map(
  [...text.matchAll(/create (?:or replace )?view (egress\.[a-z_]+) .*?;\n/gs)].map(([sql, name]) => [
    name,
    sql.replace('create or replace view', 'create view').trim(),
  ]),
);

test('the migrations hold the views as catalogue and declarations generate them', () => {
  const generated = egressViewsSql().split('\n\n');
  expect(generated.length).toBe(4 + 2 * everythingLeaving().length);
  for (const view of generated) {
    const name = /create view (egress\.[a-z_]+) /.exec(view)?.[1];
    expect(made.get(name)).toBe(view);
  }
});

test('the migrations grant the columns that the views read, and hand the views over', () => {
  for (const line of [...cellGrantsSql().split('\n'), ...viewGrantsSql().split('\n')])
    expect(text).toContain(line);
});

test('control: a field that is asked for and not in the migration is noticed', () => {
  const [first, ...rest] = everythingLeaving();
  if (!first?.fields[0]) throw new Error('Nothing leaves.');
  const more = { ...first, fields: [...first.fields, { ...first.fields[0], number: 62 }] };
  const view = egressViewsSql([more, ...rest])
    .split('\n\n')
    .find((one) => one.includes(`egress.${first.table}_cells `));
  expect(made.get(`egress.${first.table}_cells`)).not.toBe(view);
});

test('no guarded field and none that nobody can be asked about has a column in a view', () => {
  const cells = [...made]
    .filter(([name]) => /_(cells|judged)$/.test(name ?? ''))
    .map(([, sql]) => sql)
    .join('\n');
  expect(cells).toContain('p.body');
  for (const column of [
    'mobile_phone',
    'birthday',
    'private_location',
    'author_id',
    'audience_keys end',
    'mentioned_ids',
  ])
    expect(cells).not.toContain(column);
});
