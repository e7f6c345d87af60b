import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type { Answer, Caller } from './caller.js';
import { type Company, foundCompany, PASSWORD, type Person, publish } from './company.js';
import { type House, openHouse } from './house.js';

jest.setTimeout(180_000);

/**
 * More is asked than can be answered: a table is locked for real, so that whoever reads it waits. Counted is who is worked on, who
 * waits, and who is sent away; nothing is said of how long anything took.
 */
let house: House;
let company: Company;
let owner: Client;

beforeAll(async () => {
  house = await openHouse({ settings: { metrics: { host: '127.0.0.1', port: 0 } } });
  company = await foundCompany(house);
  await publish(company.eva, 'to everybody', [{ kind: 'organisation' }]);
  owner = new Client({ connectionString: house.database.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner?.end();
  await house?.close();
});

const FEED = '{ feed(first: 1) { nodes { id } } }';
const ME = '{ me { employee { id } } }';
const SIGN_OUT = JSON.stringify({ query: 'mutation { signOut }' });
const URGENT = { headers: { 'x-courtyard-urgent': '1' } };

/** Whoever reads a post waits until `work` is over. */
async function whilePostsAreLocked(work: () => Promise<void>): Promise<void> {
  await owner.query('begin');
  await owner.query('lock table post in access exclusive mode');
  try {
    await work();
  } finally {
    await owner.query('rollback');
  }
}

async function metric(name: string): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${house.served.metricsPort}/metrics`)).text();
  const values = Array.from(text.matchAll(new RegExp(`^${name.replace(/[{}]/g, '\\$&')} (\\S+)`, 'gm')));
  return Number(values[0]?.[1] ?? 0);
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    if (await holds()) return;
    await sleep(25);
  }
  throw new Error(`It did not come to this: ${what}.`);
}

/** How many of `asked` are answered, by status. */
class Flood {
  readonly answers: Answer[] = [];
  private readonly all: Promise<unknown>[] = [];

  send(caller: Caller, times: number, query = FEED): this {
    for (let time = 0; time < times; time++)
      this.all.push(caller.ask(query).then((answer) => this.answers.push(answer)));
    return this;
  }

  of(status: number): Answer[] {
    return this.answers.filter((one) => one.status === status);
  }

  async done(): Promise<void> {
    await Promise.all(this.all);
  }
}

const statusOf = async (path: string) => (await house.stranger().fetch(path, {})).status;
const codesOf = (answers: readonly Answer[]) => [
  ...new Set(answers.map(({ body }) => body.errors?.[0]?.extensions.code)),
];

test('a flood of one person keeps nobody out but that person, and nobody in', async () => {
  const { eva, max } = company;
  await max.tell(ME);
  const other = house.stranger();
  await other.tell('mutation ($input: SignInInput!) { signIn(input: $input) { sessionId } }', {
    input: { email: eva.email, password: PASSWORD, organisation: 'home' },
  });
  await other.tell(ME);
  const flood = new Flood();
  await whilePostsAreLocked(async () => {
    flood.send(eva, 120);
    await until('six are worked on', async () => (await metric('courtyard_admission_busy')) === 6);
    // 48 wait, and the 66 beyond are told; whoever waited for as long as one may is told, too.
    await until('66 are sent away', async () => flood.answers.length >= 66);
    expect(flood.of(200)).toEqual([]);
    expect(flood.of(429).length).toBeGreaterThan(0);
    expect(codesOf(flood.of(429))).toEqual(['rate.limited']);
    expect(flood.of(429).every(({ headers }) => Number(headers.get('retry-after')) > 0)).toBe(true);
    for (let time = 0; time < 20; time++) expect((await max.ask(ME)).status).toBe(200);
    expect([await statusOf('/health'), await statusOf('/ready')]).toEqual([200, 200]);
    // Another browser of the same person is the same person.
    const second = new Flood().send(other, 20, ME);
    await second.done();
    expect(second.of(429).length + second.of(503).length).toBe(20);
    expect(await metric('courtyard_admission_busy')).toBe(6);
    const answer = await eva.send(SIGN_OUT, URGENT);
    expect([answer.status, answer.body.data]).toEqual([200, { signOut: true }]);
  });
  await flood.done();
  expect(flood.answers).toHaveLength(120);
  // Whoever waited for longer than the patience was sent away, and nobody met a fault.
  expect(flood.answers.filter(({ status }) => ![200, 429, 503].includes(status))).toEqual([]);
  expect(flood.of(200).length).toBeGreaterThanOrEqual(6);
  expect(codesOf(flood.of(503))).toEqual(flood.of(503).length > 0 ? ['server.busy'] : []);
  await until('nothing is left', async () => (await metric('courtyard_admission_busy')) === 0);
});

test('when everybody asks, a bounded number is worked on, a bounded number waits, and the others hear so at once', async () => {
  const people: Person[] = [
    company.ada,
    company.max,
    company.ron,
    company.gus,
    company.pia,
    company.tim,
    company.ida,
  ];
  for (const person of people) await person.tell(ME);
  const flood = new Flood();
  await whilePostsAreLocked(async () => {
    for (const person of people) flood.send(person, 50);
    await until('32 are worked on', async () => (await metric('courtyard_admission_busy')) === 32);
    expect(await metric('courtyard_admission_waiting')).toBeLessThanOrEqual(256);
    await until('more than the rest is answered', async () => flood.answers.length >= 350 - 32 - 256);
    expect(await statusOf('/health')).toBe(200);
  });
  await flood.done();
  expect(flood.answers).toHaveLength(350);
  const told = new Set(flood.of(503).map(({ text }) => text));
  // The same words to everybody: they say that much is going on, and neither how much nor by whom.
  expect([...told].filter((text) => text.includes('server.busy'))).toHaveLength(1);
  expect(
    flood.of(503).every(({ headers }) => ['1', '2', '3'].includes(headers.get('retry-after') ?? '')),
  ).toBe(true);
  expect(flood.of(200).length + flood.of(503).length).toBe(350);
  expect(await metric('courtyard_shed_total{why="full"}')).toBeGreaterThan(0);
  for (const person of people) expect((await person.ask(FEED)).status).toBe(200);
});

test('whoever sends slowly holds no place', async () => {
  const { hostname, port } = new URL(house.url);
  const slow = Array.from({ length: 40 }, () => connect(Number(port), hostname));
  await Promise.all(slow.map((socket) => once(socket, 'connect')));
  for (const socket of slow)
    socket.write(
      'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"query":',
    );
  expect((await company.max.ask(ME)).status).toBe(200);
  expect(await metric('courtyard_admission_busy')).toBe(0);
  for (const socket of slow) socket.destroy();
});

test('the door for what is urgent is for nothing else', async () => {
  const ask = (query: string) => company.ron.send(JSON.stringify({ query }), URGENT);
  expect((await ask(ME)).body.errors?.[0]?.extensions.code).toBe('graphql.invalid');
  expect((await ask('{ __typename }')).body.errors?.[0]?.extensions.code).toBe('graphql.invalid');
  expect((await ask('mutation { signOut publishPost(input: {}) { id } }')).status).toBe(400);
  expect((await ask('mutation { ...Out } fragment Out on Mutation { signOut }')).body.data).toEqual({
    signOut: true,
  });
});
