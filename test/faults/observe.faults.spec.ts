import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../../apps/egress/fixtures/egress-process.js';
import { freePort } from '../fixtures/free-port.js';
import { type Product, startProduct } from '../journeys/product.js';

/** The whole product in production, with everything on that looks at it, and every way out watched. */
const NETWORK = join(import.meta.dirname, 'fixtures', 'watch-network.mjs');
const CANARY = 'zqcanarykw';
let product: Product;
let first: number;
let network: string;
const aside = mkdtempSync(join(tmpdir(), 'courtyard-observe-'));

beforeAll(async () => {
  network = join(aside, 'network.log');
  first = await freePort(PARTS.length);
  product = await startProduct({
    NODE_ENV: 'production',
    ORGANISATION_NAME: CANARY,
    ADMINISTRATOR_EMAIL: `${CANARY}@kessler.example`,
    METRICS_PORT: String(first),
    TRACE_SHARE: '1',
    NODE_OPTIONS: `--import ${NETWORK}`,
    NETWORK_LOG: network,
    // Built already; under npx it would look again, by ways that are closed here.
    npm_lifecycle_event: 'test',
  });
}, 120_000);
afterAll(async () => {
  await product?.stop();
  rmSync(aside, { recursive: true, force: true });
});

const PARTS = ['api', 'egress', 'sequencer'] as const;
const ask = async (part: (typeof PARTS)[number], path: string) => {
  const answer = await fetch(`http://127.0.0.1:${first + PARTS.indexOf(part)}${path}`);
  return { status: answer.status, text: await answer.text() };
};
const namesIn = (text: string) => [
  ...new Set(Array.from(text.matchAll(/^(courtyard_\w+)/gm), ([, name = '']) => name)),
];

async function graphql(query: string, variables: object): Promise<string> {
  const answer = await fetch(`${product.url}/graphql?who=${CANARY}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-courtyard-csrf': '1',
      'user-agent': CANARY,
      cookie: `courtyard_session=${CANARY}`,
      traceparent: `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01`,
      baggage: CANARY,
    },
    body: JSON.stringify({ query, variables }),
  });
  return answer.text();
}

test('every process says on its own port that it lives, works, and what it counted', async () => {
  await until(async () => (await ask('egress', '/ready')).status === 200, 'Egress');
  for (const part of PARTS) {
    expect([part, await ask(part, '/health')]).toEqual([part, { status: 200, text: 'ok\n' }]);
    expect([part, await ask(part, '/ready')]).toEqual([part, { status: 200, text: 'ok\n' }]);
  }
  expect(namesIn((await ask('sequencer', '/metrics')).text)).toEqual(
    expect.arrayContaining(['courtyard_log_waiting_seconds', 'courtyard_log_unsigned_seconds']),
  );
  expect(namesIn((await ask('api', '/metrics')).text)).toEqual(
    expect.arrayContaining(['courtyard_outbox_lag_seconds', 'courtyard_pool_connections']),
  );
});

test('egress counts nothing but what its log tells: not how long it took, nor how busy it was', async () => {
  const names = namesIn((await ask('egress', '/metrics')).text);
  expect(names).toContain('courtyard_egress_look_timestamp_seconds');
  const allowed = [
    'courtyard_deliveries_total',
    'courtyard_mails_total',
    'courtyard_egress_look_timestamp_seconds',
  ];
  expect(names.filter((name) => !allowed.includes(name))).toEqual([]);
});

test('what is asked, by whom and of whom stands nowhere', async () => {
  for (let tries = 0; tries < 3; tries++)
    await graphql(
      `query ${CANARY} { __typename } mutation ${CANARY}2($i: SignInInput!) { signIn(input: $i) { __typename } }`,
      { i: { email: `${CANARY}@kessler.example`, password: CANARY, organisation: CANARY } },
    );
  await graphql('mutation ($i: SignInInput!) { signIn(input: $i) { __typename } }', {
    i: { email: `${CANARY}@kessler.example`, password: CANARY },
  });
  await fetch(`${product.url}/people/${CANARY}?q=${CANARY}`);
  const path = join(product.folder, 'traces', 'api.jsonl');
  await until(
    async () => product.printed().includes('"/client"') && existsSync(path),
    'A line about a request',
  );
  const numbers = await Promise.all(PARTS.map(async (part) => (await ask(part, '/metrics')).text));
  const traces = readFileSync(path, 'utf8');
  for (const text of [...numbers, traces]) expect(text).not.toContain(CANARY);
  expect(statSync(path).mode & 0o077).toBe(0);
  // The one line for a person holds the address of the first way in, and nothing else does.
  const lines = product
    .printed()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));
  expect(JSON.stringify(lines)).not.toContain(CANARY);
  expect(lines).toContainEqual(expect.objectContaining({ process: 'supervisor', event: 'started' }));
  expect(lines).toContainEqual(
    expect.objectContaining({
      process: 'api',
      event: 'request',
      method: 'POST',
      route: '/graphql',
      operation: 'other',
    }),
  );
  for (const line of lines)
    expect(Object.keys(line)).toEqual(expect.arrayContaining(['level', 'time', 'process', 'event']));
});

test('none of it goes out: the collector comes and fetches', () => {
  const tried = readFileSync(network, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { part: string; isAllowed: boolean });
  expect(tried.filter(({ part, isAllowed }) => part !== 'egress' && part !== 'cli' && !isAllowed)).toEqual(
    [],
  );
  expect(tried.some(({ part }) => part === 'api')).toBe(true);
});

test('a port that is taken is said before anything starts', async () => {
  const other = { METRICS_PORT: String(first - 2), PORT: '0' };
  await expect(startProduct(other)).rejects.toThrow(`Port ${first} is in use`);
});
