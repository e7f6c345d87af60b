import 'reflect-metadata';
import '@courtyard/feed';
import '@courtyard/people';
import { randomUUID } from 'node:crypto';
import type { Database } from '@courtyard/database';
import { v7 as newId } from 'uuid';
import { Company, PURPOSE } from '../../fixtures/company.js';
import { Look, type SeenRow } from './look.js';

/** What one look gives role egress, over more rows than a page has. */
const MANY = 2_345;
let company: Company;
let database: Database;

beforeAll(async () => {
  company = await Company.found();
  database = company.database.open('egress');
}, 120_000);
afterAll(() => company?.close());

async function lookAt<T>(id: string, work: (look: Look) => Promise<T>, secret?: string): Promise<T> {
  const place = { organisationId: company.organisationId, id };
  return Look.at(database, place, secret ?? (await company.secretOf(id)), work);
}

async function rowsOf(id: string, secret?: string): Promise<SeenRow[]> {
  return lookAt(id, async (look) => (await Array.fromAsync(look.rows())).flat(), secret);
}

async function marksOf(id: string): Promise<string[]> {
  return lookAt(id, async (look) => (await Array.fromAsync(look.marks())).flat());
}

test('many people: each once, in the recipient’s own order, recognised again; the wrong secret sees nobody', async () => {
  await company.query(
    `with made as (insert into employee (organisation_id, id, name, name_folded, name_words, roles)
       select $1, gen_random_uuid(), 'P ' || n, 'p ' || n, array['p', n::text], '{employee}' from generate_series(1, $2::int) n returning id),
     concerned as (insert into cell_person select $1, 'Employee', id, 2, id, 'owner' from made)
     insert into consent_index (organisation_id, employee_id, purpose, recipient_id, entity, covers_until, bits, no_bits, valid_until, version)
     select $1, id, $3, $4, 'Employee', '2100-01-01', 4, 0, now() + interval '1 day', 1 from made`,
    [company.organisationId, MANY, PURPOSE, await company.recipient()],
  );
  const id = await company.approved();
  const rows = await rowsOf(id);
  const names = rows.map(({ cells }) => cells.get('Employee.name'));
  expect([rows.length, new Set(names).size]).toEqual([MANY, MANY]);
  const refs = rows.map(({ ref }) => ref);
  expect(refs).toEqual([...refs].sort());
  expect((await marksOf(id)).sort()).toEqual(rows.map(({ mark }) => mark).sort());
  expect(await lookAt(id, (look) => look.persons())).toHaveLength(MANY);
  expect(await rowsOf(id, randomUUID())).toEqual([]);
  const [column] = await lookAt(id, (look) => look.columns());
  // The two of the company said nothing, nor did its three officers.
  expect(column).toMatchObject({ field: 'Employee.name', cells: MANY + 5, released: MANY });
});

test('a word that changes changes the mark of its row, and no other', async () => {
  const id = await company.approved();
  const before = new Set(await marksOf(id));
  await company.query(`update employee set name = 'P renamed' where name = 'P 7'`);
  const after = await marksOf(id);
  expect(after.filter((mark) => !before.has(mark))).toHaveLength(1);
  expect(after).toHaveLength(MANY);
});

test('a post: its words and its exact time where both were agreed to, the month where only the words were', async () => {
  const { organisationId, bill } = company;
  const [key] = await company.query<{ key: string }>(
    `insert into audience (organisation_id, key, kind, group_id, name) values ($1, nextval('audience_key'), 'organisation', $1, 'All') returning key`,
    [organisationId],
  );
  const posts = [newId(), newId(), newId()];
  for (const [at, id] of posts.entries()) {
    await company.query(
      `insert into post (organisation_id, id, published_id, author_id, kind, body, audience_keys, status, published_at)
       values ($1, $2, $2, $3, 'update', $4, array[$5::bigint], 'published', '2026-11-20T10:20:30.456Z')`,
      [organisationId, id, bill.id, `words ${at}`, key?.key],
    );
    for (const field of [5, 12])
      await company.query(`insert into cell_person values ($1, 'Post', $2, $3, $4, 'owner')`, [
        organisationId,
        id,
        field,
        bill.id,
      ]);
    // The first with words and time, the second with words, the third with nothing.
    const bits = [2 ** 5 + 2 ** 12, 2 ** 5][at];
    if (bits !== undefined)
      await company.query(
        `insert into consent_item (organisation_id, employee_id, purpose, recipient_id, entity, row_id, bits, no_bits, valid_until, version)
         values ($1, $2, $3, $4, 'Post', $5, $6, 0, now() + interval '1 day', 1)`,
        [organisationId, bill.id, PURPOSE, await company.recipient(), id, bits],
      );
  }
  const id = await company.approved({
    fields: [
      ['Post', 5],
      ['Post', 12],
    ],
  });
  const rows = await rowsOf(id);
  const found = rows.map(({ entity, cells }) => [entity, ...cells].map(String)).sort();
  expect(found).toEqual([
    ['Post', 'Post.body,words 0', 'Post.publishedAt,2026-11-20T10:20:30.456Z'],
    ['Post', 'Post.body,words 1', 'Post.publishedAt,2026-11'],
  ]);
  expect(JSON.stringify(rows)).not.toContain(posts[0]);
});
