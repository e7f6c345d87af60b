import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ctrlC, npmRun, type Run } from './npm-run.js';
import { familyOf, kill, type Process, survivors } from './processes.js';

/** What the issue allows: a Ctrl-C 3 seconds, a sudden death about 2. */
const CTRL_C_MILLIS = 3_000;
const DEATH_MILLIS = 2_500;

let folder: string;
const started: Process[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'courtyard-faults-'));
  const script = `${process.execPath} ${join(import.meta.dirname, 'fixtures', 'product.mjs')}`;
  // `exec` as in the product's package.json; without it a shell stays between npm and us.
  const scripts = { start: `exec ${script}`, 'start-in-shell': script };
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, scripts }));
});

afterAll(async () => {
  kill(await survivors(started, 0), 'SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** `npm start` of the fixture. */
async function run(
  behaviour = 'well',
  { untilReady = true, script = 'start', sequencer = 'well' } = {},
): Promise<Run> {
  const it = await npmRun({
    cwd: folder,
    script,
    env: { FAKE_API: behaviour, FAKE_SEQUENCER: sequencer, COURTYARD_FOLDER: join(folder, 'data') },
    readyWhen: untilReady ? 'READY' : undefined,
  });
  started.push(...it.family);
  return it;
}

test('the run consists of npm, supervisor, api, egress, sequencer and postgres', async () => {
  const it = await run();
  for (const name of ['npm', 'supervisor', 'api', 'egress', 'sequencer', 'postgres'] as const)
    expect(it.part(name)).not.toEqual([]);
  ctrlC(it);
  expect(await survivors(it.family, CTRL_C_MILLIS)).toEqual([]);
  expect(await it.ended).toBe(0);
});

test.each(['npm', 'supervisor', 'api', 'postgres'] as const)('kill -9 of %s leaves nothing', async (name) => {
  const it = await run();
  kill(it.part(name).slice(0, 1), 'SIGKILL');
  expect(await survivors(it.family, DEATH_MILLIS)).toEqual([]);
  if (name === 'api' || name === 'postgres') {
    expect(await it.ended).toBe(1);
    expect(it.printed().trim().split('\n').slice(1)).toEqual([
      expect.stringMatching(/^The .+ unexpectedly.+\.$/),
    ]);
  }
});

test('kill -9 of the shell between npm and the supervisor leaves nothing', async () => {
  const it = await run('well', { script: 'start-in-shell' });
  kill(it.part('shell').length > 0 ? it.part('shell') : it.part('npm'), 'SIGKILL');
  expect(await survivors(it.family, DEATH_MILLIS)).toEqual([]);
});

test('kill -9 of npm above a shell leaves nothing', async () => {
  const it = await run('well', { script: 'start-in-shell' });
  kill(it.part('npm'), 'SIGKILL');
  expect(await survivors(it.family, DEATH_MILLIS)).toEqual([]);
});

test.each(['egress', 'sequencer'] as const)(
  'kill -9 of the %s: another follows, and the house goes on',
  async (name) => {
    const it = await run();
    const [first] = it.part(name);
    kill(it.part(name), 'SIGKILL');
    expect(await survivors(it.part(name), 1_000)).toEqual([]);
    let again: Process | undefined;
    for (let tries = 0; !again && tries < 100; tries++) {
      await sleep(50);
      again = familyOf(it.npm.pid ?? 0).find(({ command }) => command === first?.command);
    }
    expect(again).toBeDefined();
    it.family.push(...familyOf(it.npm.pid ?? 0));
    expect(await survivors(it.part('api').slice(0, 1), 0)).toHaveLength(1);
    expect(it.printed()).toContain(`The ${name} ended unexpectedly; it is started again.`);
    ctrlC(it);
    expect(await survivors(it.family, CTRL_C_MILLIS)).toEqual([]);
    expect(await it.ended).toBe(0);
  },
);

test.each([
  ['fault', 'The tree is older than its mark.'],
  ['crash', 'The sequencer ended before it was ready.'],
])('a sequencer that answers with %s is told once, and the house is open', async (sequencer, sentence) => {
  const it = await run('well', { sequencer });
  await sleep(2_500);
  expect(it.printed().split(sentence)).toHaveLength(2);
  expect(await survivors(it.part('api').slice(0, 1), 0)).toHaveLength(1);
  it.family.push(...familyOf(it.npm.pid ?? 0));
  ctrlC(it);
  expect(await survivors(it.family, CTRL_C_MILLIS)).toEqual([]);
  expect(await it.ended).toBe(0);
});

test('an api and a sequencer that do not hear SIGTERM still end within 3 seconds', async () => {
  const it = await run('stubborn', { sequencer: 'stubborn' });
  ctrlC(it);
  expect(await survivors(it.family, CTRL_C_MILLIS)).toEqual([]);
});

test('SIGTERM to npm ends all', async () => {
  const it = await run();
  it.npm.kill('SIGTERM');
  expect(await survivors(it.family, CTRL_C_MILLIS)).toEqual([]);
});

test('an api that does not hear SIGTERM delays the end, but not beyond 3 seconds', async () => {
  const it = await run('stubborn');
  ctrlC(it);
  await sleep(700);
  expect(await survivors(it.part('api'), 0)).not.toEqual([]);
  expect(await survivors(it.family, CTRL_C_MILLIS - 700)).toEqual([]);
  expect(await it.ended).toBe(0);
});

test('a second Ctrl-C ends at once', async () => {
  const it = await run('stubborn');
  ctrlC(it);
  await sleep(600);
  ctrlC(it);
  expect(await survivors(it.part('api'), 300)).toEqual([]);
  expect(await survivors(it.family, 1_000)).toEqual([]);
});

test('Ctrl-C while it still starts leaves nothing', async () => {
  const it = await run('well', { untilReady: false });
  for (const pause of [300, 100, 100, 100]) {
    await sleep(pause);
    it.family.push(...familyOf(it.npm.pid ?? 0));
  }
  ctrlC(it);
  started.push(...it.family);
  expect(await survivors(it.family, CTRL_C_MILLIS)).toEqual([]);
});

test.each([
  ['fault', 'Port 4711 is in use.'],
  ['crash', 'The api ended before it was ready.'],
])('an api that answers with %s ends all with one sentence', async (behaviour, sentence) => {
  const it = await run(behaviour, { untilReady: false });
  expect(await it.ended).toBe(1);
  expect(it.printed().trim()).toBe(sentence);
  expect(await survivors(it.family, 0)).toEqual([]);
});

test('negative control: an api that ignores the end of its channel would be found', async () => {
  const it = await run('orphan');
  kill(it.part('supervisor'), 'SIGKILL');
  const left = await survivors(it.family, DEATH_MILLIS);
  expect(left.map(({ command }) => /fixtures\/api\.mjs/.test(command))).toEqual([true]);
  kill(left, 'SIGKILL');
});
