import type { Command } from 'commander';

export function register(program: Command): void {
  program
    .command('invite')
    .description('make the link of the first administrator again, while no administrator has ever signed in')
    .requiredOption('--first', 'the first administrator; everybody else is invited in Courtyard itself')
    .option('--organisation <handle>', 'which organisation, where there are several')
    .action(async (options: { organisation?: string }) => {
      const { inviteFirst } = await import('./invite-first.js');
      await inviteFirst(options.organisation, process.env);
    });
}
