import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** `npm run audit` with the real npm, against a registry that is a server of this test. */
jest.setTimeout(60_000);

const ROOT = join(import.meta.dirname, '..', '..');
const BULK = '/-/npm/v1/security/advisories/bulk';
const DAY = 24 * 60 * 60 * 1000;
const day = (fromToday: number) => new Date(Date.now() + fromToday * DAY).toISOString().slice(0, 10);

const ADVISORY = {
  ...{ id: 1_000_001, url: 'https://advisories.example/GHSA-aaaa-bbbb-cccc', title: 'It can be pulled' },
  ...{ severity: 'low', vulnerable_versions: '<2.0.0', cwe: [], cvss: { score: 0, vectorString: null } },
};
const EXCEPTION = {
  ...{ advisory: 'GHSA-aaaa-bbbb-cccc', package: 'lever', reason: 'Nothing here pulls it.', until: day(30) },
};

let folder: string;
let registry: Server;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let asked: { url: string | undefined; body: unknown }[] = [];

const json = (status: number, body: unknown) => (_: IncomingMessage, response: ServerResponse) =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

beforeAll(async () => {
  registry = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const bytes = Buffer.concat(parts);
      const text = request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes;
      asked.push({ url: request.url, body: text.length > 0 ? JSON.parse(String(text)) : null });
      if (request.url === BULK) answer(request, response);
      else json(404, {})(request, response);
    });
  });
  await new Promise<void>((done) => registry.listen(0, '127.0.0.1', done));
});
afterAll(async () => {
  registry.closeAllConnections();
  await new Promise((done) => registry.close(done));
});

beforeEach(() => {
  asked = [];
  folder = mkdtempSync(join(tmpdir(), 'courtyard-audit-'));
  mkdirSync(join(folder, 'scripts'));
  const dependencies = { lever: '1.0.0' };
  const devDependencies = { spring: '1.0.0' };
  const root = { name: 'machine', version: '1.0.0', dependencies, devDependencies };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(root));
  const packages = {
    '': root,
    'node_modules/lever': { version: '1.0.0' },
    'node_modules/spring': { version: '1.0.0', dev: true },
  };
  const lock = { name: 'machine', version: '1.0.0', lockfileVersion: 3, requires: true, packages };
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lock));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const except = (...exceptions: object[]) =>
  writeFileSync(join(folder, 'scripts', 'audit-exceptions.json'), JSON.stringify(exceptions));

async function audit(env: NodeJS.ProcessEnv = {}): Promise<{ code: number | null; said: string }> {
  const { port } = registry.address() as AddressInfo;
  const child = spawn(process.execPath, [join(ROOT, 'scripts', 'audit.mjs'), folder], {
    env: {
      ...process.env,
      ...{
        npm_config_registry: `http://someone:secret-word@127.0.0.1:${port}/`,
        npm_config_fetch_retries: '0',
      },
      ...{ npm_config_cache: join(folder, 'cache'), NODE_ENV: 'production', ...env },
    },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text));
  const code = await new Promise<number | null>((done) => child.on('close', done));
  expect(said).not.toContain('secret-word');
  return { code, said };
}

test('nothing known is 0, and every package was asked about, those for development included', async () => {
  answer = json(200, {});
  expect(await audit()).toEqual({
    code: 0,
    said: '2 packages checked, 0 known vulnerabilities, 0 of the exceptions in use.\n',
  });
  expect(asked).toEqual([{ url: BULK, body: { lever: ['1.0.0'], spring: ['1.0.0'] } }]);
});

test('what is set up for installing leaves nothing out', async () => {
  answer = json(200, { spring: [ADVISORY] });
  const { code } = await audit({
    ...{ npm_config_omit: 'dev', npm_config_audit: 'false', npm_config_audit_level: 'critical' },
  });
  expect(code).toBe(1);
});

test.each(['lever', 'spring'])('whatever is known against %s fails, and is named', async (name) => {
  answer = json(200, { [name]: [ADVISORY] });
  const { code, said } = await audit();
  expect(code).toBe(1);
  expect(said).toContain(`low: ${name} <2.0.0: It can be pulled (GHSA-aaaa-bbbb-cccc)\n`);
});

test('an exception with a reason and an end lets it through, for that package alone', async () => {
  except(EXCEPTION);
  answer = json(200, { lever: [ADVISORY] });
  expect((await audit()).code).toBe(0);
  answer = json(200, { lever: [ADVISORY], spring: [ADVISORY] });
  expect((await audit()).code).toBe(1);
});

test.each<[string, object, RegExp]>([
  ['has ended', { until: day(-1) }, /ended on/],
  ['never ends', { until: day(400) }, /within 90 days/],
  ['says no day', { until: 'soon' }, /is a day/],
  ['gives no reason', { reason: ' ' }, /names advisory, package and reason/],
])('an exception that %s fails', async (_, over, sentence) => {
  except({ ...EXCEPTION, ...over });
  answer = json(200, { lever: [ADVISORY] });
  const { code, said } = await audit();
  expect(code).toBe(1);
  expect(said).toMatch(sentence);
});

test('an exception for what is not found any more fails', async () => {
  except(EXCEPTION);
  answer = json(200, {});
  const { code, said } = await audit();
  expect(code).toBe(1);
  expect(said).toContain('GHSA-aaaa-bbbb-cccc (lever) is excepted and not found any more: take it out.');
});

test.each<[string, typeof answer]>([
  ['knows no audit', json(404, { error: 'not found' })],
  ['allows none', json(405, {})],
  ['is broken', json(500, {})],
  ['answers a page', (_, response) => response.writeHead(200).end('<html>Sign in to the network</html>')],
  ['answers half', (_, response) => response.writeHead(200).end('{"lever": [{"id": 1')],
  ['says something else', json(200, { error: 'not supported' })],
  ['hangs up', (request) => request.socket.destroy()],
])('a registry that %s is "not checked", which is not 0', async (_, how) => {
  answer = how;
  const { code, said } = await audit();
  expect(said).toMatch(/^not checked: /);
  expect(code).toBe(3);
});

test('no registry at all, or no lockfile, is "not checked" too', async () => {
  answer = json(200, {});
  const nobody = await audit({ npm_config_registry: 'http://127.0.0.1:9/' });
  expect([nobody.code, nobody.said]).toEqual([3, expect.stringMatching(/^not checked: /)]);
  rmSync(join(folder, 'package-lock.json'));
  const nothing = await audit();
  expect([nothing.code, nothing.said]).toEqual([3, expect.stringMatching(/^not checked: /)]);
});

test('the lockfile of this product is read whole: the client’s packages are asked about as well', async () => {
  for (const name of ['package.json', 'package-lock.json'])
    copyFileSync(join(ROOT, name), join(folder, name));
  answer = json(200, {});
  expect((await audit()).code).toBe(0);
  const [{ body } = { body: {} }] = asked;
  expect(Object.keys(body as object)).toEqual(
    expect.arrayContaining(['fastify', 'sharp', 'react', '@mantine/core', 'jest']),
  );
});
