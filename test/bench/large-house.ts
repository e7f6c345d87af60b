import { cellGrantsSql, egressViewsSql, everythingLeaving, type Leaving, READING } from '@courtyard/egress';
import type { Client } from 'pg';
import { NEXT_YEAR, type OpenedGrant, SOME_TIME, type Wall } from '../egress/wall.js';

/** Eight columns of a card that come with its row, as if people could be asked for each of them. */
const CARD = ['name', 'name_folded', 'title', 'pronouns', 'bio', 'kind', 'status', 'imported_from'];
const NUMBERS = CARD.map((_, at) => at + 2);
export const PURPOSE = 'research';

/** What is read as role egress, and the same rows, columns and ids as somebody would write it who asks nobody. */
export interface Reading {
  readonly label: string;
  readonly view: string;
  readonly columns: readonly string[];
  readonly plain: string;
  readonly plainWithoutIds: string;
  readonly cells: number;
}

export interface LargeHouse {
  readonly organisationId: string;
  readonly recipientId: string;
  readonly grant: OpenedGrant;
  readonly leaving: readonly Leaving[];
  readonly people: Reading;
  readonly posts: Reading;
}

/**
 * Within a transaction, how the product reads: with its settings, and as PostgreSQL runs a cursor, in one process. Both sides of a
 * comparison do, so that what is compared is the deciding.
 */
export async function asTheProductReads(client: Client): Promise<void> {
  for (const setting of Object.entries({ ...READING, max_parallel_workers_per_gather: '0' }))
    await client.query('select set_config($1, $2, true)', setting);
}

/** Nothing but the reading: everything is asked for, and only counted. */
export function counted(columns: readonly string[], from: string): string {
  return `select count(*) as rows, ${['ref', ...columns].map((column) => `count(${column})`).join(', ')} from ${from} x`;
}

const PAGE = 1_000;

/** As a file is written: in order and page by page. Answers how many rows there were. */
export async function paged(client: Client, columns: readonly string[], from: string): Promise<number> {
  const select = `select ref, ${columns.map((column) => `${column}::text`).join(', ')} from ${from} x order by ref`;
  await client.query(`declare pages no scroll cursor for ${select}`);
  for (let rows = 0; ; ) {
    const page = (await client.query(`fetch ${PAGE} from pages`)).rows.length;
    rows += page;
    if (page === PAGE) continue;
    await client.query('close pages');
    return rows;
  }
}

/** The resources as they are, but for the eight fields of people. */
export function widened(): Leaving[] {
  return everythingLeaving().map((leaving): Leaving => {
    const [field] = leaving.fields;
    if (leaving.entity !== 'Employee' || !field) return leaving;
    const fields = CARD.map((name, at) => ({
      ...field,
      name,
      number: NUMBERS[at] ?? 0,
      column: { ...field.column, name },
    }));
    return { ...leaving, fields };
  });
}

/**
 * An organisation with people and posts, as moving in leaves it, and one recipient. Of each person four fields of eight are released,
 * and of each post at least the time: so that the rows of view and table are the same ones. One of ten people said no to a field beside
 * their yes; one of ten posts is for a community, one of five is about somebody else as well, one of five is not marked.
 */
export async function largeHouse(
  wall: Wall,
  size: { readonly people: number; readonly posts: number },
): Promise<LargeHouse> {
  const { owner } = wall;
  const leaving = widened();
  const organisationId = await wall.organisation();
  const recipientId = await wall.recipient(organisationId, 'research-body');
  await wall.opening(organisationId, PURPOSE, recipientId, 'Employee', NUMBERS);
  await wall.opening(organisationId, PURPOSE, recipientId, 'Post', [5, 12]);
  const views = [...egressViewsSql(leaving).matchAll(/create view (egress\.[a-z_]+) /g)].map(
    ([, name]) => name,
  );
  const role = await owner.query(
    "select pg_get_userbyid(relowner) as name from pg_class where oid = 'egress.employee_cells'::regclass",
  );
  const [{ name: definer }] = role.rows;
  await owner.query(`drop view ${views.join(', ')}`);
  await owner.query(egressViewsSql(leaving));
  await owner.query(cellGrantsSql(leaving).replaceAll(':egress_def', `"${definer}"`));
  const egress = new URL(wall.database.urls.egress).username;
  for (const view of views) {
    await owner.query(`alter view ${view} owner to "${definer}"`);
    await owner.query(`grant select on ${view} to "${egress}"`);
  }
  await owner.query(
    `insert into employee (organisation_id, id, name, name_folded, name_words, title, pronouns, bio, imported_from, kind, status, roles, created_at)
     select $1, uuidv7(), 'Name ' || n, 'name ' || n, '{n}', 'Title ' || n, 'they', 'Has been here for ' || n || ' days.', 'slack',
       'employee', 'active', '{employee}', $2 from generate_series(1, $3::int) n`,
    [organisationId, SOME_TIME, size.people],
  );
  await owner.query(
    `create temp table person on commit preserve rows as
     select id, row_number() over (order by id) as n from employee where organisation_id = '${organisationId}'`,
  );
  await owner.query(
    `insert into cell_person select $1, 'Employee', id, f, id, 'owner' from person, unnest($2::smallint[]) f`,
    [organisationId, NUMBERS],
  );
  const [even, odd] = [0, 1].map((rest) =>
    NUMBERS.filter((no) => no % 2 === rest).reduce((bits, no) => bits + 2 ** no, 0),
  );
  const index =
    'insert into consent_index (organisation_id, employee_id, purpose, recipient_id, entity, covers_until, bits, no_bits, valid_until, version)';
  await owner.query(
    `${index} select $1, id, $2, $3, 'Employee', $4, case when n % 2 = 0 then $6 else $7 end::bigint, 0, $5, 1 from person order by random()`,
    [organisationId, PURPOSE, recipientId, SOME_TIME, NEXT_YEAR, even, odd],
  );
  await owner.query(
    `${index} select $1, id, $2, $3, 'Employee', '0001-01-01Z', 0, case when n % 2 = 0 then 8 else 4 end, $4, 1 from person where n % 10 = 0`,
    [organisationId, PURPOSE, recipientId, NEXT_YEAR],
  );
  await owner.query(
    `${index} select $1, id, $2, $3, 'Post', $4, 4096, 0, $5, 1 from person order by random()`,
    [organisationId, PURPOSE, recipientId, SOME_TIME, NEXT_YEAR],
  );
  await owner.query(
    `insert into post (organisation_id, id, published_id, author_id, kind, body, audience_keys, status, version, published_at, mentioned_ids)
     select $1, i, i, a.id, 'update', 'What somebody says in a post, about so long, number ' || p.n, case when p.n % 10 = 0 then '{2}' else '{1}' end::bigint[],
       'published', 1, $2, '{}'
     from (select n, uuidv7() as i from generate_series(1, $3::int) n) p join person a on a.n = 1 + p.n % least(5000, $4::int) order by i`,
    [organisationId, SOME_TIME, size.posts, size.people],
  );
  await owner.query(
    `create temp table said on commit preserve rows as
     select p.id, p.author_id, p.audience_keys = '{2}' as narrow, row_number() over (order by p.id) as n from post p
     where organisation_id = '${organisationId}'`,
  );
  await owner.query(
    `insert into cell_person select $1::uuid, 'Post', id, f, author_id, 'owner' from said, unnest('{5,12}'::smallint[]) f
     union all
     select $1::uuid, 'Post', s.id, 5, o.id, 'about' from said s join person o on o.n = 1 + (s.n * 7) % $2::int and o.id <> s.author_id where s.n % 5 = 0`,
    [organisationId, size.people],
  );
  await owner.query(
    `insert into cell_unmarked select $1, 'Post', id, 5, 'name_found' from said where n % 5 = 1`,
    [organisationId],
  );
  // Without statistics a join of these loaded for minutes.
  await owner.query('analyze said, cell_person');
  const item =
    'insert into consent_item (organisation_id, employee_id, purpose, recipient_id, entity, row_id, covers_until, bits, no_bits, valid_until, version)';
  await owner.query(
    `${item} select $1::uuid, author_id, $2::text, $3::uuid, 'Post', id, $4::timestamptz, case when n % 2 = 0 then 4096 + 32 else 4096 end, 0, $5::timestamptz, 1 from said
       where narrow or n % 2 = 0
     union all
     select $1::uuid, c.employee_id, $2::text, $3::uuid, 'Post', c.row_id, $4::timestamptz, 32, 0, $5::timestamptz, 1 from cell_person c join said s on s.id = c.row_id
       where c.organisation_id = $1 and c.entity = 'Post' and c.role = 'about' and s.n % 10 = 0`,
    [organisationId, PURPOSE, recipientId, SOME_TIME, NEXT_YEAR],
  );
  await owner.query('drop table person, said');
  const grant = await wall.grant(organisationId, PURPOSE, recipientId, { Employee: NUMBERS, Post: [5, 12] });
  const secret = await owner.query("select encode(alias_secret, 'hex') as hex from recipient where id = $1", [
    recipientId,
  ]);
  const ref = `encode(substring(sha256('\\x${secret.rows[0].hex}'::bytea || convert_to(id::text, 'UTF8')) for 16), 'hex')::uuid::text as ref`;
  const month = "to_char(published_at at time zone 'UTC', 'YYYY-MM') as month";
  const ofPeople = `from employee where organisation_id = '${organisationId}' and status = 'active' and kind = 'employee'`;
  const ofPosts = `from post where organisation_id = '${organisationId}' and status = 'published'`;
  return {
    organisationId,
    recipientId,
    grant,
    leaving,
    people: {
      label: `${size.people} people, ${NUMBERS.length} fields`,
      view: 'egress.employee_cells',
      columns: CARD,
      plain: `select ${ref}, ${CARD.join(', ')} ${ofPeople}`,
      plainWithoutIds: `select id as ref, ${CARD.join(', ')} ${ofPeople}`,
      cells: size.people * NUMBERS.length,
    },
    posts: {
      label: `${size.posts} posts, 2 fields`,
      view: 'egress.post_cells',
      columns: ['month', 'body', 'published_at'],
      plain: `select ${ref}, ${month}, body, published_at ${ofPosts}`,
      plainWithoutIds: `select id as ref, ${month}, body, published_at ${ofPosts}`,
      cells: size.posts * 2,
    },
  };
}
