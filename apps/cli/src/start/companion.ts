import { Part, type PartPlan } from './part.js';

export interface CompanionOptions {
  /** Told in one sentence that it does not work; the same trouble is told once. */
  readonly trouble: (sentence: string, part: string) => void;
  /** Milliseconds before it is started again: doubled from the first to the last with every end that follows quickly. */
  readonly waits?: readonly [first: number, last: number];
}

const READY_MILLIS = 15_000;
/** Whoever worked for so long died of something new. */
const LONG_LIFE_MILLIS = 60_000;

/**
 * A process that people can do without for a while: sequencer and egress. When it dies it is started again, more slowly
 * each time, and the house goes on: what was recorded waits for its place in the tree, what is due waits to be sent.
 * Nothing is lost by that, and taking the house down would not bring it back.
 */
export class Companion {
  /** Resolves when it works, or it is clear that it does not yet. Never rejects. */
  readonly settled: Promise<void>;
  private part: Part | undefined;
  private stopped = false;
  private told: string | undefined;
  private wait: number;
  private waiting: NodeJS.Timeout | undefined;
  private settle!: () => void;

  constructor(
    private readonly plan: PartPlan,
    private readonly options: CompanionOptions,
  ) {
    this.settled = new Promise((done) => {
      this.settle = done;
    });
    this.wait = this.waits[0];
    void this.live();
  }

  async stop(patience: number): Promise<void> {
    this.end();
    await this.part?.stop(patience);
  }

  kill(): void {
    this.end();
    this.part?.kill();
  }

  private end(): void {
    this.stopped = true;
    clearTimeout(this.waiting);
    this.settle();
  }

  private async live(): Promise<void> {
    const born = performance.now();
    const part = Part.spawn(this.plan, READY_MILLIS);
    this.part = part;
    const why = await part.ready.then(
      () => undefined,
      (fault: Error) => fault.message,
    );
    if (why !== undefined) {
      this.tell(why);
      // Silent or at fault, and perhaps alive: only one may be.
      await part.stop(2_000);
    }
    this.settle();
    await part.ended;
    if (this.stopped) return;
    if (performance.now() - born > LONG_LIFE_MILLIS) {
      this.wait = this.waits[0];
      this.told = undefined;
    }
    if (why === undefined)
      this.tell(part.fault ?? `The ${this.plan.name} ended unexpectedly; it is started again.`);
    this.waiting = setTimeout(() => void this.live(), this.wait);
    this.wait = Math.min(2 * this.wait, this.waits[1]);
  }

  private tell(sentence: string): void {
    if (this.stopped || sentence === this.told) return;
    this.told = sentence;
    this.options.trouble(sentence, this.plan.name);
  }

  private get waits(): readonly [number, number] {
    return this.options.waits ?? [500, 30_000];
  }
}
