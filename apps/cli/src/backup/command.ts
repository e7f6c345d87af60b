import type { Command } from 'commander';

const RECIPIENT = 'the age public key (age1…) of whoever may open it; may be repeated';
const also = (one: string, before: string[]) => [...before, one];

export function register(program: Command): void {
  const backup = program
    .command('backup')
    .enablePositionalOptions()
    .description('write the whole database into one encrypted file, while people work on; without any key')
    .argument('<file>', 'a file that is not there yet')
    .option('--to <recipient>', RECIPIENT, also, [])
    .option('--plain', 'do not encrypt it')
    .action(async (file: string, options: { to: string[]; plain?: boolean }) => {
      const { backup: write } = await import('./backup.js');
      await write(file, options, process.env, console.log);
    });
  backup
    .command('verify <file>')
    .description('read a backup to its end and check every digest')
    .option('--identity <file>', 'the age key that opens it')
    .action(async (file: string, options: { identity?: string }) => {
      const { verifyBackup } = await import('./backup.js');
      await verifyBackup(file, options.identity, console.log);
    });
  backup
    .command('keys <file>')
    .description('write keys, ledger and secrets into an encrypted file of their own, for another place')
    .option('--to <recipient>', RECIPIENT, also, [])
    .action(async (file: string, options: { to: string[] }) => {
      const { backupKeys } = await import('./keys.js');
      await backupKeys(file, options, process.env, console.log);
    });
}
