import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../fixtures/free-port.js';
import { ctrlC, npmRun, type Run } from './npm-run.js';
import { kill, type Process, survivors } from './processes.js';

/** `npm start` itself, as a newcomer runs it: what start.faults.spec.ts shows of the supervisor, of the whole product. */
const root = join(import.meta.dirname, '..', '..');
const started: Process[] = [];
let folder: string;
let port: number;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'courtyard-product-'));
  port = await freePort();
});

afterAll(async () => {
  kill(await survivors(started, 0), 'SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

async function start(
  settings: Record<string, string> = {},
  readyWhen: string | undefined = 'Ctrl-C stops it.',
) {
  const it = await npmRun({
    cwd: root,
    script: 'start',
    env: { COURTYARD_FOLDER: folder, PORT: String(port), DATABASE_URL: '', ...settings },
    readyWhen,
  });
  started.push(...it.family);
  return it;
}

const refused = (settings: Record<string, string>) => start(settings, '').then(saidAndEnded);

async function saidAndEnded(it: Run) {
  return { code: await it.ended, said: it.printed().trim().split('\n').at(-1) };
}

async function answers(): Promise<boolean> {
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"query":"{ __typename }"}',
  });
  return response.ok;
}

test('it serves; a second one is refused in a sentence; Ctrl-C ends all with 0', async () => {
  const it = await start();
  expect(await answers()).toBe(true);
  expect(await refused({})).toEqual({ code: 1, said: expect.stringContaining(`Port ${port} is in use`) });
  const other = String(await freePort());
  expect(await refused({ PORT: other })).toEqual({ code: 1, said: expect.stringMatching(/folder\.$/) });
  expect(await answers()).toBe(true);
  ctrlC(it);
  expect(await survivors(it.family, 3_000)).toEqual([]);
  expect(await it.ended).toBe(0);
});

test.each(['npm', 'supervisor', 'api', 'postgres'] as const)(
  'kill -9 of %s leaves nothing running and nothing broken',
  async (name) => {
    const it = await start();
    kill(it.part(name).slice(0, 1), 'SIGKILL');
    expect(await survivors(it.family, 2_500)).toEqual([]);
    const again = await start();
    expect(await answers()).toBe(true);
    ctrlC(again);
    expect(await survivors(again.family, 3_000)).toEqual([]);
  },
);
