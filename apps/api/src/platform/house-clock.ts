import type { Clock } from '@courtyard/records';

const APART_MILLIS = 5_000;
/** As `courtyard doctor` calls it a fault. */
const WRONG_MILLIS = 30_000;

/**
 * The clock by which what waits or ends is judged. Rows are judged by the database's clock and people by this one; where somebody sets
 * the clock of this machine, the database's is believed: else a day of cooling off would be over in an instant, or what has ended
 * begin again.
 */
export class HouseClock implements Clock {
  constructor(
    private readonly own: Clock,
    /** Milliseconds of the database's clock, carried on by what passed since; absent: not heard yet. */
    private readonly database: () => number | undefined,
    private readonly machine: () => number = Date.now,
  ) {}

  now(): Date {
    const apart = this.apart;
    const own = this.own.now();
    return Math.abs(apart) <= APART_MILLIS ? own : new Date(own.getTime() - apart);
  }

  /** Whether this machine's clock is that of the database, or near enough for ids and times that stand beside each other. */
  get isRight(): boolean {
    return Math.abs(this.apart) <= WRONG_MILLIS;
  }

  /** By how much this machine is ahead. */
  private get apart(): number {
    const database = this.database();
    return database === undefined ? 0 : this.machine() - database;
  }
}
