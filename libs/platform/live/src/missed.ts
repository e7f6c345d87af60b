import { isAfter, MOST_AT_ONCE, type OutboxEvent, type Position, type Relay } from '@courtyard/outbox';

interface Asked {
  readonly organisationId: string;
  readonly after: Position;
  readonly topics: readonly string[];
  answer(page: Page): void;
  fail(failure: unknown): void;
}

interface Page {
  readonly events: readonly OutboxEvent[];
  readonly isLast: boolean;
}

/**
 * What happened while somebody was away, read from the outbox. When many come back at once, a page that was read for the one who
 * was away longest is every other's whose place lies in it: their number is that of the pages, and not that of the people.
 */
export class Missed {
  private waiting: Asked[] = [];
  private reading = false;

  constructor(private readonly relay: Pick<Relay, 'since'>) {}

  /** Everything of these topics after a place, in pages. */
  async *after(
    organisationId: string,
    after: Position,
    topics: readonly string[],
  ): AsyncGenerator<readonly OutboxEvent[]> {
    for (let position = after; ; ) {
      const { events, isLast } = await this.page(organisationId, position, topics);
      yield events.filter(({ topic }) => topics.includes(topic));
      const last = events.at(-1);
      if (!last || isLast) return;
      position = last.position;
    }
  }

  private page(organisationId: string, after: Position, topics: readonly string[]): Promise<Page> {
    return new Promise((answer, fail) => {
      this.waiting.push({ organisationId, after, topics, answer, fail });
      if (this.reading) return;
      this.reading = true;
      setImmediate(() => void this.read());
    });
  }

  private async read(): Promise<void> {
    while (this.waiting.length > 0) {
      // Whoever asks from here on may want what was committed after this page was read.
      const asked = this.waiting;
      this.waiting = [];
      for (const some of Map.groupBy(asked, ({ organisationId }) => organisationId).values())
        await this.readFor(some);
    }
    this.reading = false;
  }

  private async readFor(asked: readonly Asked[]): Promise<void> {
    const topics = [...new Set(asked.flatMap((one) => one.topics))].sort();
    let open = asked.toSorted(
      (a, b) => Number(isAfter(a.after, b.after)) - Number(isAfter(b.after, a.after)),
    );
    for (let first = open[0]; first; first = open[0]) {
      try {
        const events = await this.relay.since(first.organisationId, first.after, topics);
        const last = events.at(-1);
        const isLast = events.length < MOST_AT_ONCE;
        // From the one on who was away since after the page nobody is answered by it.
        const beyond = isLast ? -1 : open.findIndex((one) => !(last && isAfter(last.position, one.after)));
        const covered = beyond < 0 ? open : open.slice(0, beyond);
        open = open.slice(covered.length);
        for (const one of covered)
          one.answer({ events: events.filter(({ position }) => isAfter(position, one.after)), isLast });
      } catch (failure) {
        for (const one of open) one.fail(failure);
        return;
      }
    }
  }
}
