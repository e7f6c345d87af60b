import { codeOf, type Log } from '@courtyard/observe';
import { backOff } from './endpoint/back-off.js';

/** What one piece of work came to: when it is worth trying again, or undefined when it is done for now. */
export type Wait = { readonly why: string; readonly askedMillis?: number } | undefined;

/** What work is named after. */
export type Work = 'disclosure' | 'ending' | 'forgetting' | 'mail';

const EVERY_MILLIS = 1_000;

/**
 * Looks every second for what is due, and works on each thing apart from the others: what fails waits longer each time, what
 * hangs holds up nothing else.
 */
export class Rounds {
  private readonly running = new Map<string, Promise<void>>();
  private readonly waits = new Map<string, { failures: number; until: number }>();
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;
  private troubled = false;
  /** When it was last looked without trouble, in milliseconds of Unix time. */
  lookedAt: number | undefined;
  private looking: Promise<void> = Promise.resolve();

  constructor(
    private readonly look: (rounds: Rounds) => Promise<void>,
    private readonly log: Log,
    private readonly most = 6,
  ) {}

  start(): void {
    this.wake();
  }

  get isTroubled(): boolean {
    return this.troubled;
  }

  /** Looks now instead of in a moment. */
  wake(): void {
    if (this.stopped) return;
    clearTimeout(this.timer);
    this.looking = this.looking.then(() => this.round());
  }

  /** Begins work of this name unless it is under way, waits, or there is enough of it. */
  begin(kind: Work, id: string, work: () => Promise<Wait>): void {
    const name = `${kind} ${id}`;
    if (this.stopped || this.running.has(name) || this.running.size >= this.most) return;
    if (performance.now() < (this.waits.get(name)?.until ?? 0)) return;
    const done = this.run(kind, id, work).finally(() => this.running.delete(name));
    this.running.set(name, done);
  }

  /** Begins nothing more, and waits for what is under way, but not long: whatever is killed finds its place again. */
  async stop(patienceMillis: number): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    const impatience = new Promise((done) => setTimeout(done, patienceMillis).unref());
    await Promise.race([Promise.all([this.looking, ...this.running.values()]), impatience]);
  }

  private async run(kind: Work, id: string, work: () => Promise<Wait>): Promise<void> {
    const name = `${kind} ${id}`;
    const wait = await work().catch((failure: unknown) => ({ why: codeOf(failure), askedMillis: undefined }));
    if (wait === undefined) {
      this.waits.delete(name);
      return;
    }
    const failures = (this.waits.get(name)?.failures ?? 0) + 1;
    const waitMillis = backOff(failures, wait.askedMillis);
    this.waits.set(name, { failures, until: performance.now() + waitMillis });
    this.log.trouble({ event: `${kind}.later`, id, why: wait.why, waitMillis: Math.round(waitMillis) });
  }

  private async round(): Promise<void> {
    try {
      await this.look(this);
      this.troubled = false;
      this.lookedAt = Date.now();
    } catch (failure) {
      if (!this.troubled) this.log.trouble({ event: 'look', why: codeOf(failure) });
      this.troubled = true;
    }
    if (!this.stopped) this.timer = setTimeout(() => this.wake(), EVERY_MILLIS);
  }
}
