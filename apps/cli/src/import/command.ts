import type { Command } from 'commander';
import type { ImportOptions } from './import-slack.js';

export function register(program: Command): void {
  program
    .command('import')
    .description('move in from another network')
    .command('slack')
    .description('take over people, channels and conversations from an export of a Slack workspace')
    .argument('<file>', 'the zip file as Slack hands it out')
    .option('--report <file>', 'write what was taken and what was not, as JSON')
    .option('--organisation <handle>', 'which organisation moves in, where there are several')
    .option('--name <name>', 'how the organisation is called, where there is none yet')
    .option('--invitations <file>', 'write a one-time link for everybody with a work address, as CSV')
    .action(async (file: string, options: ImportOptions) => {
      const { importSlack } = await import('./import-slack.js');
      await importSlack(file, options, process.env);
    });
}
