import type { OutboxEvent } from '@courtyard/outbox';

/** More are not kept for one recipient; what came meanwhile is in the outbox. */
const MOST_WAITING = 1_000;
/** Who takes nothing for so long, while more waits than is kept, is not reading. */
const SLOW_MILLIS = 5_000;

/** What was heard for one recipient and not yet handed over. */
export class Waiting {
  private readonly events: OutboxEvent[] = [];
  private overflowed = false;
  private takenAt = performance.now();
  private wake: () => void = () => {};
  private ended = false;

  constructor(
    /** Told once for a recipient who does not read. */
    private readonly onSlow: () => void,
    private readonly limits = { most: MOST_WAITING, slowMillis: SLOW_MILLIS },
  ) {}

  get isOver(): boolean {
    return this.ended;
  }

  hear(event: OutboxEvent): void {
    if (this.ended) return;
    if (this.events.length >= this.limits.most) {
      this.events.length = 0;
      this.overflowed = true;
    }
    if (this.overflowed && performance.now() - this.takenAt > this.limits.slowMillis) this.onSlow();
    this.events.push(event);
    this.wake();
  }

  /** The next event; `behind` when some were dropped and are to be read again; null when it is over. */
  async next(): Promise<OutboxEvent | 'behind' | null> {
    for (;;) {
      this.taken();
      if (this.ended) return null;
      if (this.overflowed) {
        this.overflowed = false;
        this.events.length = 0;
        return 'behind';
      }
      const event = this.events.shift();
      if (event) return event;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  /** The recipient took something. */
  taken(): void {
    this.takenAt = performance.now();
  }

  end(): void {
    this.ended = true;
    this.events.length = 0;
    this.wake();
  }
}
