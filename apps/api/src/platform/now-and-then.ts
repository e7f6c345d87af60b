import { codeOf, type Log, type LogEvent } from '@courtyard/observe';

export interface NowAndThen {
  readonly every: number;
  readonly log: Pick<Log, 'trouble'>;
  /** What the log calls it when it fails; it is tried again the next time. */
  readonly event: LogEvent;
}

/** Does what time alone makes due, at once and then every so many milliseconds, one round after the other. */
export function nowAndThen(work: () => Promise<unknown>, { every, log, event }: NowAndThen) {
  let round: Promise<unknown> | undefined;
  const next = () => {
    round ??= work()
      .catch((failure: unknown) => log.trouble({ event, why: codeOf(failure) }))
      .finally(() => {
        round = undefined;
      });
  };
  const timer = setInterval(next, every);
  timer.unref();
  next();
  return {
    /** Ends when the round that is under way has ended. */
    close: async () => {
      clearInterval(timer);
      await round;
    },
  };
}
