import type { Actor } from '@courtyard/access';
import type { AuditTrail, Touched } from './trail.js';

/** How many pairs of who and what are remembered at once, over all organisations. */
const MOST_REMEMBERED = 10_000;
const WINDOW_MILLIS = 60_000;

interface Window {
  readonly actor: Actor;
  readonly operation: string;
  /** The last that was refused. */
  touched: Touched;
  /** Refused since the last event. */
  more: number;
  timer: NodeJS.Timeout;
}

/**
 * Tells the audit log of refusals, as often as a log can bear it (docs/decisions/0027).
 *
 * 1. What is hidden and what is not there are recorded alike: by what was asked for, never by what was found.
 * 2. The first refusal of an action on a resource is recorded at once; more of them within a minute become one event that
 *    says how many. A flood leaves one event a minute.
 * 3. Nobody waits for it: the answer is on its way before the event is made, and a log that cannot be written changes no
 *    answer, because a refusal gives nothing away.
 * 4. Memory is bounded: the oldest window ends early, with its event.
 */
export class Refusals {
  private readonly windows = new Map<string, Window>();
  private readonly underWay = new Set<Promise<void>>();

  constructor(
    private readonly trail: Pick<AuditTrail, 'denied'>,
    private readonly windowMillis = WINDOW_MILLIS,
    private readonly mostRemembered = MOST_REMEMBERED,
  ) {}

  tell(actor: Actor, operation: string, touched: Touched): void {
    const who = actor.kind === 'employee' ? actor.employeeId : actor.errand;
    const key = [actor.organisationId, who, touched.resource, touched.action].join('/');
    const window = this.windows.get(key);
    if (window) {
      window.touched = touched;
      window.more += 1;
      return;
    }
    for (const oldest of this.windows.keys()) {
      if (this.windows.size < this.mostRemembered) break;
      this.end(oldest);
    }
    this.windows.set(key, { actor, operation, touched, more: 0, timer: this.endLater(key) });
    this.record(actor, operation, touched, 1);
  }

  /** How many windows are open. */
  get remembered(): number {
    return this.windows.size;
  }

  /** Records what was counted, and resolves when it is stored or cannot be. */
  async close(): Promise<void> {
    for (const key of [...this.windows.keys()]) this.end(key);
    await Promise.all(this.underWay);
  }

  private endLater(key: string): NodeJS.Timeout {
    return setTimeout(() => this.turn(key), this.windowMillis).unref();
  }

  /** While refusals go on, a minute follows the other. */
  private turn(key: string): void {
    const window = this.windows.get(key);
    if (!window) return;
    const { more } = window;
    this.end(key);
    if (more > 0) this.windows.set(key, { ...window, more: 0, timer: this.endLater(key) });
  }

  private end(key: string): void {
    const window = this.windows.get(key);
    if (!window) return;
    clearTimeout(window.timer);
    this.windows.delete(key);
    if (window.more > 0) this.record(window.actor, window.operation, window.touched, window.more);
  }

  private record(actor: Actor, operation: string, touched: Touched, times: number): void {
    const stored = new Promise<void>((resolve) => {
      // Not now: making an event takes longer where the id names somebody, and the answer must not tell.
      setImmediate(() => {
        Promise.resolve()
          .then(() => this.trail.denied(actor, operation, [touched], times))
          // The appender tells of the fault.
          .catch(() => undefined)
          .finally(resolve);
      });
    });
    this.underWay.add(stored);
    void stored.finally(() => this.underWay.delete(stored));
  }
}
