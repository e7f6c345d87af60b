import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const bin = join(import.meta.dirname, '..', '..', 'apps', 'cli', 'bin', 'courtyard.mjs');
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'courtyard-command-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The command with nothing but these settings. */
function courtyard(args: string[], settings: Record<string, string> = {}) {
  const { PATH, HOME } = process.env;
  const run = spawnSync(process.execPath, [bin, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH, HOME, COURTYARD_FOLDER: join(folder, 'data'), ...settings },
  });
  return { code: run.status, out: run.stdout, err: run.stderr.trim().split('\n') };
}

test('an unknown command is answered by the help, on stderr', () => {
  const { code, out, err } = courtyard(['invent']);
  expect({ code, out, first: err[0] }).toEqual({
    code: 1,
    out: '',
    first: "error: unknown command 'invent'",
  });
  expect(err.join('\n')).toContain('start');
});

test('help that was asked for is no failure', () => {
  expect(courtyard(['--help']).code).toBe(0);
});

test('all faults of the settings come in one list, and no value is repeated', () => {
  const { code, err } = courtyard(['start'], {
    PORT: 'secret-4711',
    NODE_ENV: 'secret-test',
    DATABASE_URL: 'secret-url',
  });
  expect(code).toBe(1);
  expect(err).toHaveLength(3);
  for (const line of err) expect(line).toMatch(/^(PORT|NODE_ENV|DATABASE_URL) must .+\.$/);
  expect(err.join()).not.toContain('secret');
});

describe('a busy port', () => {
  let server: Server;
  let port: number;
  beforeAll(async () => {
    server = createServer();
    await new Promise<void>((done) => server.listen({ port: 0, host: '127.0.0.1' }, done));
    port = (server.address() as { port: number }).port;
  });
  afterAll(() => new Promise((done) => server.close(done)));

  test('is named before anything is started', () => {
    const { code, out, err } = courtyard(['start'], { PORT: String(port) });
    expect({ code, out, lines: err.length }).toEqual({ code: 1, out: '', lines: 1 });
    expect(err[0]).toContain(`Port ${port} is in use`);
  });
});

test.each([
  ['a folder that cannot be made', { COURTYARD_FOLDER: '/dev/null/data' }, '/dev/null/data'],
  [
    'a database that does not answer',
    { DATABASE_URL: 'postgres://a:secret@127.0.0.1:1/x' },
    'cannot be reached',
  ],
])('%s is said in one sentence', (_, settings, words) => {
  const { code, err } = courtyard(['migrate'], settings);
  expect({ code, lines: err.length }).toEqual({ code: 1, lines: 1 });
  expect(err[0]).toContain(words);
  expect(err[0]).not.toContain('secret');
});
