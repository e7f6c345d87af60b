import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { ProveFault } from './prove.errors.js';

const PROOFS = join(import.meta.dirname, '..', '..', '..', '..', 'test', 'prove');

interface ProveOptions {
  readonly controls?: true;
  readonly installation?: true;
  readonly json?: string;
}

export function register(program: Command): void {
  program
    .command('prove')
    .description('try to break what Courtyard promises; --controls breaks every guard on purpose')
    .option('--controls', 'feed each guard its broken fixture, and fail if any passes')
    .option('--installation', 'count the rows of this installation that break a rule; changes nothing')
    .option('--json <file>', 'write what was tried, as an array of one object a promise')
    .action(async ({ controls, installation, json }: ProveOptions) => {
      if (installation) {
        const { proveInstallation } = await import('./installation.js');
        process.exitCode = await proveInstallation(process.env, json);
        return;
      }
      const proof = join(PROOFS, controls ? 'controls.mjs' : 'promises.mjs');
      if (!existsSync(proof))
        throw new ProveFault('The proofs come with the sources; this installation has none.');
      process.exitCode = await run(proof, json && !controls ? ['--json', resolve(json)] : []);
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
