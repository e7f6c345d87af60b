import type { EmployeeActor } from '@courtyard/access';
import { CLOSE } from './live.errors.js';

/** Why a socket is closed. */
export interface Closing {
  readonly code: number;
  readonly reason: string;
}

/**
 * One open socket and the employee behind it, as they are now: their keys and roles may change while it is open.
 *
 * 1. Nothing is judged by what was known before `accessChanged`, by whichever of its subscriptions, nor when reading it
 *    again failed.
 * 2. Once closed nothing is handed over any more.
 */
export class LiveConnection {
  /** Counts what may have changed; the actor is as of `known`. */
  private changes = 0;
  private known = 0;
  private renewing: Promise<EmployeeActor | null> | undefined;
  private closed = false;
  followed = 0;

  constructor(
    private current: EmployeeActor,
    private readonly renew: (actor: EmployeeActor) => Promise<EmployeeActor | null>,
    private readonly end: (why: Closing) => void,
  ) {}

  get actor(): EmployeeActor {
    return this.current;
  }

  get isClosed(): boolean {
    return this.closed;
  }

  /** Something may have changed since the employee was last read. */
  get isStale(): boolean {
    return this.known < this.changes;
  }

  /** What is known about the employee may no longer be true. */
  accessChanged(): void {
    this.changes++;
  }

  /**
   * The employee as a new request of their own, with what is known about them read again where it changed.
   * @returns null when the session has ended; the socket is closed then.
   */
  async fresh(): Promise<EmployeeActor | null> {
    while (!this.closed && this.isStale) {
      this.renewing ??= this.readAgain().finally(() => {
        this.renewing = undefined;
      });
      if (!(await this.renewing)) this.close(CLOSE.signedOut);
    }
    return this.closed ? null : this.asRequest();
  }

  /** The employee as a new request of their own, as they were last read. Whether that still counts, `isStale` says. */
  asRequest(): EmployeeActor {
    return { ...this.current, requestId: crypto.randomUUID() };
  }

  close(why: Closing): void {
    if (this.closed) return;
    this.closed = true;
    this.end(why);
  }

  gone(): void {
    this.closed = true;
  }

  private async readAgain(): Promise<EmployeeActor | null> {
    const asOf = this.changes;
    const renewed = await this.renew(this.current);
    if (renewed) {
      this.current = renewed;
      this.known = asOf;
    }
    return renewed;
  }
}
