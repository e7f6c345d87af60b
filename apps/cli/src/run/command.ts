import { Argument, type Command } from 'commander';

export function register(program: Command): void {
  program
    .command('run')
    .description('one process of the product, for a supervisor of yours; migrate first')
    .addArgument(new Argument('<process>').choices(['api', 'egress', 'sequencer']))
    .action(async (name: 'api' | 'egress' | 'sequencer') => {
      const { run } = await import('./run.js');
      await run(name, process.env);
    });
}
