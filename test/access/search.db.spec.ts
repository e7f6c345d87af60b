import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Actor, allows, type EmployeeActor, tableOf } from '@courtyard/access';
import { CommunityAccess, CommunityHistory, PostKind } from '@courtyard/feed';
import { type AudiencePartInput, EmployeeKind, SearchNamesByDirectory } from '@courtyard/people';
import { relevanceOf, type SearchQuery, searchables } from '@courtyard/records';
import { parseQuery, SearchService } from '@courtyard/search';
import fc from 'fast-check';
import { v7 as newId } from 'uuid';
import { codeOf, type FeedHouse, idOf, openFeedHouse, to } from '../../libs/feed/fixtures/house.js';
import { identifier } from '../../libs/platform/records/src/policy-sql.js';
import { projectionOf, toEntity } from '../../libs/platform/records/src/row.js';

jest.setTimeout(300_000);

let house: FeedHouse;
let searching: SearchService;
let names: SearchNamesByDirectory;
beforeAll(async () => {
  house = await openFeedHouse();
  names = new SearchNamesByDirectory(house.gate);
  searching = new SearchService(house.gate, names);
}, 120_000);
afterAll(() => house?.close());

/** Everything somebody finds, page by page, in a new request. */
async function found(actor: EmployeeActor, text: string, first = 3): Promise<string[]> {
  const ids: string[] = [];
  for (let after: string | null = null; ; ) {
    const page = await searching.search(await house.again(actor), text, { first, after });
    expect(page.rows.length).toBeLessThanOrEqual(first);
    ids.push(...page.rows.map(({ kind, row }) => `${kind} ${(row as { id: string }).id}`));
    if (!page.hasNextPage) return ids;
    after = page.endCursor;
  }
}

/** Every row of a resource in an organisation, as the owner of the database sees them. */
async function everything(organisationId: string) {
  const rows = await Promise.all(
    searchables().map(async (searchable) => {
      const columns = projectionOf(searchable.policy);
      const list = columns.map(({ name }) => identifier(name)).join(', ');
      const { rows } = await house.owner.query({
        text: `select ${list} from ${identifier(tableOf(searchable.policy.entity))} where organisation_id = $1`,
        values: [organisationId],
        rowMode: 'array',
        types: { getTypeParser: () => (text: string) => text },
      } as never);
      return (rows as unknown as string[][]).map((cells) => ({
        searchable,
        row: toEntity(searchable.policy, columns, cells),
      }));
    }),
  );
  return rows.flat();
}

/** What somebody is to find, by reading everything, judging each row, and comparing in memory. */
async function toBeFound(actor: EmployeeActor, text: string): Promise<string[]> {
  const query = await lookedUp(actor, text);
  const all = await everything(actor.organisationId);
  return all
    .filter(({ searchable, row }) => allows(searchable.policy, actor, 'read', row))
    .flatMap(({ searchable, row }) => {
      const relevance = relevanceOf(query, searchable, row);
      const { id, ...values } = row as Record<string, string> & { id: string };
      return relevance === null
        ? []
        : [
            {
              relevance,
              at: Date.parse(values[searchable.at] ?? ''),
              micro: values[searchable.at] ?? '',
              id,
              kind: searchable.kind,
            },
          ];
    })
    .sort(
      (a, b) =>
        b.relevance - a.relevance ||
        b.at - a.at ||
        (a.micro < b.micro ? 1 : a.micro > b.micro ? -1 : 0) ||
        (a.id < b.id ? 1 : -1),
    )
    .map(({ kind, id }) => `${kind} ${id}`);
}

async function lookedUp(actor: EmployeeActor, text: string): Promise<SearchQuery> {
  const parsed = parseQuery(
    text,
    searchables().map(({ kind }) => kind),
  );
  const people = (await Promise.all(parsed.from.map((name) => names.people(actor, name)))).flat();
  const groups = (await Promise.all(parsed.in.map((name) => names.groups(actor, name)))).flat();
  return {
    terms: parsed.terms,
    without: parsed.without,
    ...(parsed.kinds.length > 0 ? { kinds: parsed.kinds } : {}),
    ...(parsed.before ? { before: parsed.before } : {}),
    ...(parsed.topics.length > 0 ? { topics: [...new Set(parsed.topics)] } : {}),
    ...(parsed.hasLink ? { hasLink: true as const } : {}),
    ...(parsed.from.length > 0 ? { from: people } : {}),
    ...(parsed.in.length > 0 ? { through: groups } : {}),
  };
}

/** That the index says what the rows say, no more and no less. */
async function strayLines(organisationId: string): Promise<number> {
  const { rows } = await house.owner.query(
    `with kept as (select audience_key, word, at, row_id, resource, via from search_word where organisation_id = $1),
     due as (select s.audience_key, s.word, s.at, s.row_id, s.resource, s.via from post p, search_of_post(p) s where p.organisation_id = $1
       union all select s.audience_key, s.word, s.at, s.row_id, s.resource, s.via from comment p, search_of_comment(p) s where p.organisation_id = $1
       union all select s.audience_key, s.word, s.at, s.row_id, s.resource, s.via from employee p, search_of_employee(p) s where p.organisation_id = $1
       union all select s.audience_key, s.word, s.at, s.row_id, s.resource, s.via from community p, search_of_community(p) s where p.organisation_id = $1)
     select (select count(*) from (table kept except all table due) a)::int + (select count(*) from (table due except all table kept) b)::int as stray`,
    [organisationId],
  );
  return rows[0].stray;
}

const WORDS = [
  'valve',
  'Valve',
  'pressure',
  'test',
  'Straße',
  'strasse',
  'ΟΔΟΣ',
  'οδος',
  '東京タワー',
  '京タ',
  'has',
  'https://kessler.example/plan',
  'bill',
  'kessler',
  'naïve',
  'nai\u0308ve',
];
const NAMES = [
  'Bill Kessler',
  'Mara Lind',
  'Marla Lindt',
  'Zoë Kesler',
  'Łukasz Öz',
  '田中 太郎',
  'Kessler Bill',
];
const text = fc
  .array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 6 })
  .map((words) => words.join(' '));
const asked = fc.oneof(
  fc.constantFrom(
    ...WORDS,
    ...NAMES,
    'kesler',
    'keslser',
    'bil',
    'lind',
    'mar',
    'luk',
    '田',
    'oz',
    'design',
    'pump',
    '"Bill Kessler"',
    '"pressure test"',
    '"test pressure"',
  ),
  fc.tuple(fc.constantFrom(...WORDS), fc.constantFrom(...WORDS)).map((two) => two.join(' ')),
  fc.tuple(fc.constantFrom(...WORDS), fc.constantFrom(...WORDS)).map(([one, other]) => `${one} -${other}`),
  fc.constantFrom(
    'from:me',
    'from:bill',
    'from:kessler valve',
    'from:nobody',
    'in:harbour',
    'in:quiet test',
    'kind:post',
    'kind:person',
    'kind:community harbour',
    'kind:comment',
    'has:link',
    'before:2000-01-01',
    'before:2999-01-01 valve',
    'kind:post kind:comment test -valve',
    'from:me from:bill test',
    'topic:pumps',
    'topic:#PUMPS valve',
    'topic:straße topic:pumps',
    'topic:nothing',
    'topic:pumps kind:comment',
  ),
);
const topics = fc.uniqueArray(fc.constantFrom('Pumps', 'pumps', 'STRASSE', 'seals'), { maxLength: 2 });
const fate = fc.constantFrom(
  'kept',
  'kept',
  'kept',
  'revised',
  'withdrawn',
  'answered',
  'answered',
  'answer withdrawn',
);
const PEOPLE = 6;
const scenario = fc.record({
  people: fc.array(
    fc.record({
      name: fc.constantFrom(...NAMES),
      title: fc.constantFrom(null, 'Pump Engineer', 'Design Lead'),
      guest: fc.nat(3).map((n) => n === 0),
    }),
    { minLength: PEOPLE, maxLength: PEOPLE },
  ),
  posts: fc.array(
    fc.record({ by: fc.nat(PEOPLE - 1), to: fc.nat(5), body: text, again: text, topics, fate }),
    {
      minLength: 4,
      maxLength: 10,
    },
  ),
  members: fc.array(fc.record({ who: fc.nat(PEOPLE - 1), community: fc.nat(2) }), {
    minLength: 3,
    maxLength: 8,
  }),
  leave: fc.array(fc.nat(7), { maxLength: 3 }),
  opens: fc.array(
    fc.record({
      community: fc.nat(2),
      access: fc.constantFrom(...Object.values(CommunityAccess)),
      history: fc.constantFrom(...Object.values(CommunityHistory)),
      comes: fc.nat(PEOPLE - 1),
    }),
    { maxLength: 3 },
  ),
  deactivated: fc.option(fc.nat(PEOPLE - 1)),
  queries: fc.array(asked, { minLength: 4, maxLength: 8 }),
});

/** Words, and topics after them. */
function documentOf(text: string, topics: readonly string[]): string {
  const content = [{ type: 'text', text }, ...topics.map((name) => ({ type: 'topic', attrs: { name } }))];
  return JSON.stringify({ type: 'doc', content: [{ type: 'paragraph', content }] });
}

async function play(
  plan: typeof scenario extends fc.Arbitrary<infer P> ? P : never,
): Promise<{ org: string; readers: EmployeeActor[] }> {
  const founded = await house.found();
  const org = founded.organisationId;
  const admin = await house.signedIn(org, founded.administratorId);
  const department = await house.department(admin, 'Design');
  const people: EmployeeActor[] = [];
  for (const { name, title, guest } of plan.people) {
    const kind = guest ? EmployeeKind.guest : EmployeeKind.employee;
    people.push(
      await house.signedIn(org, await house.hire(admin, { name, title, kind, departmentId: department })),
    );
  }
  const communities: string[] = [];
  for (const [at, name] of ['Quiet Harbour', 'Open Harbour', 'Pump Circle'].entries()) {
    const access = at === 1 ? CommunityAccess.open : CommunityAccess.closed;
    communities.push(
      (
        await house.communities.found(await house.again(admin), {
          idempotencyKey: newId(),
          name,
          purpose: `On the valve ${name}`,
          access,
        })
      ).id,
    );
  }
  await house.hide(communities[0] as string);
  const joined: [EmployeeActor, string][] = [];
  for (const { who, community } of plan.members) {
    const [person, id] = [people[who] as EmployeeActor, communities[community] as string];
    await house.communities
      .addMember(await house.again(admin), idOf.community(id), idOf.employee(person.employeeId))
      .catch(() => 0);
    joined.push([person, id]);
  }
  const audiences: AudiencePartInput[][] = [
    [to.everybody],
    [to.department(department)],
    [to.community(communities[0] as string)],
    [to.community(communities[1] as string), to.person((people[0] as EmployeeActor).employeeId)],
    [to.person((people[1] as EmployeeActor).employeeId), to.person((people[2] as EmployeeActor).employeeId)],
    [to.community(communities[2] as string)],
  ];
  for (const { by, to: at, body, again, topics, fate } of plan.posts) {
    const author = people[by] as EmployeeActor;
    const publish = async (writer: EmployeeActor, audience: AudiencePartInput[]) =>
      house.posts.publish(await house.again(writer), {
        idempotencyKey: newId(),
        audience,
        ...(topics.length > 0 ? { document: documentOf(body, topics) } : { body }),
      });
    const post = await publish(author, audiences[at] as AudiencePartInput[]).catch(() =>
      publish(admin, [to.everybody]),
    );
    const own = post.authorId === author.employeeId ? author : admin;
    const answer = {
      idempotencyKey: newId(),
      postId: idOf.post(post.id),
      ...(topics.length > 1 ? { document: documentOf(again, topics.slice(1)) } : { body: again }),
    };
    const comment = fate.startsWith('answer')
      ? await house.comments
          .add(await house.again(people[(by + 1) % PEOPLE] as EmployeeActor), answer)
          .catch(async () => house.comments.add(await house.again(own), answer))
      : null;
    if (fate === 'revised')
      await house.posts.revise(await house.again(own), {
        id: idOf.post(post.id),
        version: 1,
        body: `${again}!`,
      });
    if (fate === 'withdrawn') await house.posts.withdraw(await house.again(own), idOf.post(post.id));
    if (fate === 'answer withdrawn' && comment) {
      const writer = [...people, admin].find(
        ({ employeeId }) => employeeId === comment.authorId,
      ) as EmployeeActor;
      await house.comments.withdraw(await house.again(writer), idOf.comment(comment.id));
    }
  }
  for (const at of plan.leave) {
    const [person, id] = joined[at] ?? [];
    if (person && id)
      await house.communities.leave(await house.again(person), idOf.community(id)).catch(() => 0);
  }
  for (const { community, access, history, comes } of plan.opens) {
    const id = idOf.community(communities[community] as string);
    await house.communities.changeAccess(await house.again(admin), { id, access, history });
    const whom = idOf.employee((people[comes] as EmployeeActor).employeeId);
    await house.communities.addMember(await house.again(admin), id, whom);
    await house.publish(admin, [to.community(communities[community] as string)], 'valve pressure test bill');
  }
  const gone = plan.deactivated === null ? null : people[plan.deactivated];
  if (gone) await house.keeping.deactivate(await house.again(admin), gone.employeeId);
  return { org, readers: [admin, ...people.filter((person) => person !== gone)] };
}

describe('what is found', () => {
  it('is everything that one may read and that fits, the best first, then the newest', async () => {
    let hits = 0;
    await fc.assert(
      fc.asyncProperty(scenario, async (plan) => {
        const { org, readers } = await play(plan);
        expect(await strayLines(org)).toBe(0);
        for (const reader of readers)
          for (const query of plan.queries) {
            const now = await house.again(reader);
            const expected = await toBeFound(now, query);
            hits += expected.length;
            expect([query, await found(reader, query)]).toEqual([query, expected]);
          }
      }),
      { numRuns: Number(process.env['SEARCH_RUNS'] ?? 15) },
    );
    expect(hits).toBeGreaterThan(100);
  });
});

describe('what is written', () => {
  let org: string;
  let admin: EmployeeActor;
  let bill: EmployeeActor;
  let mara: EmployeeActor;
  let guest: EmployeeActor;
  let community: string;

  beforeAll(async () => {
    const founded = await house.found();
    org = founded.organisationId;
    admin = await house.signedIn(org, founded.administratorId);
    const person = async (name: string, more = {}) =>
      house.signedIn(org, await house.hire(admin, { name, ...more }));
    bill = await person('Bill Kessler', {
      title: 'Pump Engineer',
      bio: 'plays the theremin',
      pronouns: 'he/him',
    });
    mara = await person('Mara Lind', {});
    guest = await person('Gus Gast', { kind: EmployeeKind.guest });
    const input = {
      idempotencyKey: newId(),
      name: 'Quiet Harbour',
      purpose: 'Anchors',
      access: CommunityAccess.closed,
    };
    community = (await house.communities.found(await house.again(bill), input)).id;
    await house.hide(community);
  });

  const post = async (body: string, audience = [to.everybody]) =>
    (await house.publish(bill, audience, body)).id;

  it('is found at once as it reads now, and not as it read before', async () => {
    const id = await post('the old wording');
    expect(await found(mara, 'wording')).toEqual([`post ${id}`]);
    await house.posts.revise(await house.again(bill), {
      id: idOf.post(id),
      version: 1,
      body: 'the new phrasing',
    });
    expect(await found(mara, 'wording')).toEqual([]);
    expect(await found(mara, 'phrasing')).toEqual([`post ${id}`]);
    const said = { idempotencyKey: newId(), postId: idOf.post(id), body: 'a phrasing below' };
    const comment = (await house.comments.add(await house.again(mara), said)).id;
    expect(await found(bill, '"a phrasing"')).toEqual([`comment ${comment}`]);
    await house.posts.withdraw(await house.again(bill), idOf.post(id));
    for (const who of [mara, bill, admin]) expect(await found(who, 'phrasing')).toEqual([]);
    expect(await strayLines(org)).toBe(0);
  });

  it('before there was search is filled in as it is written since', async () => {
    const lines = async () =>
      (await house.owner.query('select * from search_word order by 1, 2, 3, 4, 5')).rows as object[];
    const written = await lines();
    const fill = readFileSync(
      join(import.meta.dirname, '..', '..', 'migrations', '0027-fill-search-word.sql'),
      'utf8',
    );
    await house.owner.query('begin');
    try {
      await house.owner.query('delete from search_word');
      await house.owner.query(fill);
      expect(await lines()).toEqual(written);
      expect(written.length).toBeGreaterThan(100);
    } finally {
      await house.owner.query('rollback');
    }
  });

  it('is not found by whom it is narrowed away from', async () => {
    const id = await post('an anchorage');
    expect(await found(mara, 'anchorage')).toEqual([`post ${id}`]);
    const { rows } = await house.owner.query('select audience_key from community where id = $1', [community]);
    await house.owner.query('update post set audience_keys = array[$2::bigint] where id = $1', [
      id,
      rows[0].audience_key,
    ]);
    expect(await found(mara, 'anchorage')).toEqual([]);
    expect(await found(bill, 'anchorage')).toEqual([`post ${id}`]);
    expect(await strayLines(org)).toBe(0);
  });

  it('follows the generations of a community: what was said while it was narrower is found as it is read', async () => {
    const sam = await house.signedIn(org, await house.hire(admin, { name: 'Sam Okafor' }));
    const founded = await house.communities.found(await house.again(bill), {
      idempotencyKey: newId(),
      name: 'Bilge Circle',
      purpose: 'Pumping',
      access: CommunityAccess.hidden,
      charter: 'No landlubbers.',
    });
    const id = idOf.community(founded.id);
    const add = async (who: EmployeeActor) =>
      house.communities.addMember(await house.again(bill), id, idOf.employee(who.employeeId));
    const open = async (access: CommunityAccess, history = CommunityHistory.from_start) =>
      house.communities.changeAccess(await house.again(bill), { id, access, history });
    const named = async (who: EmployeeActor, words: string) => found(who, `kind:community ${words}`);
    const itself = [`community ${founded.id}`];
    await add(mara);
    await house.communityInvitations.invite(await house.again(bill), id, idOf.employee(guest.employeeId));
    const before = `post ${await post('a foresail', [to.community(founded.id)])}`;
    for (const who of [sam, admin, guest]) {
      expect(await named(who, 'bilge')).toEqual([]);
      expect(await named(who, 'pumping')).toEqual([]);
    }
    for (const who of [bill, mara]) expect(await named(who, 'bilge')).toEqual(itself);
    expect(await strayLines(org)).toBe(0);

    await open(CommunityAccess.open);
    for (const who of [sam, admin, mara]) expect(await named(who, 'pumping')).toEqual(itself);
    expect(await named(guest, 'bilge')).toEqual([]);
    await house.communities.join(await house.again(sam), id, 1);
    const after = `post ${await post('another foresail', [to.community(founded.id)])}`;
    expect(await found(sam, 'foresail')).toEqual([after]);
    expect(await found(sam, 'foresail in:bilge')).toEqual([after]);
    expect(await found(mara, 'foresail in:bilge')).toEqual([after, before]);
    expect(await found(admin, 'foresail')).toEqual([]);
    expect(await strayLines(org)).toBe(0);

    await open(CommunityAccess.hidden);
    for (const who of [admin, guest]) expect(await named(who, 'bilge')).toEqual([]);
    await house.communities.revise(await house.again(bill), { id, name: 'Keel Circle', purpose: 'Pumping' });
    expect(await named(mara, 'keel')).toEqual(itself);
    expect(await named(admin, 'keel')).toEqual([]);
    // By its new name and by that of then.
    for (const name of ['keel', 'bilge'])
      expect(await found(mara, `foresail in:${name}`)).toEqual([after, before]);
    await house.communities.removeMember(await house.again(bill), id, idOf.employee(mara.employeeId));
    for (const words of ['foresail', 'foresail in:keel', 'kind:community keel', 'landlubbers'])
      expect(await found(mara, words)).toEqual([]);
    const { rows } = await house.owner.query(
      `select count(*)::int as lines from search_word w join post p on p.id = w.row_id
       where w.organisation_id = $1 and w.word <> '~' and w.audience_key <> all (p.audience_keys)`,
      [org],
    );
    expect(rows[0].lines).toBe(0);
    expect(await strayLines(org)).toBe(0);
  });

  it('is one’s own to find, also in a community that one left; and nobody else’s', async () => {
    await house.communities.addMember(
      await house.again(bill),
      idOf.community(community),
      idOf.employee(mara.employeeId),
    );
    const mine = await house.publish(mara, [to.community(community)], 'a keelhauling');
    await house.communities.leave(await house.again(mara), idOf.community(community));
    expect(await found(mara, 'keelhauling')).toEqual([`post ${mine.id}`]);
    expect(await found(admin, 'keelhauling')).toEqual([]);
    expect(await found(bill, 'keelhauling')).toEqual([`post ${mine.id}`]);
  });

  it.each([
    ['kessler', ['Bill Kessler']],
    ['Kesler', ['Bill Kessler']],
    ['kesselr', ['Bill Kessler']],
    ['bil kess', ['Bill Kessler']],
    ['BILL', ['Bill Kessler']],
    ['"Kess"', []],
    ['engineer', ['Bill Kessler']],
    ['theremin', []],
    ['him', []],
    ['harbour', []],
  ])('names: %s', async (query, people) => {
    const page = await searching.search(await house.again(mara), `${query} kind:person kind:community`, {
      first: 10,
    });
    expect(page.rows.map(({ row }) => (row as { name: string }).name)).toEqual(people);
  });

  it('answers a guest with what they see, and with themself', async () => {
    const id = (await house.publish(bill, [to.person(guest.employeeId)], 'a secret bollard')).id;
    await post('an open bollard');
    expect(await found(guest, 'bollard')).toEqual([`post ${id}`]);
    expect(await found(guest, 'kessler')).toEqual([]);
    expect(await found(guest, 'gus')).toEqual([`person ${guest.employeeId}`]);
    expect(await found(guest, 'from:bill bollard')).toEqual([]);
  });

  it('names nobody by from: and in: who or what is hidden, like what is not there', async () => {
    for (const [who, hidden, none] of [
      [mara, 'in:quiet', 'in:nowhere'],
      [guest, 'from:bill', 'from:nobody'],
      [mara, 'in:"Quiet Harbour" bollard', 'in:"No Harbour" bollard'],
    ] as const) {
      const asked = async (query: string) => {
        const now = await house.again(who);
        const before = house.database.counters.statements;
        const { rows, endCursor, hasNextPage } = await searching.search(now, query, { first: 5 });
        return { rows, endCursor, hasNextPage, statements: house.database.counters.statements - before };
      };
      expect(await asked(hidden)).toEqual(await asked(none));
    }
  });

  it('refuses forged cursors, those of another search and those of another list', async () => {
    for (let at = 0; at < 3; at++) await post(`a capstan ${at}`);
    const now = await house.again(mara);
    const { endCursor } = await searching.search(now, 'capstan', { first: 2 });
    expect((await searching.search(now, 'capstan', { first: 2, after: endCursor })).rows).toHaveLength(1);
    const feed = await house.posts.feed(now, { first: 1 });
    const forged = (order: string, key: string) =>
      Buffer.from(JSON.stringify([order, key])).toString('base64url');
    const [order = '', key = ''] = JSON.parse(
      Buffer.from(endCursor ?? '', 'base64url').toString(),
    ) as string[];
    const mark = order.split(' ')[0];
    for (const [query, after] of [
      ['capstan -x', endCursor],
      ['capstan', feed.endCursor],
      ['capstan', 'x'],
      ['capstan', forged(order, "'; drop table post; --")],
      ['capstan', forged(`${mark} 9 2026-01-01T00:00:00Z`, key)],
      ['capstan', forged(`${mark} 0 infinity`, key)],
      ['capstan', forged(`${mark} 0 2026-02-30T00:00:00Z`, key)],
      ['capstan', forged(`${order} 0`, key)],
    ] as const)
      expect([query, after, await codeOf(searching.search(now, query, { first: 2, after }))]).toEqual([
        query,
        after,
        'input.invalid',
      ]);
    for (const first of [0, 101, 1.5])
      expect(await codeOf(searching.search(now, 'capstan', { first }))).toBe('input.invalid');
  });

  it('counts as reading, comments like posts', async () => {
    const below = { postId: idOf.post(await post('a capstan 3')), body: 'that capstan' };
    await house.comments.add(await house.again(mara), { idempotencyKey: newId(), ...below });
    const counted: [string, number][] = [];
    const gate = Object.create(house.gate, {
      reading: {
        value: {
          assert: () => undefined,
          count: (_: Actor, kind: string, rows: number) => counted.push([kind, rows]),
        },
      },
    });
    const own = new SearchService(gate, names);
    await own.search(await house.again(mara), 'capstan', { first: 10 });
    await own.search(await house.again(mara), 'kessler kind:person', { first: 10 });
    await own.search(await house.again(mara), 'kind:person', { first: 3 });
    await own.search(await house.again(mara), 'kind:comment capstan', { first: 3 });
    expect(counted).toEqual([
      ['profiles', 0],
      ['posts', 5],
      ['profiles', 1],
      ['profiles', 3],
      ['posts', 1],
    ]);
  });
});

test('a question is found as the post that it is', async () => {
  const founded = await house.found('Askers');
  const asker = await house.signedIn(founded.organisationId, founded.administratorId);
  const { id } = await house.posts.publish(asker, {
    idempotencyKey: newId(),
    body: 'Whose gland is the zirconium one?',
    audience: [to.everybody],
    kind: PostKind.question,
  });
  expect(await found(asker, 'zirconium kind:post')).toEqual([`post ${id}`]);
  expect(await found(asker, 'zirconium')).toEqual([`post ${id}`]);
});
