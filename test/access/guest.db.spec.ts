import { tried } from '@courtyard/testing';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import type { GraphQLSchema } from 'graphql';
import { type Company, comment, foundCompany, membership, publish } from './company.js';
import { type House, openHouse } from './house.js';
import { queriesAbout } from './operations.js';

jest.setTimeout(120_000);

/*
 * Everything asked by a guest: they hear of whom they share a place with, and of nobody else, whichever way they ask. Every name is a
 * word of its own, so that it is found wherever it is told.
 */
let house: House;
let company: Company;
let schema: GraphQLSchema;
let ids: string[];
/** What stands for a word of the company. */
const said = new Map<string, string>();

beforeAll(async () => {
  house = await openHouse();
  company = await foundCompany(house, (what) => {
    const word = `zq${String(said.size).padStart(4, '0')}kw`;
    said.set(what, word);
    return word;
  });
  schema = house.app.get(GraphQLSchemaHost).schema;
  const { ada, eva, max, ron, gus, tim, pia, circle } = company;
  for (const { id } of [tim, pia]) await membership('removeCommunityMember', eva, circle, id);
  const posts = [
    await publish(eva, 'in the community', [{ kind: 'community', id: circle }]),
    await publish(max, word('to all'), [{ kind: 'organisation' }]),
    await publish(ron, word('to works'), [{ kind: 'department', id: company.works }]),
    await publish(tim, word('to pia'), [{ kind: 'person', id: pia.id }]),
  ];
  await comment(gus, posts[0] as string, 'by the guest');
  ids = [ada, eva, max, ron, gus, tim, pia].map(({ id }) => id);
  ids.push(circle, company.sales, company.works, ...posts);
});
afterAll(() => house?.close());

/** Makes a word of its own of something said. */
function word(what: string): string {
  const made = `zq${String(said.size).padStart(4, '0')}kw`;
  said.set(what, made);
  return made;
}

/** What of the company's words stands in everything that a guest is told. */
async function heard(): Promise<string[]> {
  const texts: string[] = [];
  const queries = queriesAbout(schema, ids);
  for (const { name, query, variables } of queries) {
    const { text } = await company.gus.ask(query, variables);
    expect(`${name} ${text}`).not.toContain('graphql.');
    texts.push(text);
  }
  tried(queries.length);
  const all = texts.join('\n');
  return [...said].filter(([, made]) => all.includes(made)).map(([what]) => what);
}

test('a guest hears of their own community, of those in it, and of themself', async () => {
  const words = await heard();
  expect(words).toEqual(expect.arrayContaining(['eva', 'gus', 'Circle']));
  const strangers = [
    'ada',
    'max',
    'ron',
    'leo',
    'tim',
    'pia',
    'ida',
    'Sales',
    'Works',
    'to all',
    'to works',
    'to pia',
  ];
  expect(words.filter((one) => strangers.includes(one))).toEqual([]);
});

test('the directory of a guest is whom they share a community with, by card', async () => {
  const { gus, eva, max, ron, circle, sales } = company;
  const found = async (more = '') =>
    (
      await gus.tell(
        `{ employees(first: 50${more}) { nodes { id name title kind pronouns bio photoUrl department { id } allowed } } }`,
      )
    ).employees.nodes as { id: string; kind: string; department: unknown; bio: unknown; allowed: string[] }[];
  const shared = await found();
  expect(shared.map(({ id }) => id).sort()).toEqual([eva.id, gus.id].sort());
  expect(shared.find(({ id }) => id === eva.id)).toMatchObject({
    department: null,
    bio: null,
    photoUrl: null,
    allowed: [],
  });
  expect(shared.find(({ id }) => id === gus.id)).toMatchObject({ kind: 'guest' });
  expect(await found(`, search: "${max.name}"`)).toEqual([]);
  expect((await found(`, search: "${eva.name}"`)).map(({ id }) => id)).toEqual([eva.id]);
  // Nobody is found by the department they are in.
  expect(await found(`, departmentId: "${sales}"`)).toEqual([]);
  // A circle is no place that is shared: whoever is in it does not know of it.
  const { drawCircle } = await ron.tell('mutation ($i: DrawCircleInput!) { drawCircle(input: $i) { id } }', {
    i: { idempotencyKey: 'with-a-guest', name: 'x', employeeIds: [gus.id, max.id] },
  });
  await publish(ron, 'shared', [{ kind: 'circle', id: drawCircle.id }]);
  expect((await found()).map(({ id }) => id).sort()).toEqual([eva.id, gus.id].sort());
  await membership('removeCommunityMember', eva, circle, gus.id);
  expect((await found()).map(({ id }) => id)).toEqual([gus.id]);
  await membership('addCommunityMember', eva, circle, gus.id);
});

test('whoever sees a guest beside others is told that it is one', async () => {
  const { eva, circle } = company;
  const { node } = await eva.tell(
    'query ($id: ID!) { node(id: $id) { ... on Community { members { nodes { name kind } } } } }',
    { id: circle },
  );
  expect(node.members.nodes).toContainEqual({ name: said.get('gus'), kind: 'guest' });
  const { audience, audienceReaders } = await eva.tell(
    `query ($p: [AudiencePartInput!]!) { audience(parts: $p) { count outside parts { outside } }
      audienceReaders(parts: $p) { nodes { employee { name kind } } } }`,
    { p: [{ kind: 'community', id: circle }] },
  );
  expect(audience).toEqual({ count: 2, outside: 1, parts: [{ outside: 1 }] });
  expect(audienceReaders.nodes).toContainEqual({ employee: { name: said.get('gus'), kind: 'guest' } });
  const { employees } = await eva.tell('{ employees(first: 50) { nodes { name kind } } }');
  expect(employees.nodes).toContainEqual({ name: said.get('gus'), kind: 'guest' });
});

test('a guest addresses nobody of the house, and starts nothing in it', async () => {
  const { gus, eva, sales } = company;
  for (const part of [
    { kind: 'organisation' },
    { kind: 'department', id: sales },
    { kind: 'department_below', id: sales },
    { kind: 'person', id: eva.id },
  ])
    expect(
      await gus.code('mutation ($i: PublishPostInput!) { publishPost(input: $i) { id } }', {
        i: { idempotencyKey: 'by-a-guest', body: 'x', audience: [part] },
      }),
    ).toBe('audience.unknown_part');
  expect((await gus.tell('{ audienceOptions(search: "") { name } }')).audienceOptions).toEqual([
    { name: said.get('Circle') },
  ]);
  expect(
    await gus.code('mutation ($i: DrawCircleInput!) { drawCircle(input: $i) { id } }', {
      i: { idempotencyKey: 'by-a-guest', name: 'x', employeeIds: [] },
    }),
  ).toBe('auth.forbidden');
});
