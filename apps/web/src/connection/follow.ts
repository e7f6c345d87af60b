import { backOff } from './back-off';

export interface Sink<T> {
  next(value: T): void;
  error(error: unknown): void;
  complete(): void;
}

/** What the server said instead of an event. */
export class Refused extends Error {
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

export interface FollowOptions<E extends { position: string }> {
  /** Opens one subscription that resumes after the position; returns how to end it. */
  open(after: string, sink: Sink<E>): () => void;
  /** The position for which the page on screen is true. */
  after: string;
  onEvent(event: E): void;
  /** Resuming was refused: read the page anew and answer with its position. */
  onGap(): Promise<string>;
  onSignedOut(): void;
  /** Told before each wait, in milliseconds; and with 0 when it tries again. */
  onWait?(milliseconds: number): void;
  random?: () => number;
}

/**
 * Follows a live list over any number of connections without gap or duplicate: every reconnection resumes after the
 * last position seen, and the same position twice is delivered once. `wake` tries at once (the network came back).
 */
export function follow<E extends { position: string }>(
  options: FollowOptions<E>,
): { stop(): void; wake(): void } {
  let position = options.after;
  let attempt = 0;
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let close: (() => void) | undefined;

  const connect = () => {
    timer = undefined;
    let over = false;
    const end = (then: () => void) => {
      if (over || stopped) return;
      over = true;
      then();
    };
    const ended = options.open(position, {
      next(event) {
        if (over || stopped) return;
        attempt = 0;
        if (event.position === position) return;
        position = event.position;
        options.onEvent(event);
      },
      error: (error) => end(() => failed(error)),
      complete: () => end(wait),
    });
    if (!over) close = ended;
  };

  const failed = (error: unknown) => {
    if (endsSession(error)) {
      stopped = true;
      options.onSignedOut();
    } else if (error instanceof Refused) wait(true);
    else wait();
  };

  const wait = (gap = false) => {
    close = undefined;
    const milliseconds = backOff(attempt++, options.random);
    options.onWait?.(milliseconds);
    timer = setTimeout(() => (gap ? void reread() : retry()), milliseconds);
  };

  const retry = () => {
    options.onWait?.(0);
    connect();
  };

  const reread = async () => {
    timer = undefined;
    try {
      position = await options.onGap();
    } catch {
      if (!stopped) wait(true);
      return;
    }
    if (!stopped) retry();
  };

  connect();
  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
      close?.();
    },
    wake() {
      if (timer === undefined || stopped) return;
      clearTimeout(timer);
      retry();
    },
  };
}

/** 4401 and 4403 are the server's closing codes for "no session" and "not for you". */
function endsSession(error: unknown): boolean {
  if (error instanceof Refused) return error.code === 'auth.signed_out';
  const code = (error as { code?: unknown } | null)?.code;
  return code === 4401 || code === 4403;
}
