import { tried } from '@courtyard/testing';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import type { GraphQLSchema } from 'graphql';
import { Client } from 'pg';
import { askEverybody } from '../access/asking.js';
import type { Answer } from '../access/caller.js';
import { type Company, foundCompany, type Person } from '../access/company.js';
import { type House, openHouse } from '../access/house.js';
import { leakingModule } from '../canary/leak.js';
import { documentOf } from '../live/fixtures/documents.js';
import { layOut, type Situation } from './situations.js';
import { BY_HAND, keyless, NONE, operationsAbout, SURFACES, unassigned } from './surfaces.js';

jest.setTimeout(300_000);

/*
 * The leak matrix: each surface on which something is told, by each way not to be told it. No word of what is hidden, no id,
 * no count, and the same answer as for what never was (privacy-model.md section 9).
 */
const NAMES = [
  'never a member',
  'of another organisation',
  'left',
  'removed',
  'guest',
  'deactivated',
  'session ended while connected',
  'narrowed',
  'never in the circle',
  'taken out of the circle',
  'deleted',
] as const;

let house: House;
let company: Company;
let schema: GraphQLSchema;
let card: string;
let situations: ReadonlyMap<string, Situation>;

beforeAll(async () => {
  house = await openHouse();
  company = await foundCompany(house);
  schema = house.app.get(GraphQLSchemaHost).schema;
  const owner = new Client({ connectionString: house.database.ownerUrl });
  await owner.connect();
  situations = new Map((await layOut(house, company)).map((one) => [one.name, one]));
  ({ card } = await askEverybody(company, owner));
  await owner.end();
});
afterAll(() => {
  for (const { sockets } of situations?.values() ?? []) for (const socket of sockets) socket.close();
  return house?.close();
});

const situation = (name: string) => situations.get(name) as Situation;
/** What is hidden and stands in this text. */
const foundIn = (text: string, { words, secret }: Situation) =>
  [...words, ...secret, ...secret.map((id) => id.split('_')[1] ?? id)].filter((one) => text.includes(one));
const told = ({ status, text }: Answer) => ({ status, text });

/** Everything that a surface tells somebody who knows which id to ask about. */
async function toldOn(surface: keyof typeof SURFACES, who: Person, about: Situation): Promise<string[]> {
  const names: readonly string[] = SURFACES[surface];
  const asked = new Map<string, () => Promise<Answer>>();
  const ask = (query: string, variables: unknown, name = JSON.stringify(variables)) =>
    asked.set(`${query} ${name}`, () => who.ask(query, variables));
  const words = surface === 'suggestion' ? ['e', about.words[0] as string] : ['e'];
  for (const id of [...Object.values(about.ids), card])
    for (const word of words)
      for (const { name, query, variables } of operationsAbout(schema, {
        id,
        someone: company.eva.id,
        words: word,
      }))
        if (names.includes(name)) ask(query, variables, JSON.stringify(keyless(variables)));
  for (const { name, query, about: thing } of BY_HAND)
    if (names.includes(name)) ask(query, thing && { id: about.ids[thing] ?? null });
  if (surface === 'suggestion')
    for (const word of about.words)
      for (const some of [word, word.slice(0, 5)])
        ask('query ($s: String!) { audienceOptions(search: $s, first: 20) { id name detail } }', {
          s: some,
        });
  if (surface === 'search') for (const query of searchesFor(about)) ask(SEARCH, { query });
  const texts: string[] = [];
  for (const one of asked.values()) texts.push((await one()).text);
  return texts;
}

const SEARCH = `query ($query: String!) { search(query: $query, first: 20) { nodes { kind excerpt { text }
  node { ... on Post { id body document } ... on Comment { id body document } ... on Community { id name } ... on Employee { id } } } } }`;

/** Whole, cut short, quoted, with a slip, and by everything that is known about it. */
function searchesFor({ words }: Situation): string[] {
  return [
    ...words.flatMap((word) => [
      word,
      `"${word}"`,
      word.slice(0, 6),
      `${word.slice(0, -1)}x`,
      `in:${word}`,
      `topic:${word}`,
    ]),
    ...['from:eva', 'from:max', 'from:eva has:link', 'from:max kind:comment', 'from:eva kind:question'],
    ...['from:eva before:2100-01-01', `from:eva -${words[0]}`],
  ];
}

/**
 * What the editor asks for while somebody writes: whom a beginning may mean, and of whom one mentions who would not see it. Of topics it asks
 * nothing: there is no list of them, and those that were read in the tab are on the surfaces where they were read.
 */
async function offered(who: Person, { words, ids }: Situation): Promise<[Answer, Answer | null][]> {
  const answers: [Answer, Answer | null][] = [];
  for (const word of words)
    for (const search of [word, word.slice(0, 4)])
      answers.push([await who.ask(documentOf('Mentionable'), { search }), null]);
  for (const [kind, id] of Object.entries(ids)) {
    const none = `${id.split('_')[0]}_${NONE}`;
    const both = (query: string, of: (one: string) => object) =>
      Promise.all([id, none].map((one) => who.ask(query, { ...of(one), search: 'a' })));
    const asked =
      kind === 'community' || kind === 'circle'
        ? await both(documentOf('Mentioned'), (one) => ({ parts: [{ kind, id: one }] }))
        : await both(documentOf('MentionedBelow'), (one) => ({ id: one }));
    answers.push(asked as [Answer, Answer]);
  }
  return answers;
}

test('every operation stands on one surface', () => {
  expect(unassigned(schema)).toEqual([]);
});

describe.each(NAMES)('%s', (name) => {
  test.each(['feed', 'search', 'suggestion', 'disclosure', 'log', 'account'] as const)(
    '%s',
    async (surface) => {
      const about = situation(name);
      const texts = await toldOn(surface, about.who, about);
      expect(texts.flatMap((text) => foundIn(text, about))).toEqual([]);
      if (about.isSignedOut) for (const text of texts) expect(text).not.toMatch(/"nodes":\[\{/);
      // What is refused for its size, or unreadable, was not asked.
      expect(texts.filter((text) => text.includes('"graphql.'))).toEqual([]);
      tried(texts.length);
    },
  );

  test('mention list', async () => {
    const about = situation(name);
    const answers = await offered(about.who, about);
    for (const [there, none] of answers) {
      expect(foundIn(there.text, about)).toEqual([]);
      if (none) expect(told(there)).toEqual(told(none));
    }
    tried(answers.length);
  });

  test('websocket', async () => {
    const about = situation(name);
    await about.more();
    // Who is cut off hears the end of it.
    if (!about.isSignedOut) await about.fence();
    for (const socket of about.sockets) {
      const heard = await socket.hears(about.isSignedOut ? 'closed 4401' : `fence of ${name}`);
      expect([heard, socket.frames]).toEqual([true, socket.frames]);
      // Who could see it is told that it is gone, and not a word of it.
      const secret = about.inside ? about.secret : [];
      expect(foundIn(socket.frames.join('\n'), { ...about, secret })).toEqual([]);
    }
    tried(about.sockets.length);
  });

  test('count: as if more had not been said', async () => {
    const about = situation(name);
    const numbers = async () =>
      Promise.all(
        NUMBERS.map(async ([query, variables]) => told(await about.who.ask(query, variables(about)))),
      );
    const before = await numbers();
    await about.more();
    expect(await numbers()).toEqual(before);
    tried(before.length);
  });

  test('error code: the same as of what never was, whatever is asked or done about it', async () => {
    const about = situation(name);
    const sides = (id: string) => {
      const hand = BY_HAND.filter(({ about: thing }) => thing && about.ids[thing] === id);
      return [id, `${id.split('_')[0]}_${NONE}`].map((one) => [
        ...hand.map(({ query }) => ({ query, variables: { id: one } })),
        ...operationsAbout(schema, { id: one, someone: company.eva.id }).filter(
          ({ isAbout, kind }) => isAbout && kind !== 'subscription',
        ),
      ]);
    };
    let asked = 0;
    for (const id of Object.values(about.ids)) {
      const [there = [], none = []] = sides(id);
      for (const [at, { query, variables }] of there.entries()) {
        const answer = told(await about.who.ask(query, variables));
        const other = told(await about.who.ask(none[at]?.query ?? '', none[at]?.variables));
        expect([query, variables, answer]).toEqual([query, variables, other]);
        asked++;
      }
    }
    expect(asked).toBeGreaterThan(50);
    tried(asked);
  });

  test('preview: its address is answered as that of nothing', async () => {
    const about = situation(name);
    for (const [kind, id] of Object.entries(about.ids)) {
      const path = kind === 'community' ? '/communities' : '/post';
      const get = (one: string) =>
        about.who.fetch(`${path}/${one}`, {
          method: 'GET',
          headers: {
            cookie: about.who.session,
            accept: 'text/html',
            'user-agent': 'Slackbot-LinkExpanding 1.0',
          },
        });
      const [there, none] = [await get(id), await get(`${id.split('_')[0]}_${NONE}`)];
      expect(told(there)).toEqual(told(none));
      expect(there.status).toBe(200);
      expect(foundIn(there.text, about)).toEqual([]);
    }
  });
});

const NUMBERS: readonly (readonly [string, (about: Situation) => unknown])[] = [
  [
    '{ feed(first: 50) { nodes { id commentCount usefulCount valuableCount poll { voters } } pageInfo { hasNextPage } } }',
    () => ({}),
  ],
  [
    'query ($a: ID) { feed(authorId: $a, first: 50) { nodes { id } pageInfo { hasNextPage } } }',
    () => ({ a: company.eva.id }),
  ],
  [
    'query ($c: ID) { feed(communityId: $c, first: 50) { nodes { id } } }',
    ({ ids }) => ({ c: ids.community }),
  ],
  ['{ unanswered(first: 50) { nodes { id } pageInfo { hasNextPage } } }', () => ({})],
  ['{ waitingPledges(first: 50) { nodes { id } pageInfo { hasNextPage } } }', () => ({})],
  ['{ toRead(first: 50) { nodes { id } pageInfo { hasNextPage } } }', () => ({})],
  ['{ communities(first: 50) { nodes { id memberCount usualAnswerHours } } }', () => ({})],
  ['{ employees(first: 100) { nodes { id } } }', () => ({})],
  [SEARCH, () => ({ query: 'from:eva' })],
  [SEARCH, () => ({ query: 'from:max kind:comment' })],
  ['{ audience(parts: [{ kind: organisation }]) { count outside } }', () => ({})],
  ['{ leftAboutMe { nodes { rows } } lookedAtMe { nodes { eventId } } }', () => ({})],
];

describe('control:', () => {
  const inside = (surface: keyof typeof SURFACES) =>
    toldOn(surface, company.max, situation('never a member'));

  test.each(['feed', 'search', 'suggestion'] as const)('whoever is in it is told on: %s', async (surface) => {
    const about = situation('never a member');
    expect((await inside(surface)).flatMap((text) => foundIn(text, about))).not.toEqual([]);
  });

  test('whoever is in it is told on: mention list', async () => {
    const about = situation('never a member');
    const answers = await offered(company.max, about);
    const differing = answers.filter(([there, none]) => none && told(there).text !== told(none).text);
    // The community, and each of what was said there.
    expect(differing).toHaveLength(Object.keys(about.ids).length);
  });

  test('the numbers of whoever is in it move', async () => {
    const about = situation('never a member');
    const numbers = async () =>
      Promise.all(
        NUMBERS.map(async ([query, variables]) => (await company.max.ask(query, variables(about))).text),
      );
    const before = await numbers();
    await about.more();
    const after = await numbers();
    expect(before.filter((text, at) => text !== after[at]).length).toBeGreaterThan(3);
  });

  test('what is there is answered otherwise than what is not', async () => {
    const { ids } = situation('never a member');
    const query = 'query ($id: ID!) { node(id: $id) { id } }';
    for (const kind of ['post', 'comment', 'community'] as const) {
      const there = told(await company.max.ask(query, { id: ids[kind] }));
      expect(there).not.toEqual(told(await company.max.ask(query, { id: `${kind}_${NONE}` })));
    }
  });

  test('an operation that forgot the walls stands on no surface, and tells', async () => {
    const leaking = await openHouse({
      database: house.database,
      more: [leakingModule(house.database.ownerUrl)],
    });
    try {
      expect(unassigned(leaking.app.get(GraphQLSchemaHost).schema)).toEqual(['headlines']);
      const answer = await leaking
        .stranger()
        .send(JSON.stringify({ query: '{ headlines }' }), { headers: { cookie: company.ron.session } });
      expect(foundIn(answer.text, situation('never a member'))).not.toEqual([]);
    } finally {
      await leaking.close();
    }
  });
});
