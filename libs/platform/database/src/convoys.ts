import { AsyncLocalStorage } from 'node:async_hooks';
import { DatabaseUnavailable } from './database.errors.js';
import type { PreparedStatement, Row } from './flight/statement.js';

export interface ConvoyLimits {
  /** Reads in one convoy. */
  readonly most: number;
  /** Convoys under way at once. */
  readonly atOnce: number;
  /** A convoy that took longer than this was held up by one of its reads: those travel alone for a while, in milliseconds. */
  readonly slowMillis: number;
}

/** A convoy of four takes as long as its four reads; two of them keep the two cores busy that this was measured on. */
export const CONVOY_LIMITS: ConvoyLimits = { most: 8, atOnce: 2, slowMillis: 250 };

/** How long reads of a text that may have held up others travel alone. */
const ALONE_MILLIS = 10_000;

/** Several statements in one round trip, walled to one organisation. */
export type Fly = (organisationId: string, reads: readonly PreparedStatement[]) => Promise<Row[][]>;

interface Waiting {
  readonly statement: PreparedStatement;
  /** What this read is a part of, such as a request. */
  readonly within: <T>(work: () => T) => T;
  resolve(rows: Row[]): void;
  reject(failure: unknown): void;
}

/**
 * Reads that different people ask for at about the same time travel together: to write to a connection and to wake the server
 * behind it costs more than many a read (docs/decisions/0045).
 *
 * 1. Together travels only what is walled to the same organisation. Each statement keeps its own values, and its own snapshot.
 * 2. A read that is asked for joins a convoy that has not left yet, so it sees what was committed before it was asked for.
 * 3. Where one fails, all of a convoy are asked for again, each alone: the failure is the one's who asked, and nobody else's.
 * 4. Nobody waits behind what is known to be slow: it travels alone for a while.
 */
export class Convoys {
  private readonly waiting = new Map<string, Waiting[]>();
  private readonly alone = new Map<string, number>();
  private underWay = 0;
  private scheduled = false;

  constructor(
    private readonly fly: Fly,
    private readonly limits: ConvoyLimits = CONVOY_LIMITS,
  ) {}

  read(organisationId: string, statement: PreparedStatement): Promise<Row[]> {
    if (this.isAlone(statement)) return this.readAlone(organisationId, statement);
    return new Promise((resolve, reject) => {
      const mine = { statement, within: AsyncLocalStorage.snapshot(), resolve, reject };
      const others = this.waiting.get(organisationId);
      if (others) others.push(mine);
      else this.waiting.set(organisationId, [mine]);
      if (this.scheduled) return;
      this.scheduled = true;
      // What arrived with the same look at the sockets travels together.
      setImmediate(() => {
        this.scheduled = false;
        this.depart();
      });
    });
  }

  private depart(): void {
    for (const [organisationId, waiting] of this.waiting) {
      while (waiting.length > 0) {
        if (this.underWay === this.limits.atOnce) return;
        const reads = waiting.splice(0, this.limits.most);
        if (waiting.length === 0) this.waiting.delete(organisationId);
        void (reads[0] as Waiting).within(() => this.travel(organisationId, reads));
      }
    }
  }

  private async travel(organisationId: string, reads: readonly Waiting[]): Promise<void> {
    this.underWay++;
    const started = performance.now();
    try {
      const statements = reads.map(({ statement }) => statement);
      const results = await this.fly(organisationId, statements);
      for (const [at, { resolve }] of reads.entries()) resolve(results[at] ?? []);
    } catch (failure) {
      this.explain(organisationId, reads, failure);
    } finally {
      this.underWay--;
      if (performance.now() - started > this.limits.slowMillis) this.part(reads);
      this.depart();
    }
  }

  private explain(organisationId: string, reads: readonly Waiting[], failure: unknown): void {
    for (const { statement, within, resolve, reject } of reads) {
      if (reads.length === 1 || failure instanceof DatabaseUnavailable) reject(failure);
      else within(() => this.readAlone(organisationId, statement)).then(resolve, reject);
    }
  }

  private async readAlone(organisationId: string, statement: PreparedStatement): Promise<Row[]> {
    const [rows = []] = await this.fly(organisationId, [statement]);
    return rows;
  }

  private part(reads: readonly Waiting[]): void {
    const until = performance.now() + ALONE_MILLIS;
    for (const { statement } of reads) this.alone.set(statement.text, until);
  }

  private isAlone({ text }: PreparedStatement): boolean {
    const until = this.alone.get(text);
    if (until === undefined) return false;
    if (until > performance.now()) return true;
    this.alone.delete(text);
    return false;
  }
}
