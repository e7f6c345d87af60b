import type { Gate } from '@courtyard/records';

export interface FoldingOptions {
  /** How long appends are gathered before they are counted. */
  readonly everyMillis?: number;
  /** How often all organisations are looked through for what a process that died left uncounted. */
  readonly sweepMillis?: number;
  readonly onFault: () => void;
}

/**
 * Counts anew, a few times a second, in the organisations where this process left something due. What a process did not
 * live to count is found at the start of any process, and by those that run once a minute.
 */
export class Folding {
  private readonly due = new Set<string>();
  private readonly timers: readonly NodeJS.Timeout[];
  private round: Promise<void> | undefined;
  private closed = false;

  constructor(
    private readonly gate: Pick<Gate, 'fold' | 'organisations'>,
    private readonly options: FoldingOptions,
  ) {
    this.timers = [
      setInterval(() => this.next(), options.everyMillis ?? 250),
      setInterval(() => void this.sweep(), options.sweepMillis ?? 60_000),
    ];
    for (const timer of this.timers) timer.unref();
    void this.sweep();
  }

  add(organisationId: string): void {
    this.due.add(organisationId);
  }

  /** Ends when the round that is under way has ended. */
  async close(): Promise<void> {
    this.closed = true;
    for (const timer of this.timers) clearInterval(timer);
    await this.round;
  }

  private next(): void {
    if (this.round || this.due.size === 0) return;
    const organisations = [...this.due];
    this.due.clear();
    this.round = this.fold(organisations).finally(() => {
      this.round = undefined;
    });
  }

  private async fold(organisations: readonly string[]): Promise<void> {
    for (const organisationId of organisations) {
      if (this.closed) return;
      try {
        await this.gate.fold(organisationId);
      } catch {
        // The note of what is due is still there; it is tried again.
        this.due.add(organisationId);
        this.options.onFault();
      }
    }
  }

  private async sweep(): Promise<void> {
    try {
      for (const organisationId of await this.gate.organisations()) this.due.add(organisationId);
    } catch {
      if (!this.closed) this.options.onFault();
    }
  }
}
