import type { Database } from '@courtyard/database';
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';

/** At most `tries` within `seconds` of the first of them. */
export interface LimitRule {
  readonly tries: number;
  readonly seconds: number;
}

/** What became of one try. */
export interface Spent {
  readonly allowed: boolean;
  /** When the next try can succeed, in whole seconds from now; at least 1 where this one was not allowed. */
  readonly retryAfterSeconds: number;
  /** True for the first try beyond the limit, so that a flood leaves one event and not thousands. */
  readonly crossed: boolean;
}

export interface Limit {
  /** Counts one try before it is made, so that tries at the same moment cannot pass together. */
  spend(key: string): Promise<Spent>;
  /** Takes a try back that turned out to be an honest one. */
  refund(key: string): Promise<void>;
  /** Starts the count of a key anew. */
  forget(key: string): Promise<void>;
  /** Sets the count of a key to one from now on, as a mark that lasts for the rule's seconds. */
  mark(key: string): Promise<void>;
  isMarked(key: string): Promise<boolean>;
}

/**
 * Counts tries in `sign_in_throttle`. A named exception to "every table has organisation_id" (architecture.md): it is asked
 * before an organisation is known. Its keys are the caller's to make opaque; no address or account is stored as it is.
 * While the database cannot be asked, each process counts for itself in memory.
 */
export class Throttle {
  constructor(private readonly database: Database) {}

  /** @param name keeps the keys of one limit apart from those of others; stable, because counts outlive the process. */
  limit(name: string, rule: LimitRule): Limit {
    const plan = { keyPrefix: name, points: rule.tries, duration: rule.seconds };
    const limiter = new RateLimiterPostgres({
      ...plan,
      storeClient: { query: (query: Query) => this.query(query) },
      storeType: 'client',
      tableName: 'sign_in_throttle',
      tableCreated: true,
      insuranceLimiter: new RateLimiterMemory(plan),
    });
    return {
      spend: async (key) => {
        try {
          await limiter.consume(key);
          return { allowed: true, retryAfterSeconds: 0, crossed: false };
        } catch (refusal) {
          if (!(refusal instanceof RateLimiterRes)) throw refusal;
          return {
            allowed: false,
            retryAfterSeconds: Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)),
            crossed: refusal.consumedPoints === rule.tries + 1,
          };
        }
      },
      refund: async (key) => void (await limiter.reward(key)),
      forget: async (key) => void (await limiter.delete(key)),
      mark: async (key) => void (await limiter.set(key, 1, rule.seconds)),
      isMarked: async (key) => ((await limiter.get(key))?.consumedPoints ?? 0) > 0,
    };
  }

  /** The library reads rows by name and numbers as numbers; ours come by position and as text. */
  private async query({ text, values }: Query): Promise<{ rows: object[]; rowCount: number }> {
    const [rows = []] = await this.database.withoutOrganisation([{ text, values: values ?? [] }]);
    return {
      rowCount: rows.length,
      rows: rows.map(([points, expire]) => ({
        points: Number(points),
        expire: expire === null ? null : Number(expire),
      })),
    };
  }
}

interface Query {
  readonly text: string;
  readonly values?: readonly unknown[];
}
