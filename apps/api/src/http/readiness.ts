/** Why this process does not answer people now, in a word. */
export type NotReady = 'draining' | 'database' | 'migrations' | 'log' | 'audit' | 'clock';

/** What must hold, in the order in which it is asked; a check that fails to answer does not hold. */
export type Checks = readonly (readonly [word: NotReady, holds: () => Promise<boolean>])[];

const KEPT_MILLIS = 1_000;
const PATIENCE_MILLIS = 3_000;

/**
 * Whether people may be sent here. Asked as often as anybody likes, it looks once a second, and everybody who asks meanwhile
 * hears the same. On the way out it says no before anything is closed.
 */
export class Readiness {
  private draining = false;
  private looking: Promise<NotReady | null> | undefined;
  private until = 0;
  private last: NotReady | null = null;

  /** @param changed told when it is lost, and when it is back */
  constructor(
    private readonly checks: Checks,
    private readonly changed: (why: NotReady | null) => void = () => undefined,
  ) {}

  /** From here on nobody is to be sent here any more. */
  drain(): void {
    this.draining = true;
  }

  async whyNot(): Promise<NotReady | null> {
    if (this.draining) return 'draining';
    if (!this.looking || performance.now() >= this.until) {
      this.until = Number.POSITIVE_INFINITY;
      this.looking = this.look().finally(() => {
        this.until = performance.now() + KEPT_MILLIS;
      });
    }
    const why = await this.looking;
    return this.draining ? 'draining' : why;
  }

  private async look(): Promise<NotReady | null> {
    const why = await this.firstToFail();
    if (why !== this.last) this.changed(why);
    this.last = why;
    return why;
  }

  private async firstToFail(): Promise<NotReady | null> {
    for (const [word, holds] of this.checks) if (!(await inTime(holds))) return word;
    return null;
  }
}

async function inTime(holds: () => Promise<boolean>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const impatience = new Promise<false>((done) => {
    timer = setTimeout(() => done(false), PATIENCE_MILLIS);
  });
  try {
    return await Promise.race([holds().catch(() => false), impatience]);
  } finally {
    clearTimeout(timer);
  }
}
