import type { Row, Statement } from './flight/statement.js';

/** A transaction under way, walled to one organisation. Valid until the work it was given to ends. */
export interface Transaction {
  readonly organisationId: string;
  query(statement: Statement): Promise<Row[]>;
  /** Several statements in one round trip. */
  flight(statements: readonly Statement[]): Promise<Row[][]>;
  /** Runs once the COMMIT is confirmed, in order; forgotten when the transaction fails or is tried again. */
  afterCommit(run: () => void): void;
}

export const BEGIN: Statement = { text: 'begin', values: [] };
/** PostgreSQL manual section 13.2.2: every statement sees what was committed when the first one began. */
export const BEGIN_SNAPSHOT: Statement = {
  text: 'begin isolation level repeatable read, read only',
  values: [],
};
const COMMIT: Statement = { text: 'commit', values: [] };
const ROLLBACK: Statement = { text: 'rollback', values: [] };

/** Sends statements over the connection that this transaction holds. */
export type Send = (statements: readonly Statement[]) => Promise<Row[][]>;

/**
 * BEGIN and the settings travel with the first statement, so a transaction of n statements takes n + 1 round
 * trips. Statements sent at once run one after the other.
 *
 * After a failed statement nothing more is sent and the work's result is not trusted: PostgreSQL answers COMMIT
 * in a failed transaction with a rollback and no error, so swallowed errors would look like success.
 */
export class OpenTransaction implements Transaction {
  private readonly afterwards: (() => void)[] = [];
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
    if (this.over) return Promise.reject(new Error('The transaction is over; its handle was kept too long.'));
    const answer = this.tail.then(() => this.sendNext(statements));
    this.tail = answer.catch(() => undefined);
    return answer;
  }

  afterCommit(run: () => void): void {
    this.afterwards.push(run);
  }

  /** Commits and returns what has to run afterwards. */
  async commit(): Promise<readonly (() => void)[]> {
    this.over = true;
    await this.tail;
    if (this.failed) throw this.failure;
    if (this.begun) await this.send([COMMIT]);
    return this.afterwards;
  }

  async rollback(): Promise<void> {
    this.over = true;
    await this.tail;
    if (this.begun) await this.send([ROLLBACK]);
  }

  private async sendNext(statements: readonly Statement[]): Promise<Row[][]> {
    if (this.failed) throw this.failure;
    const opening = this.begun ? [] : this.opening;
    this.begun = true;
    try {
      return (await this.send([...opening, ...statements])).slice(opening.length);
    } catch (error) {
      this.failed = true;
      this.failure = error;
      throw error;
    }
  }
}
