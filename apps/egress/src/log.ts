import { pino } from 'pino';

/**
 * What this process says besides its faults: closed names, ids made at random, codes and counts. There is no place in an entry
 * for an address, a host, a name or a word that somebody wrote.
 */
export interface LogEntry {
  readonly event: string;
  /** Of a disclosure or a mail. */
  readonly id?: string;
  /** A code of ours, of Node or of a protocol. */
  readonly why?: string;
  readonly waitMillis?: number;
  readonly count?: number;
}

export interface Log {
  told(entry: LogEntry): void;
  trouble(entry: LogEntry): void;
}

/** JSON lines on standard error; in production all of them, else trouble only. */
export function openLog(isProduction: boolean): Log {
  const logger = pino(
    {
      level: isProduction ? 'info' : 'warn',
      base: { process: 'egress' },
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    pino.destination({ dest: 2, sync: true }),
  );
  return { told: (entry) => logger.info(entry), trouble: (entry) => logger.warn(entry) };
}

/** The code or the name of an error; never its message, which may quote what it failed on. */
export function codeOf(failure: unknown): string {
  const { code, name } = (failure ?? {}) as { code?: unknown; name?: unknown };
  for (const word of [code, name]) if (typeof word === 'string' && /^[\w.]{1,60}$/.test(word)) return word;
  return 'unknown';
}
