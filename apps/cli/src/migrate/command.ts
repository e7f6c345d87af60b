import type { Command } from 'commander';

export function register(program: Command): void {
  program
    .command('migrate')
    .description('bring the database up to date; `start` does so by itself')
    .action(async () => {
      const { readSettings } = await import('@courtyard/database');
      const { openInstallation } = await import('../installation/installation.js');
      const installation = await openInstallation(readSettings(process.env), { joinRunning: true });
      await installation.close();
      console.log('The database is up to date.');
    });
}
