import type { Command } from 'commander';

export function register(program: Command): void {
  program
    .command('verify <path>')
    .description(
      'check an exported log, or the proof of one event, with nothing but its files and a public key',
    )
    .requiredOption('--key <key>', "the log's public key, or a file that holds it")
    .option('--earlier <checkpoint>', 'a checkpoint from before, which the log must continue')
    .action(async (path: string, options: { key: string; earlier?: string }) => {
      const { verifyCommand } = await import('./verify.js');
      process.exitCode = (await verifyCommand(path, options, console.log)) ? 0 : 1;
    });
}
