import { codeOf, type LogOptions, openLog } from './log.js';

/**
 * What nobody caught, promises included, ends the process, and is told by its code or name alone: Node would print message
 * and stack, and a message may quote what it failed on. For the entry of a process; whoever started it starts it again.
 */
export function lastResort(part: LogOptions['part'], env: NodeJS.ProcessEnv = process.env): void {
  process.on('uncaughtException', (failure) => {
    const log = openLog({ part, isProduction: env['NODE_ENV'] === 'production' });
    log.trouble({ event: 'process.fault', why: codeOf(failure) });
    process.exit(1);
  });
}
