import { type ConsentHouse, openConsentHouse } from '../consent/house.js';
import { ask, type Served, serveOn } from '../live/fixtures/served.js';

let house: ConsentHouse;
let served: Served;
beforeAll(async () => {
  house = await openConsentHouse();
  served = await serveOn(house.home);
}, 120_000);
afterAll(async () => {
  await served?.close();
  await house?.close();
});

const FIELDS = ['Employee.name', 'Employee.title', 'Post.body', 'Post.publishedAt'];
const CARDS = `{ askedOfMe(first: 50) { nodes { id askedAt noticeText answered recipient { name allowed previous { name } }
  fields { field { key } values valueCount answer { id state } } } pageInfo { hasNextPage } } }`;
const CONSENTS = `{ myConsents(first: 50) { nodes { id state field { key } itemExcerpt recipient { name proposedByMe } } } }`;

/** The fewest of some tries: the process keeps what it looked up for the first of them. */
async function cost(query: string, of: string): Promise<{ nodes: number; statements: number }> {
  let fewest = { nodes: 0, statements: Number.POSITIVE_INFINITY };
  for (let tries = 0; tries < 3; tries++) {
    const answer = await ask(served, house.cookieOf(house.bill), query);
    expect(answer.codes).toEqual([]);
    const statements = served.statementsOf(answer);
    if (statements < fewest.statements) fewest = { nodes: answer.data[of].nodes.length, statements };
  }
  return fewest;
}

test('pages of cards and of consents cost the same however long they are', async () => {
  const one = await house.ask((await house.recipient()).id, FIELDS);
  await house.answer(house.bill, one.id, 'Employee.name', true);
  const alone = { cards: await cost(CARDS, 'askedOfMe'), consents: await cost(CONSENTS, 'myConsents') };
  for (let time = 0; time < 12; time++) {
    house.clock.pass({ days: 100 });
    const request = await house.ask((await house.recipient()).id, FIELDS);
    await house.answer(house.bill, request.id, 'Employee.name', time % 2 === 0);
  }
  const many = { cards: await cost(CARDS, 'askedOfMe'), consents: await cost(CONSENTS, 'myConsents') };
  expect([many.cards.nodes, many.consents.nodes]).toEqual([
    alone.cards.nodes + 12,
    alone.consents.nodes + 12,
  ]);
  expect(many.cards.statements).toBe(alone.cards.statements);
  expect(many.consents.statements).toBe(alone.consents.statements);
  expect(many.consents.statements).toBeGreaterThan(0);
  expect(many.cards.statements).toBeLessThanOrEqual(11);
  expect(many.consents.statements).toBeLessThanOrEqual(4);
}, 120_000);
