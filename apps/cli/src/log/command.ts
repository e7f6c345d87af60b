import type { Command } from 'commander';

export function register(program: Command): void {
  const log = program
    .command('log')
    .description('the signed audit log: its key, and its export for outsiders');
  log
    .command('key')
    .description('print the public key that the log is verified with')
    .action(async () => {
      const { printKey } = await import('./key.js');
      await printKey(process.env);
    });
  log
    .command('export <folder>')
    .description('write the signed log into a folder that `courtyard verify` reads anywhere')
    .option('--organisation <handle>', 'the events of one organisation, and hashes in place of the others')
    .action(async (folder: string, options: { organisation?: string }) => {
      const { exportCommand } = await import('./export-command.js');
      await exportCommand(folder, options, process.env);
    });
}
