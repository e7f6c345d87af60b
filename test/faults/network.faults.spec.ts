import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { type Product, startProduct } from '../journeys/product.js';
import { familyOf } from './processes.js';
import { Visitor } from './visitor.js';

/**
 * Only egress sends bytes outside (privacy-model.md section 5). `scripts/law.mjs` says who may import what opens a connection; here
 * the product runs with every way out watched, and closed for all but egress.
 */
const FIXTURES = join(import.meta.dirname, 'fixtures');
const watch = `--import ${join(FIXTURES, 'watch-network.mjs')}`;
const folder = mkdtempSync(join(tmpdir(), 'courtyard-network-'));
let product: Product | undefined;

interface Tried {
  readonly part: string;
  readonly how: string;
  readonly to: string;
  readonly isAllowed: boolean;
}

function triedIn(log: string): Tried[] {
  return existsSync(log)
    ? readFileSync(log, 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Tried)
    : [];
}

afterAll(async () => {
  await product?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('control: every way out that we know of is seen and refused', () => {
  const log = join(folder, 'control.log');
  const { stdout } = spawnSync(process.execPath, [join(FIXTURES, 'ways-out.mjs')], {
    env: { PATH: process.env['PATH'], NODE_OPTIONS: watch, NETWORK_LOG: log },
    encoding: 'utf8',
  });
  const ways = ['fetch', 'webSocket', 'https', 'net', 'tls', 'dns', 'udp', 'process', 'worker'];
  expect(JSON.parse(stdout)).toEqual(ways);
  expect(triedIn(log).filter(({ isAllowed }) => !isAllowed).length).toBeGreaterThanOrEqual(ways.length - 1);
});

test('a busy house: api and sequencer reach for the database and nothing else', async () => {
  const log = join(folder, 'product.log');
  product = await startProduct({
    NODE_OPTIONS: watch,
    NETWORK_LOG: log,
    SMTP_URL: 'smtp://courtyard:hunter2@127.0.0.1:1',
    MAIL_FROM: 'courtyard@example.org',
  });
  const [ada] = product.signIns ?? [];
  if (!ada) throw new Error('The demo has no sign-in.');
  const visitor = await new Visitor(product.url).signIn(ada);
  const inputOf = (more: object) => ({ input: { idempotencyKey: crypto.randomUUID(), ...more } });
  for (const address of [
    'https://example.org/picture.png',
    'http://127.0.0.1:9/',
    'mailto:somebody@example.org',
  ])
    await visitor.graphql(
      'mutation ($input: PublishPostInput!) { publishPost(input: $input) { id } }',
      inputOf({ body: `See ${address} ![x](${address})`, audience: [{ kind: 'organisation' }] }),
    );
  await visitor.graphql('{ feed(first: 20) { nodes { id body author { name } } } }');
  const picture = await sharp({ create: { width: 200, height: 200, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  expect((await visitor.ask('/files/photo', { method: 'PUT', body: new Uint8Array(picture) })).status).toBe(
    200,
  );
  await new Visitor(product.url)
    .signIn({ email: 'nobody@example.org', password: 'wrong' })
    .catch(() => undefined);
  const tried = triedIn(log).filter(({ part }) => part === 'api' || part === 'sequencer');
  expect(tried.filter(({ isAllowed }) => !isAllowed)).toEqual([]);
  // Control: it was watched, or there would be nothing at all.
  for (const part of ['api', 'sequencer'])
    expect(tried.some((one) => one.part === part && one.how === 'connect' && one.to === 'socket file')).toBe(
      true,
    );
});

test('each process holds the addresses of its own roles, and egress alone the password of the mail server', () => {
  const environments = new Map(
    familyOf(process.pid).flatMap(({ pid, command }) => {
      const part = /apps\/(api|sequencer|egress)\/dist\/main\.js/.exec(command)?.[1];
      return part ? [[part, readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0')]] : [];
    }),
  );
  const of = (part: string) => {
    const entries = environments.get(part) ?? [];
    return {
      databases: entries.flatMap((entry) => /^(\w*DATABASE_URL\w*)=./.exec(entry)?.[1] ?? []).sort(),
      password: entries.some((entry) => entry.includes('hunter2')),
    };
  };
  expect(of('egress')).toEqual({ databases: ['EGRESS_DATABASE_URL'], password: true });
  expect(of('api')).toEqual({ databases: ['API_DATABASE_URL', 'RELAY_DATABASE_URL'], password: false });
  expect(of('sequencer')).toEqual({ databases: ['AUDIT_DATABASE_URL'], password: false });
});
