import { pino } from 'pino';
import { EVENTS } from './events.js';

export type LogEvent = (typeof EVENTS)[number];

/**
 * What a process says besides its answers: names of our code, ids made at random, codes and counts. There is no place in an
 * entry for an address, a host, a name or a word that somebody wrote.
 */
export interface LogEntry {
  readonly event: LogEvent;
  /** Of a disclosure or a mail. */
  readonly id?: string;
  /** A code of ours, of Node or of a protocol. */
  readonly why?: string;
  readonly waitMillis?: number;
  readonly count?: number;
  /** Of our processes. */
  readonly part?: string;
  /** Of a request. */
  readonly requestId?: string;
  readonly traceId?: string;
  readonly method?: string;
  /** Its pattern, never an address. */
  readonly route?: string;
  readonly operation?: string;
  readonly status?: number;
  readonly code?: string;
  readonly millis?: number;
}

export interface Log {
  told(entry: LogEntry): void;
  trouble(entry: LogEntry): void;
  /** Writes what is still held. */
  flush(): void;
}

const WORD = /^[\w.]{1,60}$/;
const NAMED = /^[\w/:*.-]{1,120}$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** How each field must look; what looks otherwise is not written, whoever passed it. */
const FORMS: Readonly<Record<Exclude<keyof LogEntry, 'event'>, RegExp | 'number'>> = {
  id: UUID,
  why: WORD,
  waitMillis: 'number',
  count: 'number',
  part: WORD,
  requestId: UUID,
  traceId: /^[0-9a-f]{32}$/,
  method: /^[A-Z]{3,7}$/,
  route: NAMED,
  operation: NAMED,
  status: 'number',
  code: WORD,
  millis: 'number',
};

/** Exactly the fields of an entry, each in its form. */
export function fitted(entry: LogEntry): Record<string, string | number> {
  const fitting: Record<string, string | number> = {
    event: EVENTS.includes(entry.event) ? entry.event : 'unknown',
  };
  for (const [name, form] of Object.entries(FORMS)) {
    const value = entry[name as keyof LogEntry];
    if (value === undefined) continue;
    const fits = form === 'number' ? Number.isFinite(value) : typeof value === 'string' && form.test(value);
    fitting[name] = fits ? value : 'unfit';
  }
  return fitting;
}

export interface LogOptions {
  readonly part: 'api' | 'egress' | 'sequencer' | 'supervisor';
  readonly isProduction: boolean;
  /** Instead of standard error. */
  readonly to?: { write(text: string): unknown };
}

/** A line for each request: written by the hundred, or pages would wait for them. */
const HELD = { dest: 2, sync: false, minLength: 8_192, periodicFlush: 1_000 } as const;

/**
 * Standard error. In production everything, as JSON lines; else trouble only, as a line for whoever sits before it. Lines
 * about requests are written a second later at most, everything else at once: what a killed process held back is no trouble.
 */
export function openLog({ part, isProduction, to }: LogOptions): Log {
  if (!isProduction) {
    const say = (entry: LogEntry) => void (to ?? process.stderr).write(readable(entry));
    return { told: () => undefined, trouble: say, flush: () => undefined };
  }
  const held = to ? undefined : pino.destination(part === 'api' ? HELD : { dest: 2, sync: true });
  const logger = pino(
    { base: { process: part }, timestamp: pino.stdTimeFunctions.isoTime },
    held ?? { write: (text: string) => void to?.write(text) },
  );
  const flush = () => {
    try {
      held?.flushSync();
    } catch {
      // Nobody reads any more.
    }
  };
  return {
    told: (entry) => logger.info(fitted(entry)),
    trouble: (entry) => {
      logger.warn(fitted(entry));
      flush();
    },
    flush,
  };
}

function readable(entry: LogEntry): string {
  const { event, ...rest } = fitted(entry);
  const more = Object.entries(rest).map(([name, value]) => ` ${name}=${value}`);
  return `fault: ${event}${more.join('')}\n`;
}

/** The code or the name of an error; never its message, which may quote what it failed on. */
export function codeOf(failure: unknown): string {
  const { code, name } = (failure ?? {}) as { code?: unknown; name?: unknown };
  for (const word of [code, name]) if (typeof word === 'string' && WORD.test(word)) return word;
  return 'unknown';
}
