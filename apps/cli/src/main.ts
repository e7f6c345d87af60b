import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';

/** What each folder beside this file offers in its `command.ts`. */
interface CommandModule {
  register(program: Command): void;
}

/**
 * Runs the command line and returns the exit code: 0 when done, 1 with one sentence on stderr when not.
 * A new command is a folder with a `command.ts`; nothing here names them.
 */
export async function main(argv: readonly string[]): Promise<number> {
  const program = new Command('courtyard')
    .description('The internal network of a company whose data does not leave the walls.')
    .showHelpAfterError()
    // An option behind the name of a command is of that command.
    .enablePositionalOptions()
    .exitOverride();
  for (const folder of commandFolders()) {
    const { register } = (await import(join(folder, 'command.js'))) as CommandModule;
    register(program);
  }
  try {
    await program.parseAsync(argv);
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    console.error(sentenceOf(error));
    return 1;
  }
}

function commandFolders(): string[] {
  return readdirSync(import.meta.dirname)
    .map((name) => join(import.meta.dirname, name))
    .filter((folder) => existsSync(join(folder, 'command.js')))
    .sort();
}

const FOLDER_FAULTS = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'ENOTDIR', 'EDQUOT']);

/** A stack trace helps nobody at a terminal; `COURTYARD_TRACE=1` shows it to whoever looks for a fault of ours. */
function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (process.env['COURTYARD_TRACE'] === '1') return error.stack ?? error.message;
  const { code, path } = error as NodeJS.ErrnoException;
  if (code && path && FOLDER_FAULTS.has(code)) return `${path} cannot be written (${code}).`;
  return error.message;
}
