import { type EmployeeActor, keys as heldKeys } from '@courtyard/access';
import type { Statement } from '@courtyard/database';
import { SearchNamesByDirectory } from '@courtyard/people';
import { searchables, selectCandidates } from '@courtyard/records';
import { parseQuery, SearchService } from '@courtyard/search';
import { employeeActor } from '@courtyard/testing';
import { Client } from 'pg';
import { type FeedHouse, openFeedHouse } from '../../libs/feed/fixtures/house.js';
import { nodesOf, type PlanNode, planOf } from './plan.js';

/*
 * The plan of what the product really asks for, as role api behind the row policies. Text operators are not leakproof, so below
 * row-level security no index serves them (architecture.md, "Search under row-level security"): a word is a line, and equality finds it.
 */

jest.setTimeout(300_000);

const POSTS = 12_000;
const HIDDEN = 12_000;
const KEYS = 250;
const FIRST = 20;
/** Of each word so many lines are looked at to begin with the rarest. */
const COUNTED = 32;

let house: FeedHouse;
let api: Client;
let org: string;
let me: string;
let keys: string[];

beforeAll(async () => {
  house = await openFeedHouse({ fresh: true });
  const founded = await house.found();
  org = founded.organisationId;
  me = founded.administratorId;
  const { owner } = house;
  const made = await owner.query<{ key: string }>(
    `insert into audience (organisation_id, key, kind, group_id, name)
     select $1, nextval('audience_key'), 'community', gen_random_uuid(), 'G' || n from generate_series(1, $2) n returning key`,
    [org, KEYS],
  );
  keys = made.rows.map(({ key }) => key);
  await owner.query(
    `insert into employee (organisation_id, id, name, name_folded, name_words, roles)
     select $1, gen_random_uuid(), 'Person' || n || ' Kessler' || n % 500, 'person' || n || ' kessler' || n % 500, array['person' || n, 'kessler' || n % 500], '{employee}'
     from generate_series(1, 3000) n`,
    [org],
  );
  // Everything says "common"; every seventh "often", every thousandth "rare"; what nobody here may read says "hidden", too.
  await owner.query(
    `insert into post (organisation_id, id, published_id, author_id, kind, body, audience_keys, status, published_at)
     select $1, gen_random_uuid(), uuidv7(), $3, 'update',
       concat_ws(' ', 'common', 'w' || n % 2000, case when n % 7 = 0 then 'often' end, case when n % 1000 = 0 then 'rare' end, case when n > $4 then 'hidden' end),
       array[($2::bigint[])[case when n > $4 then 250 else 1 + floor(power(random(), 3) * 200)::int end]], 'published',
       now() - make_interval(secs => $4 + $5 - n)
     from generate_series(1, $4::int + $5::int) n`,
    [org, keys, me, POSTS, HIDDEN],
  );
  await owner.query('vacuum analyze');
  api = new Client({ connectionString: house.home.urls.api });
  await api.connect();
  await api.query("select set_config('app.org', $1, false)", [org]);
});
afterAll(async () => {
  await api?.end();
  await house?.close();
});

const holding = (held: readonly string[]): EmployeeActor =>
  employeeActor({ organisationId: org, me: undefined as never, keys: held });

/** What is sent for a search. */
function sentFor(text: string, held: readonly string[]): Statement {
  const { terms, without, kinds, before } = parseQuery(
    text,
    searchables().map(({ kind }) => kind),
  );
  const query = { terms, without, ...(kinds.length > 0 ? { kinds } : {}), ...(before ? { before } : {}) };
  return selectCandidates(holding(held), query, null, FIRST + 1);
}

/** Lines that were read. */
const readOf = (plan: PlanNode) =>
  [...nodesOf(plan)]
    .filter((node) => node['Relation Name'] === 'search_word')
    .reduce(
      (sum, node) =>
        sum + (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'],
      0,
    );

const scansOf = (plan: PlanNode) =>
  [...nodesOf(plan)].flatMap((node) => (node['Relation Name'] === 'search_word' ? [node['Node Type']] : []));

describe('the plan of a search', () => {
  it.each([
    ['a word that everything has', 'common', 1, 1],
    ['a rare word', 'rare', 1, 1],
    ['a rare word among what everything has', 'common rare', 2, 1],
    ['two that often stand together', 'common often', 2, 8],
    ['one without another', 'common -often', 1, 2],
    ['a kind', 'kind:post common', 1, 1],
    ['a kind alone', 'kind:post', 1, 1],
    ['a kind of which there is none', 'kind:comment', 1, 1],
    ['a name', 'kessler12', 1, 1],
  ])('%s: reads by the index alone what may be on the page', async (_, text, words, wasted) => {
    for (const held of [11, 50, 200]) {
      const statement = sentFor(text, keys.slice(0, held));
      for (const mode of ['force_custom_plan', 'force_generic_plan']) {
        const plan = await planOf(api, statement, mode);
        expect([held, mode, scansOf(plan).filter((type) => !/^Index/.test(type))]).toEqual([held, mode, []]);
        // Of each key: what is counted of each word, and of the rarest as many as are on the page with what is compared of each.
        const most = held * (COUNTED * words + (FIRST + 1) * (words + 2) * wasted + 8);
        expect(readOf(plan)).toBeLessThanOrEqual(most);
      }
    }
  });

  it('reads nothing of what is hidden, and as little for a word that only stands there as for one that stands nowhere', async () => {
    for (const held of [11, 200]) {
      const hidden = await planOf(api, sentFor('hidden', keys.slice(0, held)), 'force_generic_plan');
      const nowhere = await planOf(api, sentFor('nowhere', keys.slice(0, held)), 'force_generic_plan');
      expect([readOf(hidden), readOf(nowhere)]).toEqual([0, 0]);
    }
  });

  it('control: lines without the keys are noticed', async () => {
    const text = `select s.row_id from search_word s where s.organisation_id = $1::uuid and s.word = $2::text order by s.at desc limit 21`;
    const plan = await planOf(api, { text, values: [org, 'hidden'] }, 'force_generic_plan');
    expect(readOf(plan)).toBeGreaterThan(0);
  });

  it.each([
    ['a text operator', `to_tsvector('simple', p.body) @@ plainto_tsquery('simple', $2::text)`],
    ['a pattern', `p.body ilike '%' || $2::text || '%'`],
  ])('control: %s, which no index serves below the row policies, is noticed', async (_, condition) => {
    const { owner } = house;
    await owner.query(
      `create index if not exists post_words on post using gin (to_tsvector('simple', body))`,
    );
    const text = `select p.id from post p where p.organisation_id = $1::uuid and ${condition}`;
    const plan = await planOf(api, { text, values: [org, 'rare'] }, 'force_custom_plan');
    const wasted = [...nodesOf(plan)].reduce(
      (sum, node) => sum + (node['Rows Removed by Filter'] ?? 0) * node['Actual Loops'],
      0,
    );
    expect(wasted).toBeGreaterThan(POSTS);
  });
});

describe('the statements of a search', () => {
  it('are of few texts, however many words are asked for: each is kept by every connection', () => {
    const texts = new Set<string>();
    for (let words = 1; words <= 300; words++) {
      const term = Array.from({ length: words }, (_, at) => at.toString(36)).join('-');
      texts.add(sentFor(term, keys).text).add(sentFor(`kind:post ${term}`, keys).text);
      for (const { values } of [sentFor(term, keys)])
        expect(
          values.flat().filter((value) => value !== org && !keys.includes(String(value))).length,
        ).toBeLessThan(100);
    }
    expect(texts.size).toBeLessThanOrEqual(6);
  });

  it('are one that proposes, and one for each kind of thing that was proposed', async () => {
    const { gate, database } = house;
    const searching = new SearchService(gate, new SearchNamesByDirectory(gate));
    const actor = await house.signedIn(org, me);
    const count = async (text: string) => {
      const now = await house.again(actor);
      expect(now.facts.set(heldKeys).size).toBeGreaterThan(0);
      const before = database.counters.statements;
      const page = await searching.search(now, text, { first: FIRST });
      return [database.counters.statements - before, page.rows.length];
    };
    expect(await count('rare')).toEqual([2, FIRST]);
    expect(await count('nowhere')).toEqual([1, 0]);
    expect(await count('"kessler12"')).toEqual([2, 6]);
    // Many are called so at its beginning, and each is proposed by all that it fits by.
    expect(await count('kessler12')).toEqual([4, FIRST]);
    expect(await count('from:me rare')).toEqual([2, FIRST]);
    expect(await count('from:person12 common')).toEqual([2, 0]);
  });
});

describe('control: the index', () => {
  it('that names a row which one may not read finds nobody anything', async () => {
    const { gate, owner } = house;
    const searching = new SearchService(gate, new SearchNamesByDirectory(gate));
    const newcomer = await house.signedIn(
      org,
      await house.hire(await house.signedIn(org, me), { name: 'Nell New' }),
    );
    const mine = [...newcomer.facts.set(heldKeys)][0] as string;
    const { rows } = await owner.query(
      `select s.* from search_word s where s.organisation_id = $1 and s.audience_key = $2 and s.word = 'hidden' limit 1`,
      [org, keys[249]],
    );
    const [stray] = rows;
    await owner.query(`insert into search_word select $1, $2, 'hidden', $3, $4, 'post', null`, [
      org,
      mine,
      stray.at,
      stray.row_id,
    ]);
    const now = await house.again(newcomer);
    const parsed = parseQuery('hidden', []);
    const [proposed] = await house.database.flight(org, [
      selectCandidates(now, { terms: parsed.terms, without: [] }, null, 5),
    ]);
    expect(proposed?.map(([, , id]) => id)).toEqual([stray.row_id]);
    const page = await searching.search(now, 'hidden', { first: 5 });
    expect(page).toMatchObject({ rows: [], endCursor: null, hasNextPage: false });
  });
});
