import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Figure } from '../harness/figure.js';
import { ROOT } from '../harness/product.js';
import { generateExport } from '../slack-export.js';

export const importRate: Figure = {
  name: 'import',
  what: 'messages moved in from a Slack export by the command line, into a new folder',
  unit: '/s',
  must: null,
  aim: null,
  better: 'higher',
  measure: async (ground) => {
    await ground.rest();
    const messages = ground.options.quick ? 10_000 : 100_000;
    const folder = mkdtempSync(join(tmpdir(), 'courtyard-bench-import-'));
    try {
      const file = join(folder, 'export.zip');
      writeFileSync(file, generateExport({ messages }));
      const started = performance.now();
      await importSlack(file, join(folder, 'house'));
      const seconds = (performance.now() - started) / 1_000;
      const rate = messages / seconds;
      return {
        median: rate,
        low: rate,
        high: rate,
        note: `${messages} messages in ${seconds.toFixed(1)} s, database made first`,
      };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

function importSlack(file: string, folder: string): Promise<void> {
  return new Promise((done, fail) => {
    const command = [
      join(ROOT, 'apps', 'cli', 'bin', 'courtyard.mjs'),
      'import',
      'slack',
      file,
      '--name',
      'Harbour',
    ];
    const child = spawn(process.execPath, command, {
      env: { ...process.env, DATABASE_URL: undefined, COURTYARD_FOLDER: folder },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let printed = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        printed += text;
      });
    child.on('error', fail);
    child.on('close', (code) => (code === 0 ? done() : fail(new Error(printed.slice(-300)))));
  });
}
