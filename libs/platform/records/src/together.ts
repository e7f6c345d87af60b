import type { Row, Statement, Transaction } from '@courtyard/database';

interface Asked {
  readonly statement: Statement;
  resolve(rows: Row[]): void;
  reject(failure: unknown): void;
}

/**
 * A transaction of which questions that are asked in the same moment travel together, because none of them waits for another's answer.
 *
 * 1. Statements reach the database in the order in which they were given, answered or not, put off or not.
 * 2. Where one of them fails, all who travelled with it are told so: the transaction is lost for each.
 */
export class Together implements Transaction {
  private asked: Asked[] = [];

  constructor(private readonly transaction: Transaction) {}

  get organisationId(): string {
    return this.transaction.organisationId;
  }

  query(statement: Statement): Promise<Row[]> {
    return new Promise((resolve, reject) => {
      this.asked.push({ statement, resolve, reject });
      if (this.asked.length === 1) queueMicrotask(() => this.depart());
    });
  }

  flight(statements: readonly Statement[]): Promise<Row[][]> {
    this.depart();
    return this.transaction.flight(statements);
  }

  later(statement: Statement): void {
    this.depart();
    this.transaction.later(statement);
  }

  afterCommit(run: () => void): void {
    this.transaction.afterCommit(run);
  }

  private depart(): void {
    const { asked } = this;
    if (asked.length === 0) return;
    this.asked = [];
    this.transaction.flight(asked.map(({ statement }) => statement)).then(
      (answers) => {
        for (const [at, { resolve }] of asked.entries()) resolve(answers[at] ?? []);
      },
      (failure: unknown) => {
        for (const { reject } of asked) reject(failure);
      },
    );
  }
}
