import type { Row, Statement, Transaction } from '@courtyard/database';
import { Together } from './together.js';

const says = (text: string): Statement => ({ text, values: [] });

/** A transaction that writes down what it is given, a line a trip, and answers each statement with its own text. */
class Written implements Transaction {
  readonly organisationId = 'ours';
  readonly trips: string[][] = [];
  failing = false;

  async query(statement: Statement): Promise<Row[]> {
    return (await this.flight([statement]))[0] ?? [];
  }

  async flight(statements: readonly Statement[]): Promise<Row[][]> {
    this.trips.push(statements.map(({ text }) => text));
    if (this.failing) throw new Error('refused');
    return statements.map(({ text }) => [[text]]);
  }

  later({ text }: Statement): void {
    this.trips.push([`later ${text}`]);
  }

  afterCommit(): void {}
}

describe('questions of one transaction', () => {
  const begun = () => {
    const written = new Written();
    return { written, together: new Together(written) };
  };

  it('travel together when they are asked in the same moment, and each hears its own answer', async () => {
    const { written, together } = begun();
    const asked = async (text: string) => (await together.query(says(text)))[0]?.[0];
    expect(await Promise.all([asked('a'), asked('b'), asked('c')])).toEqual(['a', 'b', 'c']);
    expect(written.trips).toEqual([['a', 'b', 'c']]);
  });

  it('travel apart when one waits for the other', async () => {
    const { written, together } = begun();
    await together.query(says('a'));
    await together.query(says('b'));
    expect(written.trips).toEqual([['a'], ['b']]);
  });

  it('reach the database in the order in which they were given, put off or not', async () => {
    const { written, together } = begun();
    const first = together.query(says('a'));
    together.later(says('b'));
    const second = together.query(says('c'));
    await together.flight([says('d')]);
    await Promise.all([first, second]);
    expect(written.trips).toEqual([['a'], ['later b'], ['c'], ['d']]);
  });

  it('are all told when one of them fails, and nobody is left waiting', async () => {
    const { written, together } = begun();
    written.failing = true;
    const answers = await Promise.allSettled([together.query(says('a')), together.query(says('b'))]);
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(written.trips).toEqual([['a', 'b']]);
  });
});
