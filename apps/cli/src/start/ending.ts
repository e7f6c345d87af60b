import { watchParent } from './parent.js';

/** npm passes a Ctrl-C on to us that the terminal has sent us already: within this time it is the same one. */
const SAME_MILLIS = 400;

/**
 * The wish to end, from wherever it comes: Ctrl-C, SIGTERM, a closed terminal, the death of the process that
 * started us. A second wish ("impatience"), or too slow an end ("delay"), calls `atOnce`.
 */
export class Ending {
  readonly wanted: Promise<void>;
  private wish!: () => void;
  /** Whether somebody wished it, as against a part that died. */
  asked = false;
  private wishedAt = 0;
  private readonly forget: (() => void)[] = [];
  private impatience?: NodeJS.Timeout;

  /** `withinMillis` is what an end may take, from the first wish on. */
  constructor(
    private readonly atOnce: (why: 'impatience' | 'delay') => void,
    private readonly withinMillis = 2_800,
  ) {
    this.wanted = new Promise((done) => {
      this.wish = done;
    });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      const heard = () => this.heard();
      process.on(signal, heard);
      this.forget.push(() => process.off(signal, heard));
    }
    this.forget.push(
      watchParent(() => {
        this.asked = true;
        this.begin();
      }),
    );
  }

  /** What `work` gives, or undefined as soon as the end is wanted; the work then goes on unwatched. */
  async unlessWanted<T>(work: Promise<T>): Promise<T | undefined> {
    return Promise.race([work, this.wanted.then(() => undefined)]);
  }

  get isWanted(): boolean {
    return this.wishedAt > 0;
  }

  /** Ends as if asked to; for the death of a part, after which the rest must go as quickly. */
  begin(): void {
    if (this.isWanted) return;
    this.wishedAt = Date.now();
    this.impatience = setTimeout(() => this.atOnce('delay'), this.withinMillis);
    this.wish();
  }

  over(): void {
    clearTimeout(this.impatience);
    for (const forget of this.forget) forget();
  }

  private heard(): void {
    if (!this.isWanted) {
      this.asked = true;
      this.begin();
    } else if (Date.now() - this.wishedAt > SAME_MILLIS) this.atOnce('impatience');
  }
}
