import { AsyncLocalStorage } from 'node:async_hooks';
import { DatabaseUnavailable } from './database.errors.js';
import type { PreparedStatement, Row } from './flight/statement.js';

export interface ConvoyLimits {
  /** Reads in one convoy. */
  readonly most: number;
  /** Whole convoys under way at once; a smaller one waits for the one before it, and grows meanwhile. */
  readonly atOnce: number;
  /** How long anybody waits for the one before, in milliseconds. */
  readonly patienceMillis: number;
  /** A convoy that takes longer than this was held up by one of its reads, in milliseconds. */
  readonly slowMillis: number;
}

/** Two at once keep the two cores busy that this was measured on. */
export const CONVOY_LIMITS: ConvoyLimits = { most: 8, atOnce: 2, patienceMillis: 20, slowMillis: 250 };

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
 * 4. Nobody waits long behind what is slow: others depart without its kind, and whatever may have been it travels alone for a while.
 */
export class Convoys {
  private readonly waiting = new Map<string, Waiting[]>();
  private readonly alone = new Map<string, number>();
  private readonly late = new Set<readonly Waiting[]>();
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
        if (!this.mayDepart(waiting.length)) break;
        const reads = waiting.splice(0, this.limits.most);
        if (waiting.length === 0) this.waiting.delete(organisationId);
        const [alone, together] = partition(reads, ({ statement }) => this.isAlone(statement));
        for (const read of alone) this.sendAlone(organisationId, read);
        for (const some of partition(together, ({ statement }) => this.isLate(statement)))
          void some[0]?.within(() => this.travel(organisationId, some));
      }
    }
  }

  private mayDepart(reads: number): boolean {
    const { most, atOnce } = this.limits;
    return this.underWay === 0 || (this.underWay < atOnce && reads >= most);
  }

  private async travel(organisationId: string, reads: readonly Waiting[]): Promise<void> {
    let counts = true;
    this.underWay++;
    const makeRoom = () => {
      if (counts) this.underWay--;
      counts = false;
      this.depart();
    };
    const late = setTimeout(() => {
      this.late.add(reads);
      makeRoom();
    }, this.limits.patienceMillis);
    const slow = setTimeout(() => this.part(reads), this.limits.slowMillis);
    try {
      const statements = reads.map(({ statement }) => statement);
      const results = await this.fly(organisationId, statements);
      for (const [at, { resolve }] of reads.entries()) resolve(results[at] ?? []);
    } catch (failure) {
      for (const read of reads) {
        if (reads.length === 1 || failure instanceof DatabaseUnavailable) read.reject(failure);
        else this.sendAlone(organisationId, read);
      }
    } finally {
      clearTimeout(late);
      clearTimeout(slow);
      this.late.delete(reads);
      makeRoom();
    }
  }

  private sendAlone(organisationId: string, { statement, within, resolve, reject }: Waiting): void {
    within(() => this.readAlone(organisationId, statement)).then(resolve, reject);
  }

  private async readAlone(organisationId: string, statement: PreparedStatement): Promise<Row[]> {
    const [rows = []] = await this.fly(organisationId, [statement]);
    return rows;
  }

  private part(reads: readonly Waiting[]): void {
    const until = performance.now() + ALONE_MILLIS;
    for (const { statement } of reads) this.alone.set(statement.text, until);
  }

  /** Whether one of its kind is awaited for long: nothing else may travel with it. */
  private isLate({ text }: PreparedStatement): boolean {
    return [...this.late].some((reads) => reads.some(({ statement }) => statement.text === text));
  }

  private isAlone({ text }: PreparedStatement): boolean {
    const until = this.alone.get(text);
    if (until === undefined) return false;
    if (until > performance.now()) return true;
    this.alone.delete(text);
    return false;
  }
}

function partition<T>(all: readonly T[], isFirst: (one: T) => boolean): readonly [T[], T[]] {
  const { true: first = [], false: second = [] } = Object.groupBy(all, (one) => String(isFirst(one)));
  return [first, second];
}
