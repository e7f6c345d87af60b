import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { BenchFault } from './bench.errors.js';

const BENCH = join(import.meta.dirname, '..', '..', '..', '..', 'test', 'bench', 'bench.mjs');

export function register(program: Command): void {
  program
    .command('bench')
    .description('measure how fast Courtyard is, as ratios in one run; docs/guides/benchmarks.md')
    .helpOption(false)
    .allowUnknownOption()
    .argument('[options...]', '--quick, --only NAME, --json FILE, --keep FOLDER')
    .action(async (options: readonly string[]) => {
      if (!existsSync(BENCH))
        throw new BenchFault('The benchmarks come with the sources; this installation has none.');
      process.exitCode = await run(BENCH, options);
    });
}

function run(script: string, args: readonly string[]): Promise<number> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [script, ...args], { stdio: 'inherit' });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(signal, () => child.kill(signal));
    child.on('error', () => done(1));
    child.on('close', (code) => done(code ?? 1));
  });
}
