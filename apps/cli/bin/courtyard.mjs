#!/usr/bin/env node
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The command `courtyard`. It must run on any Node from 20 on, before anything is installed or built: it then
 * prepares the clone, and where npm brought a newer Node it runs the product on that one.
 * (The root's package.json names it as well: without that, `npx courtyard` in a fresh clone would fetch a stranger's
 * package of this name.)
 */
const here = realpathSync(fileURLToPath(import.meta.url));
const root = dirname(dirname(dirname(dirname(here))));
const entry = join(root, 'apps', 'cli', 'dist', 'main.js');
const packaged = join(root, 'node_modules', `node-linux-${process.arch}`, 'bin', 'node');

if (isPrepared()) {
  if (Number(process.versions.node.split('.')[0]) >= 24) {
    const { main } = await import(entry);
    process.exitCode = await main(process.argv);
  } else if (existsSync(packaged)) {
    await runOn(packaged);
  } else {
    console.error(`Courtyard needs Node 24 or later here; this is ${process.version}.`);
    process.exitCode = 1;
  }
} else {
  process.exitCode = 1;
}

/** Under npx nothing has prepared the clone yet, as prestart does for `npm start`; sources may be newer than the build. */
function isPrepared() {
  const isBuilt = existsSync(join(root, 'node_modules')) && existsSync(entry);
  if (isBuilt && process.env.npm_lifecycle_event !== 'npx') return true;
  // What it says is no part of the command's own answer, which may be read by a program.
  return (
    spawnSync(process.execPath, [join(root, 'scripts', 'prepare.mjs')], { stdio: ['ignore', 2, 2] })
      .status === 0
  );
}

/** Two processes that end together: signals and the exit code pass through, and the channel tells of a death. */
async function runOn(node) {
  const { watchParent } = await import(join(dirname(entry), 'start', 'parent.js'));
  const child = spawn(node, [here, ...process.argv.slice(2)], {
    env: { ...process.env, npm_lifecycle_event: 'courtyard' },
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('message', (message) => process.send?.(message));
  watchParent(() => child.kill('SIGTERM'));
  child.on('error', (error) => {
    console.error(`Node could not be started: ${error.code}.`);
    process.exit(1);
  });
  child.on('exit', (code) => process.exit(code ?? 1));
}
