import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const lockModule = join(import.meta.dirname, '..', '..', 'scripts', 'lock.mjs');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'courtyard-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A process that writes when it enters and when it leaves; `dies` in the middle of its work. */
function worker(dies = false): Promise<number | null> {
  const script = `
    import { appendFileSync } from 'node:fs';
    import { withLock } from ${JSON.stringify(lockModule)};
    await withLock('lock', async () => {
      appendFileSync('log', 'in ');
      await new Promise((done) => setTimeout(done, 100));
      if (${dies}) process.kill(process.pid, 'SIGKILL');
      appendFileSync('log', 'out ');
    });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { cwd: folder });
  return new Promise((done) => child.on('exit', done));
}

test('five at once work one after the other', async () => {
  expect(await Promise.all([worker(), worker(), worker(), worker(), worker()])).toEqual([0, 0, 0, 0, 0]);
  expect(readFileSync(join(folder, 'log'), 'utf8')).toBe('in out '.repeat(5));
  expect(existsSync(join(folder, 'lock'))).toBe(false);
});

test('the lock of the dead is taken over', async () => {
  expect(await worker(true)).toBeNull();
  expect(existsSync(join(folder, 'lock'))).toBe(true);
  expect(await Promise.all([worker(), worker(), worker()])).toEqual([0, 0, 0]);
  expect(readFileSync(join(folder, 'log'), 'utf8')).toBe(`in ${'in out '.repeat(3)}`);
});

test('a process that was given the number of the dead is not mistaken for it', async () => {
  writeFileSync(join(folder, 'lock'), `${process.pid} 1`);
  expect(await worker()).toBe(0);
});
