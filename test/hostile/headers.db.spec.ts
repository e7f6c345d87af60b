import { readdirSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import sharp from 'sharp';
import { type Company, foundCompany } from '../access/company.js';
import { type House, openHouse } from '../access/house.js';

jest.setTimeout(180_000);

/** What every answer carries, whatever was asked, on the product as it is served. */
let house: House;
let company: Company;
let photo: string;
const WEB = join(import.meta.dirname, '..', '..', 'apps', 'web', 'dist');

beforeAll(async () => {
  house = await openHouse();
  company = await foundCompany(house);
  const red = await sharp({ create: { width: 300, height: 300, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  const headers = { 'content-type': 'image/png' };
  const put = await company.eva.send(red, { path: '/files/photo', method: 'PUT', headers });
  photo = (put.body as unknown as { photoUrl: string }).photoUrl;
});
afterAll(() => house?.close());

interface Heard {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** As it stands on the wire: `fetch` would tidy up addresses. */
function ask(path: string, method = 'GET', headers: Record<string, string> = {}, body?: string | Buffer) {
  const { hostname, port } = new URL(house.url);
  return new Promise<Heard>((done, fail) => {
    const asking = request({ hostname, port, path, method, headers }, (answer) => {
      answer.resume();
      answer.on('end', () =>
        done({ status: answer.statusCode ?? 0, headers: answer.headers as Heard['headers'] }),
      );
    });
    asking.on('error', fail);
    asking.end(body);
  });
}

const OF_ALL = {
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'permissions-policy': expect.stringContaining('camera=(), microphone=(), geolocation=()'),
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'x-robots-tag': 'noindex, nofollow, noarchive',
};
const TELLS = ['server', 'x-powered-by', 'access-control-allow-origin', 'via'];

const page = { accept: 'text/html' };
const json = { 'content-type': 'application/json', 'x-courtyard-csrf': '1' };
const asset = () => `/assets/${readdirSync(join(WEB, 'assets')).find((name) => name.endsWith('.js'))}`;
const eva = () => ({ cookie: company.eva.session });

const KINDS: [string, number, () => Promise<Heard>][] = [
  ['the page', 200, () => ask('/', 'GET', page)],
  ['the page of any address', 200, () => ask('/people/employee_x', 'GET', page)],
  ['only its head', 200, () => ask('/', 'HEAD', page)],
  ['an asset', 200, () => ask(asset())],
  ['a file beside them', 200, () => ask('/scheme.js')],
  ['an asset that is not there', 404, () => ask('/assets/gone.js', 'GET', page)],
  ['an asset somewhere else', 404, () => ask('/assets/..%2f..%2fpackage.json')],
  ['an operation', 200, () => ask('/graphql', 'POST', { ...json, ...eva() }, '{"query":"{ me { roles } }"}')],
  ['a refused operation', 200, () => ask('/graphql', 'POST', json, '{"query":"{ me { roles } }"}')],
  ['an operation that is none', 400, () => ask('/graphql', 'POST', json, '{"query":"{"}')],
  ['a request of another site', 400, () => ask('/graphql', 'POST', {}, '{"query":"{ __typename }"}')],
  ['a body that is too large', 413, () => ask('/graphql', 'POST', json, ' '.repeat(300_000))],
  ['what is no JSON', 400, () => ask('/graphql', 'POST', json, '{')],
  ['a photo', 200, () => ask(photo, 'GET', eva())],
  [
    'a photo known already',
    304,
    async () => {
      const { headers } = await ask(photo, 'GET', eva());
      return ask(photo, 'GET', { ...eva(), 'if-none-match': headers['etag'] ?? '' });
    },
  ],
  ['a photo for nobody', 401, () => ask(photo)],
  ['a photo that is none', 415, () => ask('/files/photo', 'PUT', { ...json, ...eva() }, 'x')],
  ['a file unknown', 404, () => ask('/files/other', 'GET', eva())],
  ['whether it lives', 200, () => ask('/health')],
  ['whether it is ready', 200, () => ask('/ready')],
  ['nothing known', 404, () => ask('/no/such/address')],
  ['nothing known, with a method', 404, () => ask('/no/such/address', 'DELETE')],
  ['an address that cannot be read', 400, () => ask('/%E0%A4%A')],
  ['an address that is endless', 404, () => ask(`/files/photo/${'x'.repeat(5_000)}/y`, 'GET', eva())],
  ['a host that is none', 400, () => ask('/graphql?query=%7B__typename%7D', 'GET', { ...json, host: ' ' })],
  ['a host in pieces', 400, () => ask('/health', 'GET', { host: 'a b' })],
  ['an echo of the request', 404, () => ask('/', 'TRACE')],
  ['a method that is none', 404, () => ask('/', 'PROPFIND')],
  ['a question before a request', 400, () => ask('/graphql', 'OPTIONS', { origin: 'https://evil.example' })],
];

test.each(KINDS)('%s (%d)', async (_, status, asked) => {
  const heard = await asked();
  expect(heard.status).toBe(status);
  expect(heard.headers).toMatchObject(OF_ALL);
  expect(TELLS.filter((name) => name in heard.headers)).toEqual([]);
  // Whatever it is: no word of the policy lets in another host, inline or evaluated script, or inline style.
  const policy = heard.headers['content-security-policy'] ?? '';
  expect(policy).toMatch(/^default-src 'none'/);
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toMatch(/unsafe|https?:|\*|data:|wss?:/);
});

test('an address that cannot be read is not quoted, and answered in the one form', async () => {
  for (const path of ['/%E0%A4%A', '/files/photo/%zz/canary', '/people/%']) {
    const answer = await fetch(`${house.url}${path}`);
    const body = (await answer.json()) as object;
    expect(body).toEqual({
      errors: [{ message: 'The request cannot be read.', extensions: { code: 'input.malformed' } }],
    });
  }
});

test('the policy of the page, word by word', async () => {
  const { headers } = await ask('/', 'GET', page);
  expect(headers['content-security-policy']?.split('; ')).toEqual([
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ]);
});

test('nobody keeps an answer but the client’s own files, and a photo for a minute', async () => {
  const kept = new Map<string, string | undefined>();
  for (const [name, , asked] of KINDS) kept.set(name, (await asked()).headers['cache-control']);
  const others = [...kept].filter(([, value]) => value !== 'no-store');
  expect(Object.fromEntries(others)).toEqual({
    'the page': 'no-cache',
    'the page of any address': 'no-cache',
    'only its head': 'no-cache',
    'a file beside them': 'no-cache',
    'an asset': 'public, max-age=31536000, immutable',
    'a photo': 'private, max-age=60',
    'a photo known already': 'private, max-age=60',
  });
});

/** Answers that Node gives before there is a request: nothing of ours is in them, so there is nothing to protect but the wire. */
test.each([
  ['no HTTP', 'GARBAGE\r\n\r\n', 400],
  ['a header without an end', `GET / HTTP/1.1\r\nhost: x\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
  [
    'two lengths',
    'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}',
    400,
  ],
  [
    'a length and pieces (request smuggling)',
    'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
    400,
  ],
  ['a line feed alone', 'GET / HTTP/1.1\nhost: x\n\n', 400],
  ['a name of a header with a space', 'GET / HTTP/1.1\r\nhost : x\r\n\r\n', 400],
  ['no host', 'GET /health HTTP/1.1\r\n\r\n', 400],
])('what is no request is refused and the connection closed: %s', async (_, bytes, status) => {
  const { hostname, port } = new URL(house.url);
  const heard = await new Promise<string>((done, fail) => {
    let text = '';
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    socket.on('data', (part) => (text += part));
    socket.on('error', fail);
    socket.on('close', () => done(text));
  });
  expect(heard).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  expect(heard.toLowerCase()).toContain('connection: close');
  expect(heard).not.toMatch(/node|fastify|stack|\.js/i);
});

test('https is asked for where the house is reached over it, subdomains included, and nowhere else', async () => {
  expect((await ask('/', 'GET', page)).headers).not.toHaveProperty('strict-transport-security');
  const publicUrl = 'https://courtyard.example';
  const behind = await openHouse({ settings: { publicUrl }, database: house.database });
  try {
    for (const header of ['x-forwarded-host', 'x-forwarded-proto']) {
      const headers = { ...json, [header]: 'a b' };
      const { status } = await fetch(`${behind.url}/graphql?query=%7B__typename%7D`, { headers });
      expect(status).toBe(400);
    }
    for (const path of ['/', '/health', '/graphql', '/no/such/address', '/files/photo/x/y']) {
      const { headers } = await fetch(`${behind.url}${path}`);
      expect(headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains');
    }
  } finally {
    await behind.close();
  }
});
