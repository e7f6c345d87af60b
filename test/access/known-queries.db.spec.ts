import { createHash } from 'node:crypto';
import { Public } from '@courtyard/access';
import { CourtyardError } from '@courtyard/errors';
import { Module } from '@nestjs/common';
import { Query, Resolver } from '@nestjs/graphql';
import { documentOf } from '../live/fixtures/documents.js';
import type { Answer, Caller } from './caller.js';
import { type Company, foundCompany, type Person, publish } from './company.js';
import { type House, openHouse } from './house.js';

jest.setTimeout(120_000);

/** Queries that the client asks by hash are answered past Apollo: the answer must be the same to the byte, and no less judged. */
const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
const NAMES = ['Feed', 'Me', 'SignInPage', 'People', 'Departments', 'PostNow', 'React', 'Charter'];
const TEXTS = new Map(NAMES.map((name) => [name, documentOf(name)]));
const DEEP =
  'query Deep { feed(first: 100) { nodes { readers(first: 100) { nodes { employee { id } } } } } }';

const FAILING = 'query Failing { failing }';
let runs = 0;

@Resolver()
class FailingResolver {
  @Query(() => String)
  @Public('a test counts how often it runs')
  failing(): string {
    runs++;
    throw new CourtyardError('not_found');
  }
}
@Module({ providers: [FailingResolver] })
class FailingModule {}

let house: House;
let company: Company;
let eva: Person;
beforeAll(async () => {
  const known = new Map([...TEXTS.values(), DEEP, FAILING].map((text) => [hashOf(text), text]));
  house = await openHouse({ also: { known }, more: [FailingModule] });
  company = await foundCompany(house);
  eva = company.eva;
  await publish(eva, 'The first bolt is in.', [{ kind: 'organisation' }]);
});
afterAll(() => house?.close());

interface Asked {
  readonly text?: string;
  readonly variables?: unknown;
  readonly more?: Record<string, unknown>;
  readonly headers?: Record<string, string>;
}

const byHash = (by: Caller, name: string, { text, variables = {}, more, headers }: Asked = {}) =>
  by.send(
    JSON.stringify({
      operationName: name,
      variables,
      extensions: { persistedQuery: { version: 1, sha256Hash: hashOf(text ?? TEXTS.get(name) ?? '') } },
      ...more,
    }),
    headers ? { headers } : {},
  );

/** A further member of the body is nothing to Apollo, and enough for it to be asked. */
const throughApollo = (by: Caller, name: string, asked: Asked = {}) =>
  byHash(by, name, { ...asked, more: { ...asked.more, further: 1 } });

const shown = ({ status, headers, text }: Answer) => ({
  status,
  headers: Object.fromEntries([...headers].filter(([name]) => !/^(date|x-request-id)$/.test(name))),
  // A position is another one each time.
  text: text.replace(/"position":"[^"]+"/g, '"position":"…"'),
});

/** How many of the answers that `ask` waits for came past Apollo. */
async function past(ask: () => Promise<unknown>): Promise<number> {
  const before = house.served.queries.answered;
  await ask();
  return house.served.queries.answered - before;
}

describe('queries that the built client asks by hash', () => {
  test.each([
    ['Feed', {}],
    ['Me', {}],
    ['SignInPage', {}],
    ['People', { search: 'bi' }],
    ['Departments', {}],
    ['Charter', {}],
  ])('%s is answered as through Apollo, headers included', async (name, variables) => {
    let here: Answer | undefined;
    expect(await past(async () => (here = await byHash(eva, name, { variables })))).toBe(1);
    let there: Answer | undefined;
    expect(await past(async () => (there = await throughApollo(eva, name, { variables })))).toBe(0);
    expect(here?.body.errors).toBeUndefined();
    expect(shown(here as Answer)).toEqual(shown(there as Answer));
  });

  test.each([
    'application/json',
    '*/*',
    'application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed',
  ])('in the type that is asked for: %s', async (accept) => {
    const asked = { headers: { accept } };
    expect(await past(() => byHash(eva, 'Me', asked))).toBe(1);
    expect(shown(await byHash(eva, 'Me', asked))).toEqual(shown(await throughApollo(eva, 'Me', asked)));
  });

  test('everybody is told what is theirs: sessions do not mix', async () => {
    const both = [company.eva, company.gus];
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, at) => byHash(both[at % 2] as Caller, 'Me')),
    );
    answers.forEach((answer, at) => {
      expect(answer.body.data?.['me'].employee.id).toBe(both[at % 2]?.id);
    });
  });
});

describe('is left to Apollo', () => {
  test.each<[string, (by: Caller) => Promise<Answer>]>([
    ['what is refused: nobody is signed in', () => byHash(house.stranger(), 'Feed')],
    ['a variable of another type', (by) => byHash(by, 'Feed', { variables: { after: 7 } })],
    ['a cursor that is none', (by) => byHash(by, 'Feed', { variables: { after: 'none' } })],
    ['a hash that is not known', (by) => byHash(by, 'Feed', { text: 'query Feed { me { sessionId } }' })],
    ['another operation name', (by) => byHash(by, 'Feed', { more: { operationName: 'Me' } })],
    ['a mutation', (by) => byHash(by, 'React', { variables: { postId: 'post_x', kind: 'useful' } })],
    ['what may answer too much', (by) => byHash(by, 'Deep', { text: DEEP })],
    ['a list of requests', (by) => by.send(JSON.stringify([{ operationName: 'Me' }]))],
    ['variables that are a text', (by) => byHash(by, 'Me', { more: { variables: '{}' } })],
    ['a further extension', (by) => byHash(by, 'Me', { more: { extensions: { persistedQuery: {}, x: 1 } } })],
    [
      'a version that there is not',
      (by) =>
        byHash(by, 'Me', {
          more: { extensions: { persistedQuery: { version: 2, sha256Hash: hashOf('x') } } },
        }),
    ],
    ['a type that nobody answers in', (by) => byHash(by, 'Me', { headers: { accept: 'text/html' } })],
    [
      'a form of another site',
      (by) => by.send('extensions=1', { headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
    ],
  ])('%s, and ends as it always did', async (_, ask) => {
    let answer: Answer | undefined;
    expect(await past(async () => (answer = await ask(eva)))).toBe(0);
    const [error] = answer?.body.errors ?? [];
    expect(error?.extensions.code ?? answer?.status).not.toBeUndefined();
    expect(answer?.body.data ?? null).toBeNull();
  });

  test('what fails, and runs no more often than through Apollo: a look that is on record is recorded as often', async () => {
    const often = async (ask: typeof byHash) => {
      runs = 0;
      const { body } = await ask(eva, 'Failing', { text: FAILING });
      expect(body.errors?.[0]?.extensions.code).toBe('not_found');
      return runs;
    };
    const through = await often(throughApollo);
    expect(through).toBeGreaterThan(0);
    expect(await often(byHash)).toBe(through);
  });
});
