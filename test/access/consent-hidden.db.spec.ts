import { Client } from 'pg';
import { askEverybody, proveAgain, shownOf } from './asking.js';
import { type Company, foundCompany, type Person } from './company.js';
import { type House, openHouse } from './house.js';

jest.setTimeout(180_000);

/*
 * One yes and one no, through the served API: what they change, and who learns of them (nobody).
 */
let house: House;
let company: Company;
let owner: Client;
let recipient: string;
let card: string;
const consents: Record<string, string> = {};

const NONE = 'consent_00000000-0000-7000-8000-000000000000';

beforeAll(async () => {
  house = await openHouse();
  owner = new Client({ connectionString: house.database.ownerUrl });
  await owner.connect();
  company = await foundCompany(house);
  ({ recipient, card } = await askEverybody(company, owner));
  const { max, eva } = company;
  await proveAgain(max);
  await answer(max, true);
  await answer(eva, false);
  for (const who of ['max', 'eva'] as const) consents[who] = (await mine(company[who]))[0]?.id ?? '';
});
afterAll(async () => {
  await owner?.end();
  await house?.close();
});

const ANSWER = 'mutation ($input: AnswerConsentInput!) { answerConsent(input: $input) { id answered } }';
const answer = async (who: Person, yes: boolean) => {
  const version = await shownOf(who, card, 'Employee.name');
  return who.ask(ANSWER, {
    input: { requestId: card, answers: [{ fieldKey: 'Employee.name', yes, version }] },
  });
};

async function mine(who: Person): Promise<{ id: string; state: string; field: { key: string } }[]> {
  const { myConsents } = await who.tell(
    '{ myConsents { nodes { id state field { key } recipient { name } purpose at effectiveAt validUntil itemExcerpt } } }',
  );
  return myConsents.nodes;
}

const CARD = `{ askedOfMe(first: 20) { nodes { id askedAt benefit question purpose validMonths coolingOffHours noticeVersion noticeText
  answered recipient { name ownerName country allowed } fields { field { key perItem } values valueCount version answer { id state at effectiveAt } } } } }`;

test('the card shows real values of mine, and what I said', async () => {
  const { askedOfMe } = await company.max.tell(CARD);
  const [first] = askedOfMe.nodes;
  expect(first).toMatchObject({ answered: false, coolingOffHours: 24, purpose: 'partner_sharing' });
  expect(first.noticeText).toContain('Nothing changes if you say no');
  expect(first.fields.map((one: { field: { key: string } }) => one.field.key)).toEqual([
    'Employee.name',
    'Employee.title',
    'Post.body',
    'Post.publishedAt',
  ]);
  expect(first.fields[0]).toMatchObject({ values: ['max'], valueCount: 1, answer: { state: 'cooling_off' } });
  expect((await mine(company.eva))[0]).toMatchObject({ state: 'refused', field: { key: 'Employee.name' } });
});

test('items of mine come as pages, with what blocks them', async () => {
  const { itemsOfMine } = await company.eva.tell(
    `query ($r: ID!, $f: ID!) { itemsOfMine(requestId: $r, fieldKey: $f) { nodes { id text version at blocked answer { state } } } }`,
    { r: card, f: 'Post.body' },
  );
  expect(itemsOfMine.nodes).toMatchObject([{ text: 'Thank you for the tickets, Bill.', answer: null }]);
});

test.each(['ada', 'pia', 'tim', 'ron', 'gus', 'ida'] as const)(
  'whether somebody said yes, no or nothing is the same to %s',
  async (name) => {
    const who = company[name] as Person;
    const told = async (query: string, variables: object) => {
      const { status, text } = await who.ask(query, variables);
      return `${status} ${text}`;
    };
    const asks: [string, (id: string) => object][] = [
      ['query ($id: ID!) { node(id: $id) { id ... on Consent { state } } }', (id) => ({ id })],
      ['query ($id: ID!) { consentReceipt(id: $id) { json } }', (id) => ({ id })],
      ['mutation ($id: ID!) { withdrawConsent(id: $id) { id state } }', (id) => ({ id })],
    ];
    for (const [query, variables] of asks) {
      const none = await told(query, variables(NONE));
      expect(none).toContain('not_found');
      for (const id of Object.values(consents)) expect(await told(query, variables(id))).toBe(none);
    }
    // The card itself says the same whatever others answered.
    const seen = await told(
      `query ($id: ID!) { node(id: $id) { id ... on ConsentRequest { answered fields { values valueCount version answer { state } } } } }`,
      { id: card },
    );
    expect(seen).not.toContain('cooling_off');
    expect(seen).not.toContain('refused');
    expect(seen).not.toContain('"max"');
  },
);

test('a no needs no proof, a yes does, and both say so to their person alone', async () => {
  const { ron } = company;
  expect((await answer(ron, true)).text).toContain('auth.reauthentication_needed');
  expect((await answer(ron, false)).body.errors).toBeUndefined();
});

test('the privileged operations are closed to others', async () => {
  const input = { id: recipient, approve: true };
  expect(
    await company.ron.code('mutation ($input: DecideInput!) { decideRecipient(input: $input) { id } }', {
      input,
    }),
  ).toBe('auth.forbidden');
  expect(await company.gus.code('{ recipients { nodes { id } } }')).toBe('auth.forbidden');
  expect(
    (await company.ron.tell('{ recipients { nodes { name version never } } }')).recipients.nodes,
  ).toEqual([{ name: 'Honest Partner', version: 1, never: false }]);
  expect(
    (await company.ron.tell('{ purposePolicies { purpose rule switchedOff basis } }')).purposePolicies.length,
  ).toBe(18);
});
