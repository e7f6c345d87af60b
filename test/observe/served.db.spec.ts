import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { declaredMetrics } from '@courtyard/observe';
import { Client } from 'pg';
import { askEverybody, proveAgain, shownOf } from '../access/asking.js';
import { type Company, foundCompany, publish } from '../access/company.js';
import { type House, openHouse } from '../access/house.js';
import { documentOf } from '../live/fixtures/documents.js';

jest.setTimeout(120_000);

/** What the served api tells of its requests, by numbers, lines and traces: the closed words of the code, and of some nothing. */
let house: House;
let company: Company;
let log = '';

const known = new Map(
  ['Feed', 'Me', 'AnswerConsent', 'AskedOfMe', 'WithdrawConsent'].map((name) => {
    const text = documentOf(name);
    return [createHash('sha256').update(text).digest('hex'), text];
  }),
);

beforeAll(async () => {
  house = await openHouse({
    settings: {
      environment: 'production',
      metrics: { host: '127.0.0.1', port: 0 },
      traceShare: 1,
    },
    also: { known, logTo: { write: (text) => (log += text) } },
  });
  company = await foundCompany(house);
});
afterAll(() => house?.close());

const metrics = async () => (await fetch(`http://127.0.0.1:${house.served.metricsPort}/metrics`)).text();
const settled = () => new Promise((resolve) => setTimeout(resolve, 100));
const traces = () => {
  const path = join(house.folder, 'traces', 'api.jsonl');
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
};

/** Every number by its name and labels. */
async function numbers(): Promise<Map<string, number>> {
  await settled();
  const lines = (await metrics()).split('\n').filter((line) => line && !line.startsWith('#'));
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]));
}

/** What went up while `work` was done, times and gauges left out. */
async function counted(
  work: () => Promise<unknown>,
  of = /^courtyard_(requests|operations)_total/,
): Promise<Record<string, number>> {
  const before = await numbers();
  await work();
  const after = await numbers();
  const grown = [...after].map(([name, value]) => [name, value - (before.get(name) ?? 0)] as const);
  return Object.fromEntries(grown.filter(([name, by]) => by !== 0 && of.test(name)));
}

/** The lines about requests while `work` was done. */
async function lines(work: () => Promise<unknown>): Promise<Record<string, unknown>[]> {
  await settled();
  log = '';
  await work();
  await settled();
  return log
    .trimEnd()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
    .filter(({ event }) => event === 'request');
}

const graphql = (code: string) => `courtyard_requests_total{route="/graphql",code="${code}"}`;
const operation = (name: string, code: string) =>
  `courtyard_operations_total{operation="${name}",code="${code}"}`;

test('an operation of the client is counted under its name, and everything else under none', async () => {
  const { eva } = company;
  const feed = () => eva.ask(documentOf('Feed'), { first: 5 });
  expect(await counted(feed)).toEqual({ [graphql('ok')]: 1, [operation('Feed', 'ok')]: 1 });
  const asked = 'query Bill_Kowalczyk_is_late { me { __typename } }';
  expect(await counted(() => eva.ask(asked))).toEqual({ [graphql('ok')]: 1, [operation('other', 'ok')]: 1 });
  // Ours by its text only, not by what it calls itself.
  expect(await counted(() => eva.ask('query Feed { me { __typename } }'))).toEqual({
    [graphql('ok')]: 1,
    [operation('other', 'ok')]: 1,
  });
  expect(await counted(() => house.stranger().ask(documentOf('Feed'), { first: 5 }))).toEqual({
    [graphql('auth.signed_out')]: 1,
    [operation('Feed', 'auth.signed_out')]: 1,
  });
  expect(await counted(() => eva.ask('{ nothing'))).toEqual({
    [graphql('graphql.malformed')]: 1,
    [operation('other', 'graphql.malformed')]: 1,
  });
  expect(await counted(() => eva.fetch('/files/photo/employee_x/y', {}))).toEqual({
    'courtyard_requests_total{route="/files/photo/:employee/:token",code="auth.signed_out"}': 1,
  });
  expect(await counted(() => eva.fetch('/Bill/Kowalczyk', {}))).toEqual({
    'courtyard_requests_total{route="/client",code="not_found"}': 1,
  });
  expect((await metrics()) + log + traces()).not.toMatch(/Bill|Kowalczyk/);
});

test('the statements of a page are counted with it', async () => {
  const name = 'courtyard_operation_statements_sum{operation="Feed"}';
  const before = (await numbers()).get(name) ?? 0;
  await company.eva.ask(documentOf('Feed'), { first: 5 });
  expect(((await numbers()).get(name) ?? 0) - before).toBe(2);
});

test('a line about a request says what was asked, by our own words, and nothing of who asked', async () => {
  const { eva } = company;
  const told = await lines(async () => {
    await eva.ask(documentOf('Feed'), { first: 5 });
    await eva.fetch('/files/photo/employee_x/y?size=Bill', {});
    await eva.fetch('/health', {});
  });
  expect(told).toEqual([
    {
      ...{ level: 30, time: expect.any(String), process: 'api', event: 'request' },
      ...{
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
      },
      ...{ method: 'POST', route: '/graphql', operation: 'Feed', status: 200, code: 'ok' },
      millis: expect.any(Number),
    },
    expect.objectContaining({
      ...{ method: 'GET', route: '/files/photo/:employee/:token', status: 401, code: 'auth.signed_out' },
    }),
  ]);
  const own = [eva.id.split('_')[1], eva.name, eva.email, 'Mozilla', '127.0.0.1', 'undici', 'node'];
  for (const word of own) expect(log).not.toContain(word);
});

test('a trace says which statements were sent, by their digests, and believes nobody about where it began', async () => {
  const { eva } = company;
  const parent = `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01`;
  await eva.send(JSON.stringify({ query: documentOf('Feed'), variables: { first: 5 } }), {
    headers: { traceparent: parent, tracestate: 'bill=kowalczyk', baggage: 'who=bill' },
  });
  await settled();
  const [line] = traces()
    .trimEnd()
    .split('\n')
    .filter((one) => one.includes('"Feed"'))
    .slice(-1);
  const { spans } = JSON.parse(line ?? '').resourceSpans[0].scopeSpans[0];
  expect(spans.map(({ name }: { name: string }) => name)).toEqual(['flight', 'flight', 'request']);
  const keys = spans.flatMap(({ attributes }: { attributes: { key: string }[] }) =>
    attributes.map(({ key }) => key),
  );
  expect([...new Set(keys)].sort()).toEqual([
    'courtyard.code',
    'courtyard.statements',
    'graphql.operation.name',
    'http.route',
  ]);
  expect(traces()).not.toMatch(/(ab){8}|(cd){8}|bill|kowalczyk|tracestate|user_agent|url|127\.0|select/i);
});

describe('what somebody says about their own data', () => {
  /** Everything that could tell a yes from a no, and either from nothing. */
  async function left(work: () => Promise<unknown>) {
    await settled();
    const before = traces();
    let numbers = {};
    const told = await lines(async () => {
      // Relay and readiness look by their own clocks, each with a pool of its own, and connect anew when they like.
      numbers = await counted(work, /_(total|count|sum)(\{(?!pool="(relay|audit)")|$)/);
    });
    return { numbers, told, traces: traces().slice(before.length) };
  }
  const NOTHING = { numbers: {}, told: [], traces: '' };

  test('leaves no number, no line and no trace: a proof, a look, a yes, a no, a refusal', async () => {
    const owner = new Client({ connectionString: house.database.ownerUrl });
    await owner.connect();
    const { card } = await askEverybody(company, owner);
    await owner.end();
    const { max, ron } = company;
    const version = new Map<typeof max, string>();
    for (const who of [max, ron]) version.set(who, await shownOf(who, card, 'Employee.name'));
    const answer = (who: typeof max, yes: boolean) => ({
      input: { requestId: card, answers: [{ fieldKey: 'Employee.name', yes, version: version.get(who) }] },
    });
    const codes: (string | null)[] = [];
    const said = async (who: typeof max, given: boolean) =>
      void codes.push(await who.code(documentOf('AnswerConsent'), answer(who, given)));
    expect(await left(() => max.ask(documentOf('AskedOfMe')))).toEqual(NOTHING);
    expect(await left(() => said(max, true))).toEqual(NOTHING);
    expect(await left(() => proveAgain(max))).toEqual(NOTHING);
    expect(await left(() => said(max, true))).toEqual(NOTHING);
    expect(await left(() => said(ron, false))).toEqual(NOTHING);
    // Also in words of their own, beside something that is told, and through a fragment.
    const mixed =
      'query { ...a me { __typename } } fragment a on Query { ... on Query { myLimits { __typename } } }';
    expect(await left(() => ron.tell(mixed))).toEqual(NOTHING);
    expect(codes).toEqual(['auth.reauthentication_needed', null, null]);
  });

  test('control: an operation that is told leaves all three', async () => {
    const { numbers, told, traces: traced } = await left(() => company.ron.tell(documentOf('Me')));
    // Requests, operations, and how long and how many statements they took.
    expect(Object.keys(numbers)).toHaveLength(6);
    expect(told).toHaveLength(1);
    expect(traced).toContain('"Me"');
  });
});

test('every number has a name of the catalogue, and labels of closed lists', async () => {
  await publish(company.eva, 'words', [{ kind: 'organisation' }]);
  await company.eva.ask('mutation ($e: ID!) { revealField(employeeId: $e, field: birthday) { value } }', {
    e: company.max.id,
  });
  // The answer may be there a moment before what it appended is counted.
  let text = await metrics();
  for (let looks = 0; looks < 50 && !text.includes('courtyard_audit_append_seconds_count'); looks++) {
    await new Promise((done) => setTimeout(done, 100));
    text = await metrics();
  }
  const declared = declaredMetrics();
  const series = new Map(declared.flatMap((one) => one.series.map((name) => [name, one] as const)));
  for (const line of text.split('\n').filter((one) => one && !one.startsWith('#'))) {
    const [, name = '', labels = ''] = /^(\w+)(?:\{(.*)\})? \S+$/.exec(line) ?? [];
    const metric = series.get(name);
    expect([line, metric !== undefined]).toEqual([line, true]);
    const names = Array.from(labels.matchAll(/(\w+)="/g), ([, label = '']) => label);
    const allowed = [...(metric?.labels ?? []), ...(name.endsWith('_bucket') ? ['le'] : [])];
    expect(names.filter((label) => !allowed.includes(label))).toEqual([]);
    expect(line).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}|@/);
  }
  expect(text).toContain('courtyard_audit_append_seconds_count');
  expect(text).toContain('courtyard_outbox_lag_seconds 0');
  expect(text).toMatch(/courtyard_pool_connections\{pool="api",state="(busy|idle)"\} \d/);
  expect(text).toContain('courtyard_event_loop_delay_seconds{quantile="0.99"}');
});

test('the port of everybody serves no numbers', async () => {
  for (const path of ['/metrics', '/metrics/']) {
    const { status, text } = await house.stranger().fetch(path, { headers: { accept: 'text/html' } });
    expect(status).toBe(404);
    expect(text).not.toContain('courtyard_');
  }
});

test('sockets are counted in tens: nobody learns who has come in', async () => {
  const { Socket } = await import('../canary/socket.js');
  const open = Array.from({ length: 9 }, () => new Socket(house.url, company.eva.session));
  for (const socket of open) await socket.subscribe('subscription { feedChanged { position } }');
  await settled();
  expect((await numbers()).get('courtyard_live_sockets')).toBe(0);
  const tenth = new Socket(house.url, company.max.session);
  await tenth.subscribe('subscription { feedChanged { position } }');
  await settled();
  expect((await numbers()).get('courtyard_live_sockets')).toBe(10);
  for (const socket of [...open, tenth]) socket.close();
});

test('a request whose caller is gone is over', async () => {
  await house.stranger().ask('{ __typename }');
  const gone = new AbortController();
  const asked = fetch(`${house.url}/graphql`, {
    method: 'POST',
    body: JSON.stringify({ query: documentOf('Feed') }),
    headers: { 'content-type': 'application/json', 'x-courtyard-csrf': '1', cookie: company.eva.session },
    signal: gone.signal,
  }).catch(() => undefined);
  gone.abort();
  await asked;
  expect((await numbers()).get('courtyard_requests_in_flight')).toBe(0);
});
