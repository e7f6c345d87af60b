import type { Command } from 'commander';

export function register(program: Command): void {
  program
    .command('demo')
    .description(
      'play the story of one yes on an installation of its own: refused, given, released, withdrawn, proven',
    )
    .action(async () => {
      const { demo } = await import('./demo.js');
      process.exitCode = await demo(process.env);
    });
}
