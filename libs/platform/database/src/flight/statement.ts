import { createHash } from 'node:crypto';
import { type Encoded, encode } from './parameters.js';

/**
 * One SQL statement. `text` must be constant: it is prepared once per connection under a name derived from
 * it, so a text with values glued in would fill the server's memory with plans (and open the door to
 * injection).
 */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
  /**
   * Planned each time, for these values, instead of once for any: worth its millisecond where one value is rare and another
   * is in every second row. Not for what is asked often.
   */
  readonly planned?: 'by_values';
}

/** One row by position, each cell in PostgreSQL's text format. */
export type Row = (string | null)[];

export interface PreparedStatement {
  /** Empty for the unnamed statement, which is parsed each time. */
  readonly name: string;
  readonly text: string;
  readonly values: Encoded[];
}

const names = new Map<string, string>();

/** Enough for every statement a program writes by hand; beyond it somebody is building texts from values. */
const MOST_TEXTS = 5_000;

/** Encodes the values before a connection is taken, so that a bad value costs nobody a connection. */
export function prepare(statement: Statement): PreparedStatement {
  const { text, values, planned } = statement;
  return { name: planned === 'by_values' ? '' : nameOf(text), text, values: values.map(encode) };
}

function nameOf(text: string): string {
  let name = names.get(text);
  if (name === undefined) {
    if (names.size >= MOST_TEXTS) {
      throw new RangeError(
        'Too many different statement texts: a text must be constant, values go beside it.',
      );
    }
    name = `c${createHash('sha256').update(text).digest('hex').slice(0, 20)}`;
    names.set(text, name);
  }
  return name;
}
