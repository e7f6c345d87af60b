import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgres } from '@courtyard/database';
import { DEMO_PEOPLE } from '../../apps/api/src/first-run/demo-words.js';
import { freePort } from '../fixtures/free-port.js';
import { ctrlC, npmRun } from './npm-run.js';
import { kill, type Process, survivors } from './processes.js';

/** Where others can reach an installation, nobody gets in by a password that was there before them. */
const root = join(import.meta.dirname, '..', '..');
const LINK = /https?:\/\/\S+\/invitation#(\S+)/;
const started: Process[] = [];
const folders: string[] = [];
let server: EmbeddedPostgres;
let port: number;

beforeAll(async () => {
  // A PostgreSQL of somebody else's, for what DATABASE_URL names.
  server = await EmbeddedPostgres.start({ folder: folder(), durable: false });
  port = await freePort();
}, 60_000);

afterAll(async () => {
  kill(await survivors(started, 0), 'SIGKILL');
  await server?.stop();
  for (const path of folders) rmSync(path, { recursive: true, force: true });
});

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'courtyard-first-'));
  folders.push(path);
  return path;
}

async function start(settings: Record<string, string>, readyWhen: string | undefined = 'Ctrl-C stops it.') {
  const env = { PORT: String(port), DATABASE_URL: '', ...settings };
  const it = await npmRun({ cwd: root, script: 'start', env, readyWhen });
  started.push(...it.family);
  return it;
}

async function ask(
  query: string,
  variables: object = {},
): Promise<{ data: never; errors?: { extensions: { code: string } }[] }> {
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  return response.json() as never;
}

const signIn = (email: string, password: string) =>
  ask('mutation ($input: SignInInput!) { signIn(input: $input) { sessionId } }', {
    input: { email, password },
  });

const accept = (token: string, password: string) =>
  ask(
    'mutation ($input: AcceptInvitationInput!) { acceptInvitation(input: $input) { employee { name } roles } }',
    {
      input: { token, password },
    },
  );

test('with DATABASE_URL: a one-time link, no demo, no password that opens anything; the second run prints none', async () => {
  const settings = { DATABASE_URL: server.ownerUrl, COURTYARD_FOLDER: folder() };
  const first = await start(settings);
  const [, token = ''] = LINK.exec(first.printed()) ?? [];
  expect(token).not.toBe('');
  expect(first.printed()).not.toContain('demo organisation');
  expect(await ask('{ signInPage { demoAccounts { email } } }')).toEqual({
    data: { signInPage: { demoAccounts: [] } },
  });

  const addresses = [
    'administrator@courtyard.invalid',
    'admin',
    'admin@example.com',
    'henrike.vos@kessler-pumps.example',
  ];
  const passwords = [
    'admin',
    'password',
    'courtyard',
    'changeme',
    '',
    ...DEMO_PEOPLE.flatMap(({ password }) => password ?? []),
  ];
  for (const email of addresses) {
    for (const password of passwords) {
      const { errors } = await signIn(email, password);
      expect(['sign_in.wrong', 'input.invalid', 'rate.limited']).toContain(errors?.[0]?.extensions.code);
    }
  }

  expect(await accept(token, 'a long word of my own')).toEqual({
    data: {
      acceptInvitation: {
        employee: { name: 'First administrator' },
        roles: expect.arrayContaining(['administrator']),
      },
    },
  });
  expect((await accept(token, 'a long word of my own')).errors?.[0]?.extensions.code).toBe(
    'invitation.already_used',
  );
  ctrlC(first);
  expect(await survivors(first.family, 3_000)).toEqual([]);

  const second = await start(settings);
  expect(second.printed()).not.toMatch(LINK);
  ctrlC(second);
  expect(await survivors(second.family, 3_000)).toEqual([]);
});

test('with NODE_ENV=production the embedded database has no demo either, and the schema is not told', async () => {
  const it = await start({ NODE_ENV: 'production', COURTYARD_FOLDER: folder() });
  expect(it.printed()).toMatch(LINK);
  expect((await ask('{ __schema { types { name } } }')).errors?.[0]?.extensions.code).toBe(
    'graphql.introspection_off',
  );
  ctrlC(it);
  expect(await survivors(it.family, 3_000)).toEqual([]);
});

test('a folder with the demo organisation is not served to others', async () => {
  const COURTYARD_FOLDER = folder();
  const demo = await start({ COURTYARD_FOLDER });
  expect(demo.printed()).toContain('demo organisation');
  ctrlC(demo);
  await survivors(demo.family, 3_000);
  const reachable: Record<string, string>[] = [{ HOST: '0.0.0.0' }, { NODE_ENV: 'production' }];
  for (const settings of reachable) {
    const it = await start({ COURTYARD_FOLDER, ...settings }, '');
    expect(await it.ended).toBe(1);
    expect(it.printed()).toContain('has passwords that everybody knows');
    expect(await survivors(it.family, 3_000)).toEqual([]);
  }
});
