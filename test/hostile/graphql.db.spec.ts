import { errorCatalogue } from '@courtyard/errors';
import { LIMITS } from '@courtyard/graphql';
import { WebSocket } from 'ws';
import type { Answer } from '../access/caller.js';
import { type Company, foundCompany, publish } from '../access/company.js';
import { type House, openHouse } from '../access/house.js';

jest.setTimeout(180_000);

/**
 * The list of ways in which GraphQL is abused (OWASP GraphQL Cheat Sheet), on both doors. What `test/access/hostile.db.spec.ts`
 * asks of limits and introspection over HTTP is not repeated here.
 */
let house: House;
let company: Company;

beforeAll(async () => {
  house = await openHouse({
    settings: { environment: 'production' },
    also: { logTo: { write: () => undefined } },
  });
  company = await foundCompany(house);
  await publish(company.eva, 'Guten Morgen', [{ kind: 'organisation' }]);
});
afterAll(() => house?.close());

const codesOf = ({ body }: Answer) => (body.errors ?? []).map(({ extensions }) => extensions.code);
const many = (count: number, part: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => part(at)).join(' ');

/** Operations as `kind` fields, so that the same abuse is tried as a query over HTTP and as a subscription on a socket. */
const root = { query: 'feed { nodes { __FIELDS__ } }', subscription: 'feedChanged { post { __FIELDS__ } }' };
const doubling = (levels: number, type: string, field: string) =>
  many(
    levels,
    (n) => `fragment F${n} on ${type} { a${n}: ${field} { ...F${n + 1} } b${n}: ${field} { ...F${n + 1} } }`,
  );

type Abuse = [name: string, write: (kind: 'query' | 'subscription') => string, code: string];
const within = (kind: 'query' | 'subscription', fields: string, more = '') =>
  `${kind} { ${root[kind].replace('__FIELDS__', fields)} } ${more}`;

const ABUSES: Abuse[] = [
  [
    'aliases',
    (kind) =>
      within(
        kind,
        many(LIMITS.aliases + 1, (n) => `a${n}: body`),
      ),
    'graphql.too_wide',
  ],
  [
    'aliases, spread over fragments',
    (kind) =>
      within(
        kind,
        many(8, (n) => `...F${n}`),
        many(8, (n) => `fragment F${n} on Post { a${n}: body b${n}: body }`),
      ),
    'graphql.too_wide',
  ],
  [
    'directives, repeated',
    (kind) => within(kind, `body ${many(LIMITS.directives + 1, () => '@include(if: true)')}`),
    'graphql.too_wide',
  ],
  [
    'directives that nobody knows',
    (kind) => within(kind, `body ${many(LIMITS.directives + 1, (n) => `@nothing${n}`)}`),
    'graphql.too_wide',
  ],
  [
    'directives on the operation',
    (kind) => within(kind, 'body').replace('{', '@skip(if: true) @nothing {'),
    'graphql.invalid',
  ],
  ['@defer', (kind) => within(kind, '... @defer { body }'), 'graphql.invalid'],
  ['@stream', (kind) => within(kind, 'history @stream(initialCount: 0) { body }'), 'graphql.invalid'],
  [
    'a fragment within itself',
    (kind) => within(kind, '...A', 'fragment A on Post { id ...A }'),
    'graphql.invalid',
  ],
  [
    'fragments in a circle of forty',
    (kind) =>
      within(
        kind,
        '...C0',
        many(40, (n) => `fragment C${n} on Post { id ...C${(n + 1) % 40} }`),
      ),
    'graphql.invalid',
  ],
  [
    'fragments that double each other',
    (kind) =>
      within(
        kind,
        'author { department { ...F0 } }',
        `${doubling(4, 'Department', 'parent')} fragment F4 on Department { id }`,
      ),
    'graphql.too_wide',
  ],
  [
    'fragments that nobody spreads',
    (kind) =>
      within(
        kind,
        'id',
        many(30, (n) => `fragment U${n} on Post { id }`),
      ),
    'graphql.invalid',
  ],
  [
    'a circle of types',
    (kind) => within(kind, `author { department ${'{ parent '.repeat(20)} { id } ${'}'.repeat(20)} }`),
    'graphql.too_deep',
  ],
  [
    'one field a thousand times',
    (kind) =>
      within(
        kind,
        many(LIMITS.tokens, () => 'body'),
      ),
    'graphql.too_wide',
  ],
  ['a document of comments', (kind) => `${within(kind, 'posst')} #${'x'.repeat(30_000)}`, 'graphql.invalid'],
  ['nesting without an end', () => '{a'.repeat(900), 'graphql.malformed'],
  [
    'lists in lists',
    (kind) => within(kind, `body @include(if: ${'['.repeat(900)}${']'.repeat(900)})`),
    'graphql.invalid',
  ],
  ['a field nearly right', (kind) => within(kind, 'bodi'), 'graphql.invalid'],
  [
    'an argument nearly right',
    (kind) => within(kind, 'comments(frst: 3) { nodes { id } }'),
    'graphql.invalid',
  ],
  ['a type nearly right', (kind) => within(kind, '... on Posst { id }'), 'graphql.invalid'],
  ['a directive nearly right', (kind) => within(kind, 'body @incude(if: true)'), 'graphql.invalid'],
  [
    'the schema, beside something allowed',
    (kind) => `${within(kind, 'id')} query S { __schema { types { name } } }`,
    'graphql.invalid',
  ],
  [
    'names of the prototype',
    (kind) => within(kind, '__proto__ constructor hasOwnProperty'),
    'graphql.invalid',
  ],
];

/** What no refusal says, whatever it is about: words of the schema, of the library, of the machine, or of the request. */
const TELLS =
  /did you mean|suggest|Department|"Post"|Query\.|node_modules|\.[jt]s:|stack|syntax error|expected|unknown (type|field|arg)/i;

describe('over HTTP', () => {
  test.each(ABUSES)('%s', async (_, write, code) => {
    for (const caller of [company.eva, house.stranger()]) {
      const answer = await caller.ask(write('query'));
      expect(codesOf(answer)).toContain(code);
      expect(answer.body.data ?? null).toBeNull();
      expect(answer.text).not.toMatch(TELLS);
      expect(answer.text.length).toBeLessThan(4_000);
      expect(answer.status).toBe(400);
    }
  });

  test.each([
    ['ten at once', JSON.stringify(Array.from({ length: 10 }, () => ({ query: '{ __typename }' })))],
    ['none at all', '[]'],
    ['one in a list', '[{"query":"{ __typename }"}]'],
    ['a list in a list', '[[{"query":"{ __typename }"}]]'],
    ['as numbered fields', '{"0":{"query":"{ __typename }"},"1":{"query":"{ __typename }"}}'],
  ])('batches are not answered: %s', async (_, body) => {
    const answer = await company.eva.send(body);
    expect([answer.status, codesOf(answer)]).toEqual([400, ['input.malformed']]);
  });

  test('sign-in cannot be tried many times in one request, by aliases or by operations', async () => {
    const input = '{ email: "eva@kessler.example", organisation: "home", password: "x" }';
    const aliases = await house
      .stranger()
      .ask(`mutation { ${many(LIMITS.aliases + 1, (n) => `a${n}: signIn(input: ${input}) { sessionId }`)} }`);
    expect(codesOf(aliases)).toContain('graphql.too_wide');
    const operations = await house
      .stranger()
      .ask(many(5, (n) => `mutation M${n} { signIn(input: ${input}) { sessionId } }`));
    expect(codesOf(operations)).toEqual(['graphql.invalid']);
  });

  test.each([
    'application/graphql',
    'application/graphql; charset=utf-8',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/plain',
    'application/xml',
    'application/json-patch+json',
    'application/octet-stream',
    'application/json; charset=utf-7',
    '../../etc/passwd',
  ])('is JSON and nothing else, also with our own header: %s', async (type) => {
    const multipart =
      '--x\r\ncontent-disposition: form-data; name="operations"\r\n\r\n{"query":"{ me { employee { name } } }"}\r\n--x\r\n' +
      'content-disposition: form-data; name="map"\r\n\r\n{}\r\n--x--\r\n';
    for (const body of [
      '{"query":"{ me { employee { name } } }"}',
      '{ me { employee { name } } }',
      multipart,
    ]) {
      const answer = await company.eva.send(body, { headers: { 'content-type': type } });
      // JSON by another spelling of its charset is JSON.
      if (answer.status === 200) expect(type).toMatch(/^application\/json;/);
      else expect(codesOf(answer)).toEqual([expect.stringMatching(/^(input\.malformed|auth\.cross_site)$/)]);
      expect(answer.status).toBeLessThan(500);
    }
  });

  test('nothing is changed by a GET, whatever it is dressed up as', async () => {
    const ours = { cookie: company.eva.session, 'x-courtyard-csrf': '1' };
    for (const path of [
      '/graphql?query=mutation%20%7B%20signOutEverywhere%20%7D',
      '/graphql?query=query%20A%20%7B%20__typename%20%7D%20mutation%20B%20%7B%20signOutEverywhere%20%7D&operationName=B',
      '/graphql?query=query%20%7B%20__typename%20%7D&query=mutation%20%7B%20signOutEverywhere%20%7D',
      `/graphql?extensions=${encodeURIComponent('{"persistedQuery":{"version":1,"sha256Hash":"x"}}')}&query=mutation%7BsignOutEverywhere%7D`,
    ])
      for (const method of ['GET', 'HEAD']) {
        const answer = await house.stranger().fetch(path, { method, headers: ours });
        expect(answer.body.data ?? null).toBeNull();
        expect(answer.status).toBeGreaterThanOrEqual(400);
        expect(answer.status).toBeLessThan(500);
      }
    expect(await company.eva.code('{ me { sessionId } }')).toBeNull();
  });

  test('a header that says another method changes nothing', async () => {
    const answer = await house.stranger().fetch('/graphql?query=%7B__typename%7D', {
      headers: { 'x-http-method-override': 'POST', 'x-courtyard-csrf': '1', cookie: company.eva.session },
    });
    expect(answer.body.data).toEqual({ __typename: 'Query' });
  });

  test.each<[string, unknown]>([
    ['an own prototype', '{"__proto__":{"first":100}}'],
    ['a constructor', '{"constructor":{"prototype":{"first":100}}}'],
    ['an own prototype, deep within', '{"first":{"__proto__":{"toString":1}}}'],
    ['a million of them', `{${Array.from({ length: 20_000 }, (_, at) => `"a${at}":1`).join(',')}}`],
    ['lists in lists', `{"first":${'['.repeat(20_000)}${']'.repeat(20_000)}}`],
    ['a number without end', `{"first":1${'0'.repeat(100_000)}}`],
    ['a fraction', '{"first":1.5}'],
    ['minus nothing', '{"first":-0}'],
    ['text', '"first"'],
    ['a list', '[1]'],
  ])('variables that are %s are taken or refused, and change no other request', async (_, variables) => {
    const query = 'query ($first: Int) { feed(first: $first) { nodes { id } } }';
    const answer = await company.eva.send(`{"query":${JSON.stringify(query)},"variables":${variables}}`);
    expect(answer.status).toBeLessThan(500);
    for (const code of codesOf(answer)) expect(code).toMatch(/^(input|graphql)\./);
    expect(answer.text.length).toBeLessThan(10_000);
    expect(({} as { first?: unknown }).first).toBeUndefined();
    expect((await company.eva.tell('{ feed { nodes { id } } }'))['feed'].nodes).toHaveLength(1);
  });

  test.each<[string, object]>([
    ['an operation that is not there', { query: 'query A { __typename }', operationName: 'B' }],
    ['a name of the prototype', { query: 'query A { __typename }', operationName: '__proto__' }],
    ['a name that is a number', { query: 'query A { __typename }', operationName: 7 }],
    ['extensions that are text', { query: '{ __typename }', extensions: 'x' }],
    [
      'a hash of another text',
      { query: '{ __typename }', extensions: { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } } },
    ],
    ['a hash of the prototype', { extensions: { persistedQuery: { version: 1, sha256Hash: '__proto__' } } }],
    [
      'a hash of another version',
      { extensions: { persistedQuery: { version: 99, sha256Hash: 'a'.repeat(64) } } },
    ],
    ['a hash that is an object', { extensions: { persistedQuery: { version: 1, sha256Hash: {} } } }],
  ])('%s is refused', async (_, body) => {
    const answer = await company.eva.send(JSON.stringify(body));
    expect(answer.status).toBeLessThan(500);
    expect(codesOf(answer)).toEqual([
      expect.stringMatching(/^(input|graphql)\.|^PERSISTED_QUERY_NOT_FOUND$/),
    ]);
  });

  test('nothing is remembered for strangers: a text sent with its hash is not known by it afterwards', async () => {
    const { createHash } = await import('node:crypto');
    const query = '{ __typename a: __typename }';
    const extensions = {
      persistedQuery: { version: 1, sha256Hash: createHash('sha256').update(query).digest('hex') },
    };
    await house.stranger().send(JSON.stringify({ query, extensions }));
    const later = await house.stranger().send(JSON.stringify({ extensions }));
    expect(codesOf(later)).toEqual(['PERSISTED_QUERY_NOT_FOUND']);
  });

  test('only what is within the limits is answered: the control of all above', async () => {
    const fields = `id body ${many(LIMITS.aliases - 1, (n) => `a${n}: body`)} author { department { parent { id } } }`;
    expect(codesOf(await company.eva.ask(within('query', fields)))).toEqual([]);
  });
});

describe('on a socket', () => {
  test.each(ABUSES)('%s', async (_, write, code) => {
    const refused = await subscribe({ query: write('subscription') });
    // Of several operations, or of none that can be read, a socket says only what it is for.
    expect([code, 'live.only_subscriptions']).toContain(refused.codes[0]);
    expect(refused.text).not.toMatch(TELLS);
    expect(refused.text.length).toBeLessThan(4_000);
  });

  test.each<[string, unknown]>([
    ['a list of operations', [{ query: 'subscription { feedChanged { position } }' }]],
    ['nothing', {}],
    ['a number for a text', { query: 7 }],
    ['text for variables', { query: 'subscription { feedChanged { position } }', variables: 'x' }],
    [
      'an operation that is not there',
      { query: 'subscription A { feedChanged { position } }', operationName: 'B' },
    ],
  ])('%s is refused or closes the socket', async (_, payload) => {
    const { codes, closed } = await subscribe(payload);
    expect(codes.length > 0 || closed === 4400).toBe(true);
    for (const one of codes) expect(errorCatalogue().has(one)).toBe(true);
    expect(codes).not.toContain('server.fault');
  });

  test('a prototype in the variables changes no other request', async () => {
    await subscribe(
      '{"query":"subscription { feedChanged { posst } }","variables":{"__proto__":{"after":"x"}}}',
    );
    expect(({} as { after?: unknown }).after).toBeUndefined();
  });
});

interface Refusal {
  readonly codes: string[];
  readonly text: string;
  readonly closed?: number;
}

/** What a socket of eva's answers to one subscription; a text is sent as it stands. */
function subscribe(payload: unknown): Promise<Refusal> {
  return new Promise((done, fail) => {
    const socket = new WebSocket(`${house.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
      headers: { cookie: company.eva.session },
    });
    const end = (refusal: Refusal) => {
      done(refusal);
      socket.terminate();
    };
    socket.on('open', () => socket.send('{"type":"connection_init"}'));
    socket.on('error', fail);
    socket.on('close', (closed, reason) => done({ codes: [], text: String(reason), closed }));
    socket.on('message', (bytes) => {
      const text = String(bytes);
      const message = JSON.parse(text) as { type: string; payload?: { extensions: { code: string } }[] };
      if (message.type === 'connection_ack') {
        const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
        socket.send(`{"id":"1","type":"subscribe","payload":${body}}`);
      } else if (message.type === 'error')
        end({ codes: (message.payload ?? []).map(({ extensions }) => extensions.code), text });
      else if (message.type === 'next' || message.type === 'complete') end({ codes: [], text });
    });
  });
}
