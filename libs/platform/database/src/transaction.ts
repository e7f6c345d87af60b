import type { Row, Statement } from './flight/statement.js';

/** A transaction under way, walled to one organisation. Valid until the work it was given to ends. */
export interface Transaction {
  readonly organisationId: string;
  query(statement: Statement): Promise<Row[]>;
  /** Several statements in one round trip. */
  flight(statements: readonly Statement[]): Promise<Row[][]>;
  /**
   * A statement whose answer nobody reads: it travels ahead of whatever is sent next, with COMMIT at the latest, and costs no
   * round trip of its own. What it fails with, that one fails with.
   */
  later(statement: Statement): void;
  /** Runs once the COMMIT is confirmed, in order; forgotten when the transaction fails or is tried again. */
  afterCommit(run: () => void): void;
}

export const BEGIN: Statement = { text: 'begin', values: [] };
/** PostgreSQL manual section 13.2.2: every statement sees what was committed when the first one began. */
export const BEGIN_SNAPSHOT: Statement = {
  text: 'begin isolation level repeatable read, read only',
  values: [],
};
const OVER = 'The transaction is over; its handle was kept too long.';
const COMMIT: Statement = { text: 'commit', values: [] };
const ROLLBACK: Statement = { text: 'rollback', values: [] };

/** So many at once: a write of thousands of rows must not pile them up in memory. */
const MOST_WAITING = 50;

/** Sends statements over the connection that this transaction holds. */
export type Send = (statements: readonly Statement[]) => Promise<Row[][]>;

/**
 * BEGIN and the settings travel with the first statement, and what nobody reads travels with the next, so a transaction
 * takes one round trip for each answer that is waited for, and one for COMMIT. Statements sent at once run one after the other.
 *
 * After a failed statement nothing more is sent and the work's result is not trusted: PostgreSQL answers COMMIT
 * in a failed transaction with a rollback and no error, so swallowed errors would look like success.
 */
export class OpenTransaction implements Transaction {
  private readonly afterwards: (() => void)[] = [];
  private waiting: Statement[] = [];
  private tail: Promise<unknown> = Promise.resolve();
  private begun = false;
  private over = false;
  private failed = false;
  private failure: unknown;

  constructor(
    readonly organisationId: string,
    private readonly opening: readonly Statement[],
    private readonly send: Send,
  ) {}

  async query(statement: Statement): Promise<Row[]> {
    const [rows] = await this.flight([statement]);
    return rows ?? [];
  }

  flight(statements: readonly Statement[]): Promise<Row[][]> {
    if (this.over) return Promise.reject(new Error(OVER));
    const ahead = this.takeWaiting();
    const answer = this.tail.then(() => this.sendNext(ahead, statements));
    this.tail = answer.catch(() => undefined);
    return answer;
  }

  later(statement: Statement): void {
    if (this.over) throw new Error(OVER);
    this.waiting.push(statement);
    // Its failure is kept, and fails what comes next.
    if (this.waiting.length === MOST_WAITING) this.flight([]).catch(() => undefined);
  }

  afterCommit(run: () => void): void {
    this.afterwards.push(run);
  }

  /** Commits and returns what has to run afterwards. */
  async commit(): Promise<readonly (() => void)[]> {
    this.over = true;
    await this.tail;
    const ahead = this.takeWaiting();
    if (this.begun || ahead.length > 0) await this.sendNext(ahead, [COMMIT]);
    else if (this.failed) throw this.failure;
    return this.afterwards;
  }

  async rollback(): Promise<void> {
    this.over = true;
    await this.tail;
    if (this.begun) await this.send([ROLLBACK]);
  }

  private takeWaiting(): readonly Statement[] {
    const ahead = this.waiting;
    this.waiting = [];
    return ahead;
  }

  private async sendNext(ahead: readonly Statement[], statements: readonly Statement[]): Promise<Row[][]> {
    if (this.failed) throw this.failure;
    const before = this.begun ? ahead : [...this.opening, ...ahead];
    this.begun = true;
    try {
      return (await this.send([...before, ...statements])).slice(before.length);
    } catch (error) {
      this.failed = true;
      this.failure = error;
      throw error;
    }
  }
}
