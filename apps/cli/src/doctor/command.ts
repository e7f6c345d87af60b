import type { Command } from 'commander';

export function register(program: Command): void {
  program
    .command('doctor')
    .description(
      'look at the installation: versions, roles, settings that write content, indexes, log, keys, backup',
    )
    .option('--json', 'print the findings as JSON')
    .action(async ({ json }: { readonly json?: true }) => {
      const { doctor } = await import('./doctor.js');
      process.exitCode = await doctor(process.env, { json: json ?? false });
    });
}
