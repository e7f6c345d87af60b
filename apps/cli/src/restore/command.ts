import type { Command } from 'commander';

export function register(program: Command): void {
  const restore = program
    .command('restore')
    .enablePositionalOptions()
    .description(
      'put a backup into an empty database; without a file, go on from an old copy that was put back. Begins another log, and does again what was taken back and erased since',
    )
    .argument('[file]', 'what `courtyard backup` wrote')
    .option('--identity <file>', 'the age key that opens it')
    .option(
      '--without-ledger <reason>',
      'there is no ledger any more (lost, damaged, never-kept): every yes falls',
    )
    .action(async (file: string | undefined, options: { identity?: string; withoutLedger?: string }) => {
      const { restore: run } = await import('./restore.js');
      await run(file, options, process.env, console.log);
    });
  restore
    .command('keys <file>')
    .description('put what `courtyard backup keys` wrote into a folder without keys')
    .option('--identity <file>', 'the age key that opens it')
    .action(async (file: string, options: { identity?: string }) => {
      const { restoreKeys } = await import('../backup/keys.js');
      await restoreKeys(file, options.identity, process.env, console.log);
    });
}
