import { CourtyardError } from '@courtyard/errors';

/**
 * Lets a bounded number of costly things run at once and a bounded number wait, in their order. A flood of sign-ins then
 * takes neither all memory (19 MiB each) nor all threads.
 */
export class Turns {
  private running = 0;
  private readonly queue: (() => void)[] = [];

  constructor(
    private readonly atOnce: number,
    private readonly waiting: number,
  ) {}

  /** @throws server.unavailable when too many wait already. */
  async take<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.running < this.atOnce) this.running++;
    else if (this.queue.length >= this.waiting) throw new CourtyardError('server.unavailable');
    // The turn is handed over, not given back and taken: nobody can slip in between.
    else await new Promise<void>((resolve) => this.queue.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.queue.shift();
      if (next) next();
      else this.running--;
    }
  }
}
