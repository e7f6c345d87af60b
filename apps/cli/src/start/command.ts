import type { Command } from 'commander';

export function register(program: Command): void {
  program
    .command('start')
    .description('start the database, the api and the web client, until Ctrl-C')
    .action(async () => {
      const { start } = await import('./start.js');
      await start(process.env);
    });
}
