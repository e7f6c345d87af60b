import type { OutboxEvent } from '@courtyard/outbox';

/** More are not kept for one recipient; what came meanwhile is in the outbox. */
const MOST_WAITING = 1_000;
/** Who takes nothing for so long, while more waits than is kept, is not reading. */
const SLOW_MILLIS = 5_000;

/** Names what an event says of which only the last is worth telling; null for what must all be told. */
export type Supersedes = (event: OutboxEvent) => string | null;

/** The events without those of which a later one says the same anew. */
export function withoutSuperseded(
  events: readonly OutboxEvent[],
  name: Supersedes = () => null,
): OutboxEvent[] {
  const last = new Map<string, OutboxEvent>();
  for (const event of events) {
    const called = name(event);
    if (called !== null) last.set(called, event);
  }
  return events.filter((event) => {
    const called = name(event);
    return called === null || last.get(called) === event;
  });
}

/** What was heard for one recipient and not yet handed over. */
export class Waiting {
  private events: OutboxEvent[] = [];
  private overflowed = false;
  private takenAt = performance.now();
  private ended = false;

  constructor(
    /** Told once for a recipient who does not read. */
    private readonly onSlow: () => void,
    private readonly supersedes: Supersedes = () => null,
    private readonly limits = { most: MOST_WAITING, slowMillis: SLOW_MILLIS },
  ) {}

  get isOver(): boolean {
    return this.ended;
  }

  hear(event: OutboxEvent): void {
    if (this.ended) return;
    const name = this.events.length > 0 ? this.supersedes(event) : null;
    if (name !== null) this.events = this.events.filter((one) => this.supersedes(one) !== name);
    if (this.events.length >= this.limits.most) {
      this.events.length = 0;
      this.overflowed = true;
    }
    if (this.overflowed && performance.now() - this.takenAt > this.limits.slowMillis) this.onSlow();
    this.events.push(event);
  }

  /** The next event; `behind` when some were dropped and are to be read again; null when there is none. */
  take(): OutboxEvent | 'behind' | null {
    this.taken();
    if (!this.overflowed) return this.events.shift() ?? null;
    this.overflowed = false;
    this.events.length = 0;
    return 'behind';
  }

  /** The recipient took something. */
  taken(): void {
    this.takenAt = performance.now();
  }

  end(): void {
    this.ended = true;
    this.events.length = 0;
    this.overflowed = false;
  }
}
