import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow } from './files.mjs';

/**
 * Builds apps/web/dist with Vite when anything it is made of changed. Returns whether it did.
 * It is built beside and then exchanged, so that a running server never serves half of it.
 */
export async function buildWeb(root) {
  const app = join(root, 'apps', 'web');
  const config = ['vite.config.ts', 'vite.config.mts', 'vite.config.js'].some((name) =>
    existsSync(join(app, name)),
  );
  if (!config) return false;

  const wanted = fingerprint(root);
  const marker = join(app, 'dist', '.build');
  if (existsSync(marker) && readFileSync(marker, 'utf8') === wanted) return false;

  const next = join(app, 'dist.next');
  rmSync(next, { recursive: true, force: true });
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const run = spawnSync(process.execPath, [vite, 'build', '--outDir', next, '--emptyOutDir'], {
    cwd: app,
    encoding: 'utf8',
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (run.status !== 0) {
    throw new Error(`${run.stdout}${run.stderr}\nThe web client does not build; Vite says above why.`);
  }
  // A build may write what it generates (routes, messages): the mark stands for the sources as they are now.
  writeFileSync(join(next, '.build'), fingerprint(root));
  const old = join(app, 'dist.old');
  rmSync(old, { recursive: true, force: true });
  if (existsSync(join(app, 'dist'))) renameSync(join(app, 'dist'), old);
  renameSync(next, join(app, 'dist'));
  rmSync(old, { recursive: true, force: true });
  return true;
}

function fingerprint(root) {
  const hash = createHash('sha256');
  for (const folder of ['apps/web', 'libs/ui', 'libs/writing', 'docs/generated']) {
    for (const path of filesBelow(join(root, folder))) {
      if (/\.spec\.tsx?$/.test(path)) continue;
      hash.update(`${folder}/${path}\n`).update(readFileSync(join(root, folder, path)));
    }
  }
  return hash.update(readFileSync(join(root, 'package-lock.json'))).digest('hex');
}
