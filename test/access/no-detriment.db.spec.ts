import { tried } from '@courtyard/testing';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import type { GraphQLSchema } from 'graphql';
import { Client } from 'pg';
import { askEverybody, proveAgain, shownOf } from './asking.js';
import { type Company, foundCompany, type Person, publish } from './company.js';
import { type House, openHouse } from './house.js';
import { queriesAbout } from './operations.js';

jest.setTimeout(240_000);

/*
 * Promise 5: saying no changes nothing in what a person can do, and nobody else can learn who said no. Everything that can be
 * asked is asked before and after somebody says no, yes, and takes it back.
 */
let house: House;
let company: Company;
let owner: Client;
let schema: GraphQLSchema;
let card: string;
let recipient: string;
let post: string;

/** About time, one's own session, or the log, where each answer leaves an entry that says neither yes nor no (`test/consent`). */
const MOVES_BY_ITSELF = new Set(['sessions', 'logEntries', 'logProof', 'lookedAtMe', 'consentReceipt']);
/** Where a person reads what they said. */
const WHAT_I_SAID = new Set(['askedOfMe', 'myConsents', 'itemsOfMine', 'node', 'wouldLeaveAboutMe']);

beforeAll(async () => {
  house = await openHouse();
  owner = new Client({ connectionString: house.database.ownerUrl });
  await owner.connect();
  company = await foundCompany(house);
  schema = house.app.get(GraphQLSchemaHost).schema;
  ({ card, recipient } = await askEverybody(company, owner));
  post = await publish(company.max, 'To all.', [{ kind: 'organisation' }]);
});
afterAll(async () => {
  await owner?.end();
  await house?.close();
});

async function say(who: Person, yes: boolean): Promise<void> {
  const version = await shownOf(who, card, 'Employee.name');
  await who.tell('mutation ($input: AnswerConsentInput!) { answerConsent(input: $input) { id } }', {
    input: { requestId: card, answers: [{ fieldKey: 'Employee.name', yes, version }] },
  });
}

async function takeBack(who: Person): Promise<void> {
  const { myConsents } = await who.tell('{ myConsents { nodes { id } } }');
  await who.tell('mutation ($id: ID!) { withdrawConsent(id: $id) { id } }', { id: myConsents.nodes[0].id });
}

test.each<[string, () => Promise<unknown>, 'eva' | 'max']>([
  ['a no', () => say(company.eva, false), 'eva'],
  ['a yes', () => proveAgain(company.max).then(() => say(company.max, true)), 'max'],
  ['a yes taken back', () => takeBack(company.max), 'max'],
])('%s changes nothing for anybody else, and nothing in what its person can do', async (_, speak, name) => {
  const speaker = company[name];
  const { ada, pia, tim, ron, gus, ida } = company;
  const others = [ada, pia, tim, ron, gus, ida, name === 'eva' ? company.max : company.eva];
  const before = await Promise.all([...others, speaker].map(worldOf));
  await speak();
  const after = await Promise.all([...others, speaker].map(worldOf));
  const mine = [before.pop(), after.pop()] as const;
  for (const [at, world] of before.entries()) expect(changed(world, after[at])).toEqual([]);
  expect(changed(...mine).filter((operation) => !WHAT_I_SAID.has(operation) && operation !== 'me')).toEqual(
    [],
  );
  tried(before.reduce((sum, world) => sum + world.size, mine[0]?.size ?? 0));
});

test('control: what does change is noticed', async () => {
  const before = await worldOf(company.ron);
  await publish(company.eva, 'News.', [{ kind: 'organisation' }]);
  expect(changed(before, await worldOf(company.ron))).toContain('feed');
});

/** What somebody is told by every query there is, about the people, the card, the partner and a post. */
async function worldOf(who: Person): Promise<ReadonlyMap<string, string>> {
  const world = new Map<string, string>();
  const ids = [company.eva.id, company.max.id, card, recipient, post];
  for (const { name, query, variables } of queriesAbout(schema, ids)) {
    if (MOVES_BY_ITSELF.has(name)) continue;
    const { status, text } = await who.ask(query, variables);
    // What is refused for its size would be the same before and after, and show nothing.
    expect(`${name} ${text}`).not.toContain('graphql.');
    world.set(`${name} ${JSON.stringify(variables)}`, `${status} ${text}`);
  }
  return world;
}

/** The names of operations that answer otherwise. */
function changed(
  before: ReadonlyMap<string, string> = new Map(),
  after: ReadonlyMap<string, string> = new Map(),
): string[] {
  return [...after].filter(([key, text]) => before.get(key) !== text).map(([key]) => key.split(' ')[0] ?? '');
}
