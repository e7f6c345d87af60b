import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** What nobody caught in a process of ours: it ends, is told by its code, and nothing that it quotes is printed. */
const THROWER = join(import.meta.dirname, 'fixtures', 'thrower.mjs');

function thrown(how: string, more: Record<string, string>): { code: number | null; printed: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [THROWER], {
    encoding: 'utf8',
    env: { ...process.env, NODE_ENV: 'test', THROWS: how, ...more },
  });
  return { code: status, printed: stdout + stderr };
}

test.each([
  ['error', '23505'],
  ['promise', '23505'],
  ['listener', '23505'],
  ['text', 'unknown'],
  ['nothing', 'unknown'],
])('thrown where nobody catches: %s', (how, why) => {
  expect(thrown(how, { GUARDED: '1' })).toEqual({ code: 1, printed: `fault: process.fault why=${why}\n` });
  const { code, printed } = thrown(how, { GUARDED: '1', NODE_ENV: 'production' });
  expect(code).toBe(1);
  expect(JSON.parse(printed)).toMatchObject({ process: 'api', event: 'process.fault', why });
  expect(printed).not.toContain('canary');
});

test.each(['error', 'promise', 'text'])('control: without it Node prints what was quoted: %s', (how) => {
  expect(thrown(how, {}).printed).toContain('canary@kessler.example');
});
