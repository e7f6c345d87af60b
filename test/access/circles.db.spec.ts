import { tried } from '@courtyard/testing';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import type { GraphQLSchema } from 'graphql';
import { Client } from 'pg';
import { giveLongAgo } from '../../libs/people/src/fixtures/office.js';
import { type Company, foundCompany, freshKey, invite, type Person, publish } from './company.js';
import { type House, openHouse } from './house.js';
import { queriesAbout } from './operations.js';

jest.setTimeout(240_000);

/*
 * Nobody but its owner can learn that a circle is there, what it is called, or who is in it (docs/decisions/0053). Everything that
 * can be asked is asked before and after, by those in it, by those who are not, and by whoever sits at the desk.
 */
let house: House;
let company: Company;
let officers: Person[];
let owner: Client;
let schema: GraphQLSchema;
let post: string;

/** About time, one's own session, or the log; the log is looked at below, event by event. */
const MOVES_BY_ITSELF = new Set(['sessions', 'logEntries', 'logProof', 'lookedAtMe', 'consentReceipt']);
const NONE = 'circle_00000000-0000-7000-8000-000000000000';

beforeAll(async () => {
  house = await openHouse();
  owner = new Client({ connectionString: house.database.ownerUrl });
  await owner.connect();
  company = await foundCompany(house);
  schema = house.app.get(GraphQLSchemaHost).schema;
  post = await publish(company.max, 'To all.', [{ kind: 'organisation' }]);
  officers = [];
  for (const role of ['compliance_officer', 'data_protection', 'works_council'] as const) {
    const newcomer = { name: role, title: role, departmentId: null, kind: 'employee', handle: role };
    const officer = await invite(house, company.ada, newcomer);
    await giveLongAgo(owner, officer.id.replace('employee_', ''), role);
    officers.push(officer);
  }
});
afterAll(async () => {
  await owner?.end();
  await house?.close();
});

const others = (): Person[] => {
  const { ada, max, ron, gus, tim, pia, ida } = company;
  return [ada, max, ron, gus, tim, pia, ida, ...officers];
};

async function draw(name: string, employeeIds: readonly string[]): Promise<string> {
  const { drawCircle } = await company.eva.tell(
    'mutation ($i: DrawCircleInput!) { drawCircle(input: $i) { id } }',
    { i: { idempotencyKey: freshKey(), name, employeeIds } },
  );
  return drawCircle.id as string;
}

/** What somebody is told by every query there is. */
async function worldOf(who: Person): Promise<ReadonlyMap<string, string>> {
  const world = new Map<string, string>();
  for (const { name, query, variables } of queriesAbout(schema, [company.eva.id, company.max.id, post])) {
    if (MOVES_BY_ITSELF.has(name)) continue;
    const { status, text } = await who.ask(query, variables);
    expect(`${name} ${text}`).not.toContain('graphql.');
    world.set(`${name} ${JSON.stringify(variables)}`, `${status} ${text}`);
  }
  return world;
}

function changed(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  return [...after].filter(([key, text]) => before.get(key) !== text).map(([key]) => key.split(' ')[0] ?? '');
}

const eventsInLog = async () =>
  Number((await owner.query('select count(*) as n from audit_event')).rows[0].n);

test('whatever its owner does with it, nothing changes for anybody else, and no event is in the log', async () => {
  const { eva, max, gus, ron } = company;
  const before = await Promise.all(others().map((who) => worldOf(who)));
  const events = await eventsInLog();
  const circle = await draw('Secret society', [max.id, gus.id]);
  const input = { id: circle, employeeIds: [ron.id] };
  await eva.tell('mutation ($i: CirclePeopleInput!) { addToCircle(input: $i) { id count } }', { i: input });
  expect(await eventsInLog()).toBe(events);
  const after = await Promise.all(others().map((who) => worldOf(who)));
  for (const [at, world] of before.entries()) expect(changed(world, after[at] ?? new Map())).toEqual([]);
  await eva.tell('mutation ($i: CirclePeopleInput!) { removeFromCircle(input: $i) { id } }', { i: input });
  await eva.tell('mutation ($i: RenameCircleInput!) { renameCircle(input: $i) { id } }', {
    i: { id: circle, name: 'Chess' },
  });
  expect((await eva.tell('{ circles { name count outside people { nodes { name } } } }')).circles).toEqual([
    { name: 'Chess', count: 2, outside: 1, people: { nodes: [{ name: 'gus' }, { name: 'max' }] } },
  ]);
  await eva.tell('mutation ($id: ID!) { eraseCircle(id: $id) }', { id: circle });
  const later = await Promise.all(others().map((who) => worldOf(who)));
  for (const [at, world] of before.entries()) expect(changed(world, later[at] ?? new Map())).toEqual([]);
  expect(await eventsInLog()).toBe(events);
  tried(before.reduce((sum, world) => sum + world.size, 0));
});

test('its id is to everybody else what the id of none is, whatever is asked with it', async () => {
  const circle = await draw('Secret society', [company.max.id, company.gus.id]);
  const asked = (id: string): [string, object][] => [
    ['query ($id: ID!) { node(id: $id) { id ... on Circle { name count } } }', { id }],
    ['mutation ($id: ID!) { eraseCircle(id: $id) }', { id }],
    ['mutation ($i: RenameCircleInput!) { renameCircle(input: $i) { id } }', { i: { id, name: 'x' } }],
    ...['addToCircle', 'removeFromCircle'].map((name): [string, object] => [
      `mutation ($i: CirclePeopleInput!) { ${name}(input: $i) { id } }`,
      { i: { id, employeeIds: [company.ron.id] } },
    ]),
    [
      'query ($p: [AudiencePartInput!]!) { audience(parts: $p) { label count } }',
      { p: [{ kind: 'circle', id }] },
    ],
    [
      'query ($p: [AudiencePartInput!]!) { audienceReaders(parts: $p) { nodes { employee { id } } } }',
      { p: [{ kind: 'circle', id }] },
    ],
    [
      'mutation ($i: PublishPostInput!) { publishPost(input: $i) { id } }',
      { i: { idempotencyKey: freshKey(), body: 'x', audience: [{ kind: 'circle', id }] } },
    ],
    ['query ($id: ID) { feed(communityId: $id) { nodes { id } } }', { id }],
  ];
  const told = (text: string) => text.replaceAll(/"requestId":"[^"]+"/g, '');
  for (const who of others()) {
    const there = asked(circle);
    for (const [at, [query, variables]] of asked(NONE).entries()) {
      const none = await who.ask(query, variables);
      const some = await who.ask(query, there[at]?.[1]);
      expect([query, some.status, told(some.text)]).toEqual([query, none.status, told(none.text)]);
      expect(none.body.errors).toHaveLength(1);
    }
  }
});

test('two posts to one circle, to another and to several people cannot be told apart by who reads them', async () => {
  const { eva, max, gus, ron } = company;
  const [one, other] = [await draw('One', [max.id, gus.id]), await draw('Other', [max.id, ron.id, gus.id])];
  const circle = (id: string) => ({ kind: 'circle', id });
  const posts = [
    await publish(eva, 'said', [circle(one)]),
    await publish(eva, 'said', [circle(one)]),
    await publish(eva, 'said', [circle(other)]),
    await publish(eva, 'said', [circle(one), circle(other), { kind: 'person', id: company.tim.id }]),
  ];
  const QUERY = `query ($id: ID!) { node(id: $id) { ... on Post { body kind version usefulCount valuableCount commentCount mine allowed
    author { id name } audience { label count outside untold parts { kind id name count outside } } why { label text }
    readers { nodes { employee { id } via } pageInfo { hasNextPage endCursor } } comments { nodes { id } } } } }`;
  for (const reader of [max, gus]) {
    const [first, ...more] = await Promise.all(
      posts.map(async (id) => (await reader.tell(QUERY, { id })).node),
    );
    expect(first.audience).toEqual({
      label: 'Shared with you',
      count: 0,
      outside: 0,
      untold: true,
      parts: [],
    });
    expect(first.readers.nodes).toEqual([]);
    for (const node of more) expect(node).toEqual(first);
    const { search } = await reader.tell('{ search(query: "in:one", first: 5) { nodes { kind } } }');
    expect(search.nodes).toEqual([]);
  }
  // Whoever is named beside circles is told as little.
  expect((await company.tim.tell(QUERY, { id: posts[3] })).node.audience.untold).toBe(true);
  // Its author is told all of it.
  const own = (await eva.tell(QUERY, { id: posts[0] })).node;
  expect(own.audience).toMatchObject({ label: 'One', count: 3, outside: 1, untold: false });
  expect(own.readers.nodes).toHaveLength(3);
});

test('control: what somebody may be told is noticed', async () => {
  const [before, rons] = [await worldOf(company.max), await worldOf(company.ron)];
  const circle = await draw('Noticed', [company.max.id]);
  await publish(company.eva, 'to the circle', [{ kind: 'circle', id: circle }]);
  expect(changed(before, await worldOf(company.max))).toContain('feed');
  expect(changed(rons, await worldOf(company.ron))).toEqual([]);
});
