import type { EmployeeActor } from '@courtyard/access';
import type { Statement } from '@courtyard/database';
import { employeeActor } from '@courtyard/testing';
import { Client } from 'pg';
import { type FeedHouse, openFeedHouse } from '../../libs/feed/fixtures/house.js';
import { nodesOf, type PlanNode, planOf } from './plan.js';

/*
 * The plan of the page that the product really asks for, as role api behind the row policies, on fifty thousand posts.
 * architecture.md, "Feed: pull, by audience key": an array test with a sort is 400 times slower at a million posts.
 */

const POSTS = 50_000;
const KEYS = 250;
const FIRST = 20;
/** What grows with the house and its years; groups are few, and may be read as a whole. */
const BIG = new Set(['post', 'post_audience', 'employee', 'reaction', 'comment', 'question']);

let house: FeedHouse;
let api: Client;
let org: string;
let me: string;
let keys: string[];
/** Who said a hundred thousand things to one group, and a little to others long before. */
let author: string;

beforeAll(async () => {
  house = await openFeedHouse({ fresh: true });
  const founded = await house.found();
  org = founded.organisationId;
  me = founded.administratorId;
  const { owner } = house;
  await owner.query(
    `insert into department (organisation_id, id, name, name_folded, name_words, color)
     select $1, gen_random_uuid(), 'D' || n, 'd' || n, array['d' || n], 1 from generate_series(1, 40) n`,
    [org],
  );
  await owner.query(
    `insert into employee (organisation_id, id, name, name_folded, name_words, roles, department_id)
     select $1, gen_random_uuid(), 'P' || n, 'p' || n, array['p' || n], '{employee}',
       (select id from department where organisation_id = $1 order by id offset n % 40 limit 1)
     from generate_series(1, 4000) n`,
    [org],
  );
  const made = await owner.query<{ key: string }>(
    `insert into audience (organisation_id, key, kind, group_id, name)
     select $1, nextval('audience_key'), 'community', gen_random_uuid(), 'G' || n from generate_series(1, $2) n returning key`,
    [org, KEYS],
  );
  keys = made.rows.map(({ key }) => key);
  // Busy groups and quiet ones, as in a real house: the first hears a quarter of everything.
  await owner.query(
    `with people as (select array_agg(id) as ids from employee where organisation_id = $1),
     said as (select n, gen_random_uuid() as id, uuidv7(-make_interval(secs => $3 - n)) as published_id,
       ids[1 + n % array_length(ids, 1)] as author_id,
       case when n % 4 = 0 then array[($2::bigint[])[1 + (n % 250) * (n % 7) / 7], ($2::bigint[])[1 + n % 250]]
         else array[($2::bigint[])[1 + floor(power(random(), 3) * 249)::int]] end as keys
       from people, generate_series(1, $3) n),
     stored as (insert into post (organisation_id, id, published_id, author_id, kind, body, audience_keys, status, published_at)
       select $1, id, published_id, author_id, 'update', 'words ' || n, array(select distinct unnest(keys)), 'published', now() from said
       returning published_id, id, author_id, audience_keys)
     insert into post_audience (organisation_id, audience_key, published_id, post_id, author_id)
     select $1, k, published_id, id, author_id from stored, unnest(audience_keys) k`,
    [org, keys, POSTS],
  );
  await owner.query(
    `insert into reaction (organisation_id, post_id, employee_id, kind, created_at)
     select $1, id, $2, 'useful', now() from post where organisation_id = $1 and random() < 0.3`,
    [org, me],
  );
  // Half of all posts are answered, each tenth asks, and of those that ask half have what they asked for.
  await owner.query(
    `insert into comment (organisation_id, id, post_id, author_id, body, audience_keys, status, created_at, post_author_id)
     select $1, gen_random_uuid(), id, $2, 'words', audience_keys, 'published', now(), author_id
     from post where organisation_id = $1 and random() < 0.5`,
    [org, me],
  );
  await owner.query(
    `with asking as (update post set kind = 'question' where organisation_id = $1 and random() < 0.1
       returning id, published_id, author_id, audience_keys),
     asked as (select a.*, (select c.id from comment c where c.organisation_id = $1 and c.post_id = a.id limit 1) as answer from asking a),
     stored as (insert into question (organisation_id, id, asked_id, author_id, audience_keys, state, accepted_id, accepted_at)
       select $1, id, published_id, author_id, audience_keys, case when answer is null then 'open' else 'answered' end,
         answer, case when answer is null then null else now() end from asked
       returning id, asked_id, audience_keys, state)
     insert into question_audience (organisation_id, audience_key, asked_id, question_id)
     select $1, k, asked_id, id from stored, unnest(audience_keys) k where state = 'open'`,
    [org],
  );
  // Nothing of theirs is in the last groups, where a reader whom nothing reaches is looked for below.
  const { rows: people } = await owner.query(
    `select id from employee e where organisation_id = $1 and not exists (
       select from post p where p.organisation_id = $1 and p.author_id = e.id and p.audience_keys && $2::bigint[])
     order by id limit 1`,
    [org, keys.slice(230, 240)],
  );
  author = people[0].id;
  await owner.query(
    `with said as (select gen_random_uuid() as id, uuidv7(make_interval(secs => n - 100000)) as published_id,
       case when n <= 100 then ($2::bigint[])[1 + n % 3] else ($2::bigint[])[250] end as key from generate_series(1, 100100) n),
     stored as (insert into post (organisation_id, id, published_id, author_id, kind, body, audience_keys, status, published_at)
       select $1, id, published_id, $3, 'update', 'words', array[key], 'published', now() from said)
     insert into post_audience (organisation_id, audience_key, published_id, post_id, author_id)
     select $1, key, published_id, id, $3 from said`,
    [org, keys, author],
  );
  await owner.query('vacuum analyze');
  api = new Client({ connectionString: house.home.urls.api });
  await api.connect();
  await api.query("select set_config('app.org', $1, false)", [org]);
}, 180_000);
afterAll(async () => {
  await api?.end();
  await house?.close();
});

const holding = (count: number): EmployeeActor =>
  employeeActor({ organisationId: org, me, keys: keys.slice(0, count) });

/** What is sent for a page, caught on its way. */
async function sentFor(actor: EmployeeActor, after: string | null = null, authorId?: string, rows = FIRST) {
  const sent: Statement[] = [];
  const { read } = house.database;
  house.database.read = (organisationId, statement) => {
    sent.push(statement);
    return read.call(house.database, organisationId, statement);
  };
  try {
    const page = await house.posts.feed(actor, { first: FIRST, after, ...(authorId ? { authorId } : {}) });
    expect(page.rows).toHaveLength(rows);
    expect(sent).toHaveLength(1);
    return { statement: sent[0] as Statement, page };
  } finally {
    house.database.read = read;
  }
}

/** What is wrong with a plan. */
function faultsOf(plan: PlanNode, held: number): string[] {
  const enough = Math.max(held, FIRST + 1) * (FIRST + 2);
  return [...nodesOf(plan)].flatMap((node) => {
    const { 'Node Type': type, 'Relation Name': relation = '' } = node;
    const rows = node['Actual Rows'] * node['Actual Loops'];
    const faults: string[] = [];
    if (type === 'Seq Scan' && BIG.has(relation)) faults.push(`all of ${relation} is read`);
    if (relation === 'post_audience' && type !== 'Index Only Scan') faults.push(`${type} of the index`);
    if (relation === 'post' && rows > FIRST + 1) faults.push(`${rows} posts are read`);
    if (BIG.has(relation) && (node['Rows Removed by Filter'] ?? 0) > FIRST)
      faults.push(`rows of ${relation} are read in vain`);
    if (/Sort/.test(type) && (node.Plans?.[0]?.['Actual Rows'] ?? 0) > enough)
      faults.push('too much is sorted');
    return faults;
  });
}

const readOf = (plan: PlanNode) =>
  [...nodesOf(plan)]
    .filter((node) => node['Relation Name'] === 'post_audience')
    .reduce((sum, node) => sum + node['Actual Rows'] * node['Actual Loops'], 0);

describe('the plan of a page', () => {
  it.each([11, 50, 200])('with %i keys reads the newest by the index alone', async (held) => {
    const actor = holding(held);
    const first = await sentFor(actor);
    const later = await sentFor(holding(held), first.page.endCursor);
    for (const { statement } of [first, later]) {
      for (const mode of ['force_custom_plan', 'force_generic_plan']) {
        const plan = await planOf(api, statement, mode);
        expect(faultsOf(plan, held)).toEqual([]);
        // Each key's newest, and for those that can be on the page as many as a page has.
        expect(readOf(plan)).toBeLessThanOrEqual(held + (FIRST + 1) * (FIRST + 1));
      }
    }
  });

  it('is the same page that a brute force finds', async () => {
    for (const held of [1, 11, 21, 22, 200]) {
      const { page } = await sentFor(holding(held));
      const { rows } = await house.owner.query<{ id: string }>(
        `select id from post where organisation_id = $1 and audience_keys && $2::bigint[] order by published_id desc limit $3`,
        [org, keys.slice(0, held), FIRST],
      );
      expect(page.rows.map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
    }
  });

  it.each([11, 200])(
    'of one author with 100,000 hidden posts reads those that reach %i keys',
    async (held) => {
      const actor = holding(held);
      for (const after of [null, (await sentFor(actor, null, author)).page.endCursor]) {
        const { statement, page } = await sentFor(actor, after, author);
        expect(page.rows.every(({ authorId }) => authorId === author)).toBe(true);
        for (const mode of ['force_custom_plan', 'force_generic_plan']) {
          const plan = await planOf(api, statement, mode);
          expect(faultsOf(plan, held)).toEqual([]);
          expect(readOf(plan)).toBeLessThanOrEqual(held + (FIRST + 1) * (FIRST + 1));
        }
      }
      // Whom nothing of it reaches reads nothing, and not a hundred thousand rows to find that out.
      const { statement } = await sentFor(
        employeeActor({ organisationId: org, keys: keys.slice(230, 240) }),
        null,
        author,
        0,
      );
      expect(readOf(await planOf(api, statement, 'force_generic_plan'))).toBe(0);
    },
  );

  it('of one author is what a brute force finds, for others and for themself', async () => {
    const found = async (condition: string, values: unknown[]) => {
      const { rows } = await house.owner.query<{ id: string }>(
        `select id from post where organisation_id = $1 and author_id = $2 and ${condition} order by published_id desc limit ${FIRST}`,
        [org, author, ...values],
      );
      return rows.map(({ id }) => id);
    };
    for (const held of [3, 11, 200]) {
      const { page } = await sentFor(holding(held), null, author);
      expect(page.rows.map(({ id }) => id)).toEqual(
        await found('audience_keys && $3::bigint[]', [keys.slice(0, held)]),
      );
    }
    const own = await house.posts.feed(employeeActor({ organisationId: org, me: author }), {
      first: FIRST,
      authorId: author,
    });
    expect(own.rows.map(({ id }) => id)).toEqual(await found('true', []));
  });

  it('control: one author found by author alone is noticed', async () => {
    const text = `select p.id from post p where p.organisation_id = $1::uuid and p.author_id = $2::uuid and p.audience_keys && $3::bigint[]
order by p.published_id desc limit 21`;
    const plan = await planOf(api, { text, values: [org, author, keys.slice(0, 11)] }, 'force_generic_plan');
    expect(faultsOf(plan, 11)).not.toEqual([]);
  });

  it('of one post for many who ask reads that post, however much comes along with it', async () => {
    const { rows } = await house.owner.query<{ id: string }>(
      `select q.id from question q where q.organisation_id = $1 and q.audience_keys && $2::bigint[] and q.accepted_id is not null limit 1`,
      [org, keys.slice(0, 11)],
    );
    const sent: Statement[] = [];
    const { flight } = house.database;
    house.database.flight = ((organisationId, statements) => {
      sent.push(...(statements as Statement[]));
      return flight.call(house.database, organisationId, statements);
    }) as typeof flight;
    try {
      const many = Array.from({ length: 50 }, () => holding(11));
      const seen = await house.posts.published(many, rows[0]?.id ?? '');
      expect(seen.every((post) => post?.id === rows[0]?.id)).toBe(true);
    } finally {
      house.database.flight = flight;
    }
    expect(sent).toHaveLength(1);
    for (const mode of ['force_custom_plan', 'force_generic_plan'])
      expect(faultsOf(await planOf(api, sent[0] as Statement, mode), 11)).toEqual([]);
  });

  it.each([
    ['an array test', 'p.audience_keys && $2::bigint[]'],
    [
      'a search in the index of keys',
      'p.id in (select i.post_id from post_audience i where i.organisation_id = $1::uuid and i.audience_key = any ($2::bigint[]))',
    ],
  ])('control: %s with a sort is noticed', async (_, condition) => {
    const text = `select p.id from post p where p.organisation_id = $1::uuid and ${condition} order by p.published_id desc limit 21`;
    const plan = await planOf(api, { text, values: [org, keys.slice(200, 211)] }, 'force_generic_plan');
    expect(faultsOf(plan, 11)).not.toEqual([]);
  });
});
