import { randomBytes } from 'node:crypto';
import { hash, needsRehash, verify } from 'argon2';
import { Turns } from './turns.js';

export interface PasswordCost {
  /** KiB. */
  readonly memoryCost: number;
  readonly timeCost: number;
  readonly parallelism: number;
}

/** OWASP Password Storage Cheat Sheet: 19 MiB, two passes, one lane; 28 ms on the machine it was measured on. */
export const PASSWORD_COST: PasswordCost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Two at once leave the thread pool (four by default) room for files and name look-ups. */
const AT_ONCE = 2;
/** About a second and a half of waiting; whoever comes later is told at once. */
const WAITING = 100;

/** argon2id (RFC 9106). Every password of the product is hashed and compared here, a bounded number at once. */
export class PasswordHasher {
  private readonly turns: Turns;
  private nobodys: Promise<string> | undefined;
  /** How many comparisons were made, for tests of equal work. */
  comparisons = 0;

  constructor(
    private readonly cost: PasswordCost = PASSWORD_COST,
    limits: { readonly atOnce: number; readonly waiting: number } = { atOnce: AT_ONCE, waiting: WAITING },
  ) {
    this.turns = new Turns(limits.atOnce, limits.waiting);
  }

  /** @throws server.unavailable when too many wait already. */
  hash(password: string): Promise<string> {
    return this.turns.take(() => hash(Buffer.from(password), this.cost));
  }

  /**
   * Compares with a stored hash, or with nobody's where there is none: the same work either way, so that neither the
   * answer nor its time tells whether an account exists.
   * @throws server.unavailable when too many wait already.
   */
  async verify(stored: string | null, password: string): Promise<boolean> {
    const digest = stored ?? (await this.nobody());
    return this.turns.take(async () => {
      this.comparisons++;
      return (await verify(digest, Buffer.from(password))) && stored !== null;
    });
  }

  /** True for a hash made at another cost than today's. */
  isOutdated(stored: string): boolean {
    return needsRehash(stored, this.cost);
  }

  /** Makes nobody's hash ahead of the first sign-in, which would take longer than the others otherwise. */
  async warmUp(): Promise<void> {
    await this.nobody();
  }

  private nobody(): Promise<string> {
    this.nobodys ??= hash(randomBytes(32), this.cost);
    return this.nobodys;
  }
}
