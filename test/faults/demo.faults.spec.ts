import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { npmRun } from './npm-run.js';
import { survivors } from './processes.js';

jest.setTimeout(300_000);

const ROOT = join(__dirname, '..', '..');

/** The story of one yes, as `npm run demo` plays it where no real export lies beside the clone. */
test('the demo plays to its end on the made-up export, and leaves nothing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'courtyard-demo-test-'));
  try {
    const run = await npmRun({
      cwd: ROOT,
      script: 'demo',
      env: { FIXTURES_DIR: join(folder, 'none'), TMPDIR: folder },
      readyWhen: '4. An honest business partner asks.',
    });
    expect(await run.ended).toBe(0);
    const told = run.printed();
    expect(told).toContain('57 messages in the export: 34 taken, 23 listed with their reason.');
    for (const reason of ['purpose_never', 'recipient_never', 'withheld']) expect(told).toContain(reason);
    expect(told).toMatch(/Employee\.name +Bill Kowalczyk/);
    expect(told).toContain('The delivery of his name stops');
    expect(told).toContain('NOT PROVEN');
    expect(told).not.toContain('BROKEN');
    expect(await survivors(run.family, 3_000)).toEqual([]);
    // Node itself keeps compiled code there.
    expect(readdirSync(folder).filter((name) => name !== 'node-compile-cache')).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('Ctrl-C ends it with everything it started', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'courtyard-demo-test-'));
  try {
    const run = await npmRun({
      cwd: ROOT,
      script: 'demo',
      env: { FIXTURES_DIR: join(folder, 'none'), TMPDIR: folder },
      readyWhen: '2. Bill thanks',
    });
    process.kill(-(run.npm.pid ?? 0), 'SIGINT');
    await run.ended;
    expect(await survivors(run.family, 8_000)).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
