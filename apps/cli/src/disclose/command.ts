import type { Command } from 'commander';
import type { DiscloseOptions } from './disclose.js';

export function register(program: Command): void {
  program
    .command('disclose')
    .description('ask what would leave the walls; nothing can, as yet')
    .option('--dry-run', 'decide every cell, count, and send nothing')
    .option('--json <file>', 'write the exact counts as JSON')
    .option('--organisation <handle>', 'which organisation, where there are several')
    .action(async (options: DiscloseOptions) => {
      const { disclose } = await import('./disclose.js');
      await disclose(options, process.env);
    });
}
