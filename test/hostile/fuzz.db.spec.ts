import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { errorCatalogue } from '@courtyard/errors';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import fc from 'fast-check';
import { type GraphQLSchema, isEnumType } from 'graphql';
import { WebSocket } from 'ws';
import type { Answer, Caller } from '../access/caller.js';
import { type Company, comment, foundCompany, publish } from '../access/company.js';
import { type House, openHouse } from '../access/house.js';
import { operationsOf } from '../access/operations.js';

jest.setTimeout(300_000);

/**
 * Whatever is sent, the house answers with a stable code and goes on: never a fault of ours, a broken connection, or a value
 * that was sent. A failing case is told with the seed that repeats it.
 */
let house: House;
let company: Company;
let schema: GraphQLSchema;
let ids: string[];

beforeAll(async () => {
  house = await openHouse();
  company = await foundCompany(house);
  schema = house.app.get(GraphQLSchemaHost).schema;
  // Of somebody who asks nothing strange: Eva may hit upon taking back what is hers.
  await publish(company.max, 'Guten Morgen', [{ kind: 'organisation' }]);
  const post = await publish(company.eva, 'Guten Abend', [{ kind: 'organisation' }]);
  const remark = await comment(company.max, post, 'Morgen');
  const { ron, ida, sales, circle } = company;
  ids = [
    post,
    remark,
    ron.id,
    ida.id,
    sales,
    circle,
    `post_${'0'.repeat(8)}-0000-7000-8000-${'0'.repeat(12)}`,
  ];
});
afterAll(() => house?.close());

/** No fault, and nothing but the catalogue's own codes and sentences. */
function assertSound({ status, body, text }: Answer): void {
  expect(status).toBeLessThan(500);
  for (const { message, extensions } of body.errors ?? []) {
    if (extensions.code === 'PERSISTED_QUERY_NOT_FOUND') continue;
    expect(extensions.code).not.toMatch(/^server\./);
    expect(message).toBe(errorCatalogue().get(extensions.code)?.message);
  }
  if (status !== 200) expect(text.length).toBeLessThan(10_000);
}
afterEach(async () => {
  // Still there, and as before.
  const { nodes } = (await company.eva.tell('{ feed { nodes { body } } }'))['feed'];
  expect(nodes.map(({ body }: { body: string }) => body)).toContain('Guten Morgen');
});

const strange = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.constantFrom(
    ...[
      '',
      ' ',
      '\u0000',
      '\ud800',
      '\u202e',
      '\ufeff',
      '%',
      '%00',
      '../../etc/passwd',
      "'; drop table post; --",
    ],
    ...[
      '__proto__',
      'constructor',
      'null',
      'NaN',
      '-1',
      '1e999',
      '9'.repeat(400),
      'x'.repeat(30_000),
      '{}',
      '[]',
    ],
    ...['2024-02-30', '0000-01-01', '9999-12-31T23:59:60Z', '\u0661', 'e\u0301', '👩‍👩‍👧'],
  ),
);
const anything: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: strange },
  { weight: 4, arbitrary: fc.nat(6).map((at) => ids[at]) },
  { weight: 2, arbitrary: fc.oneof(fc.integer(), fc.double(), fc.boolean(), fc.constant(null)) },
  { weight: 1, arbitrary: fc.constantFrom(2 ** 31, -(2 ** 31) - 1, 2 ** 53, 1e308, -0) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
);

/** These end sessions, or cost a tenth of a second each. */
const ELSEWHERE = new Set(['signOut', 'signOutEverywhere', 'signIn', 'acceptInvitation', 'revokeSession']);

test('every operation, with anything in every place', async () => {
  const names = operationsOf(schema, 0, () => undefined)
    .filter(({ kind, name }) => kind !== 'subscription' && !ELSEWHERE.has(name))
    .map(({ name }) => name);
  expect(names.length).toBeGreaterThan(60);
  const callers = () => [company.eva, company.gus, company.ada, house.stranger()];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...names),
      fc.nat(3),
      fc.array(anything, { minLength: 10, maxLength: 10 }),
      fc.boolean(),
      async (name, who, values, sparing) => {
        let at = 0;
        const fill = ({ type, required }: { type: { name: string }; required: boolean }) => {
          if (sparing && !required) return undefined;
          const value = values[at++ % values.length];
          // Otherwise hardly anything would get past the types.
          if (isEnumType(type)) return typeof value === 'number' ? value : type.getValues()[0]?.name;
          if (type.name === 'Int') return typeof value === 'string' ? value.length : value;
          if (type.name === 'Boolean') return typeof value === 'string' ? true : value;
          return typeof value === 'number' ? String(value) : value;
        };
        const operation = operationsOf(schema, 0, fill).find((one) => one.name === name);
        const caller = callers()[who] as Caller;
        assertSound(await caller.ask(operation?.query ?? '', operation?.variables));
      },
    ),
    { numRuns: 700 },
  );
});

test('what the built client asks by hash, with anything for its variables', async () => {
  const built = join(import.meta.dirname, '..', '..', 'apps', 'web', 'dist', 'persisted-documents.json');
  const known = Object.entries(JSON.parse(readFileSync(built, 'utf8')) as Record<string, string>).filter(
    ([, text]) => /\bquery \w/.test(text),
  );
  expect(known.length).toBeGreaterThan(10);
  const variablesOf = (text: string) => Array.from(text.matchAll(/\$(\w+):/g), ([, name = '']) => name);
  const values = fc.array(anything, { minLength: 6, maxLength: 6 });
  const more = fc.oneof(fc.constant({}), fc.dictionary(strange, anything, { maxKeys: 3 }));
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...known),
      fc.nat(2),
      values,
      more,
      async ([hash, text], who, given, besides) => {
        const variables = Object.fromEntries(
          variablesOf(text).map((name, at) => [name, given[at % given.length]]),
        );
        const extensions = { persistedQuery: { version: 1, sha256Hash: hash } };
        const caller = [company.eva, company.gus, house.stranger()][who] as Caller;
        const answer = await caller.send(
          JSON.stringify({ variables: { ...variables, ...besides }, extensions }),
        );
        assertSound(answer);
      },
    ),
    { numRuns: 500 },
  );
});

test('cursors that somebody made', async () => {
  const pages = ['feed', 'employees', 'communities', 'departments', 'employeeLooks', 'auditLog'].filter(
    (name) =>
      schema
        .getQueryType()
        ?.getFields()
        [name]?.args.some((argument) => argument.name === 'after'),
  );
  expect(pages.length).toBeGreaterThan(2);
  const part = fc.oneof(
    strange,
    fc.uuid(),
    fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
    fc.bigInt().map(String),
  );
  const made = fc.oneof(
    fc.tuple(part, part).map((both) => Buffer.from(JSON.stringify(both)).toString('base64url')),
    fc.jsonValue({ maxDepth: 3 }).map((value) => Buffer.from(JSON.stringify(value)).toString('base64url')),
    strange,
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...pages), made, async (name, after) => {
      const query = `query ($after: String) { ${name}(after: $after) { pageInfo { endCursor } } }`;
      assertSound(await company.ada.ask(query, { after }));
    }),
    { numRuns: 600 },
  );
});

test('documents of random words', async () => {
  const word = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.constantFrom('{', '}', '(', ')', ':', '!', '$', '...', '@', '[', ']', '=', '|', '&'),
    },
    {
      weight: 6,
      arbitrary: fc.constantFrom(
        ...[
          'query',
          'mutation',
          'subscription',
          'fragment',
          'on',
          'feed',
          'nodes',
          'id',
          'me',
          'Post',
          'first',
          '20',
        ],
        ...[
          'include',
          'if',
          'true',
          'null',
          '"x"',
          '"""x"""',
          '__typename',
          '__schema',
          'extend',
          'schema',
          'type',
        ],
      ),
    },
    { weight: 1, arbitrary: strange },
  );
  const whole = fc
    .tuple(
      fc.constantFrom('{ feed { nodes {', 'query ($a: ID) { node(id: $a) {', '{'),
      fc.array(word, { maxLength: 25 }),
    )
    .map(([begin, words]) => `${begin} ${words.join(' ')} ${'}'.repeat(begin.split('{').length - 1)}`);
  const any = fc.array(word, { maxLength: 40 }).map((words) => words.join(' '));
  await fc.assert(
    fc.asyncProperty(fc.oneof(whole, any), async (query) => assertSound(await company.eva.ask(query, {}))),
    { numRuns: 800 },
  );
});

test('bodies of random bytes, and JSON with bytes changed', async () => {
  const good = Buffer.from(
    JSON.stringify({ query: 'query ($n: Int) { feed(first: $n) { nodes { id } } }', variables: { n: 3 } }),
  );
  const changed = fc
    .array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 5 })
    .map((changes) => {
      const bytes = Buffer.from(good);
      for (const [at, value] of changes) bytes[at] = value;
      return bytes;
    });
  const cut = fc.nat(good.length).map((end) => good.subarray(0, end));
  const shaped = fc
    .record(
      { query: anything, variables: anything, operationName: anything, extensions: anything },
      { requiredKeys: [] },
    )
    .map((body) => Buffer.from(JSON.stringify(body)));
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.uint8Array({ maxLength: 200 }), changed, cut, shaped), async (body) =>
      assertSound(await company.eva.send(body)),
    ),
    { numRuns: 800 },
  );
});

test('addresses and headers', async () => {
  const path = fc
    .tuple(
      fc.constantFrom(
        '/',
        '/graphql',
        '/files/photo/',
        '/files/',
        '/assets/',
        '/health',
        '/ready',
        '/people/',
      ),
      fc.array(
        fc.oneof(
          fc.constantFrom(
            '..',
            '%2e%2e',
            '%2f',
            '%00',
            '%',
            '//',
            '\\',
            ';',
            '?',
            '?query=',
            '&',
            '#',
            '%c0%af',
            'a',
          ),
          fc.webPath(),
          fc.webQueryParameters(),
        ),
        { maxLength: 6 },
      ),
    )
    .map(([begin, parts]) => begin + parts.join(''));
  const header = fc.tuple(
    fc.constantFrom(
      'accept',
      'cookie',
      'origin',
      'host',
      'content-type',
      'if-none-match',
      'range',
      'traceparent',
    ),
    fc.oneof(
      fc.string({ unit: 'grapheme-ascii', maxLength: 60 }),
      fc.constantFrom(
        'null',
        'bytes=0-18446744073709551615',
        'text/html',
        '*/*',
        `courtyard_session=${'x'.repeat(66)}`,
      ),
      fc.constantFrom('x'.repeat(9_000), '00-00000000000000000000000000000000-0000000000000000-ff', ';;;==='),
    ),
  );
  const method = fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS');
  await fc.assert(
    fc.asyncProperty(method, path, fc.array(header, { maxLength: 3 }), async (asked, where, headers) => {
      const answer = await raw(asked, where, Object.fromEntries(headers));
      expect(answer.status).toBeLessThan(500);
      expect(answer.nosniff || answer.status === 400 || answer.status === 431).toBe(true);
    }),
    { numRuns: 1_000 },
  );
});

test('messages on a socket', async () => {
  const message = fc.oneof(
    fc
      .record(
        {
          id: fc.oneof(strange, fc.constant('1')),
          type: fc.constantFrom(
            'connection_init',
            'subscribe',
            'complete',
            'ping',
            'pong',
            'next',
            '__proto__',
          ),
          payload: fc.oneof(
            anything,
            fc.record(
              {
                query: fc.oneof(strange, fc.constant('subscription { feedChanged { position } }')),
                variables: anything,
                operationName: anything,
                extensions: anything,
              },
              { requiredKeys: ['query'] },
            ),
          ),
        },
        { requiredKeys: [] },
      )
      .map((one) => JSON.stringify(one)),
    strange,
    fc.uint8Array({ maxLength: 60 }),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.boolean(),
      fc.array(message, { minLength: 1, maxLength: 5 }),
      async (greets, messages) => {
        const { heard, closed } = await talk(greets ? ['{"type":"connection_init"}', ...messages] : messages);
        // Our own numbers and the protocol's; 1011 and 4500 would be faults of ours.
        if (closed !== null) expect([1000, 1007, 1009, 4400, 4401, 4408, 4409, 4429]).toContain(closed);
        expect(heard).not.toMatch(/server\.fault|node_modules|SyntaxError/);
      },
    ),
    { numRuns: 150 },
  );
});

/** Says all of it on a socket of eva's, and then asks whether the other end is still there: by then all was read. */
function talk(messages: readonly (string | Uint8Array)[]): Promise<{ heard: string; closed: number | null }> {
  return new Promise((done, fail) => {
    let heard = '';
    const socket = new WebSocket(`${house.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
      headers: { cookie: company.eva.session },
    });
    socket.on('error', fail);
    socket.on('message', (text) => (heard += String(text)));
    socket.on('close', (closed) => done({ heard, closed }));
    socket.on('open', () => {
      for (const one of messages) socket.send(one);
      socket.ping();
    });
    socket.on('pong', () => {
      done({ heard, closed: null });
      socket.terminate();
    });
  });
}

/** As it stands on the wire; 400 where Node itself would not send it. */
function raw(method: string, path: string, headers: Record<string, string>) {
  const { hostname, port } = new URL(house.url);
  return new Promise<{ status: number; nosniff: boolean }>((done, fail) => {
    try {
      const asking = request({ hostname, port, path, method, headers, timeout: 20_000 }, (answer) => {
        answer.resume();
        answer.on('end', () =>
          done({
            status: answer.statusCode ?? 0,
            nosniff: answer.headers['x-content-type-options'] === 'nosniff',
          }),
        );
      });
      asking.on('timeout', () => asking.destroy(new Error(`No answer to ${method} ${path}`)));
      asking.on('error', fail);
      asking.end();
    } catch {
      done({ status: 400, nosniff: true });
    }
  });
}
