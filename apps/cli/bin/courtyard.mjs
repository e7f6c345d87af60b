#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The command `courtyard`. It must run on any Node from 20 on, before anything is installed or built: then it
 * says what to do, and where npm brought a newer Node it runs the product on that one.
 */
const here = realpathSync(fileURLToPath(import.meta.url));
const root = dirname(dirname(dirname(dirname(here))));
const entry = join(root, 'apps', 'cli', 'dist', 'main.js');
const packaged = join(root, 'node_modules', `node-linux-${process.arch}`, 'bin', 'node');

if (!existsSync(join(root, 'node_modules')) || !existsSync(entry)) {
  fail('Courtyard is not installed in this folder yet: run `npm run build` (or `npm start`) first.');
} else if (Number(process.versions.node.split('.')[0]) >= 24) {
  const { main } = await import(entry);
  process.exitCode = await main(process.argv);
} else if (existsSync(packaged)) {
  runOn(packaged);
} else {
  fail(`Courtyard needs Node 24 or later here; this is ${process.version}.`);
}

/** Two processes that end together: signals and the exit code pass through, and the channel tells of a death. */
function runOn(node) {
  const child = spawn(node, [here, ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('message', (message) => process.send?.(message));
  process.on('disconnect', () => child.disconnect());
  child.on('error', (error) => fail(`Node could not be started: ${error.code}.`));
  child.on('exit', (code, signal) => {
    process.exit(code ?? (signal === 'SIGINT' ? 130 : 1));
  });
}

function fail(sentence) {
  console.error(sentence);
  process.exitCode = 1;
}
