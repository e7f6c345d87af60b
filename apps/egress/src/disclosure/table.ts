import { stringify } from 'csv-stringify/sync';
import { neutralised } from './formula.js';

/** One row of one entity: only cells that were released have a value. */
export interface ReleasedRow {
  /** `Employee` */
  readonly entity: string;
  /** The row's random id for this recipient. */
  readonly ref: string;
  /** By field key, such as `Employee.name`; withheld cells are absent. */
  readonly cells: ReadonlyMap<string, string>;
}

export type Format = 'csv' | 'jsonl';

/** What stands before the first row, and what each page of rows becomes. */
export interface Table {
  readonly head: string;
  page(rows: readonly ReleasedRow[]): string;
}

/** Of a table that lists these columns, by field key. */
export function tableOf(format: Format, columns: readonly string[]): Table {
  return format === 'csv' ? commaSeparated(columns) : jsonLines;
}

/** RFC 4180: CRLF, quotes doubled. A withheld cell is empty, an empty one that was released is `""`. */
function commaSeparated(columns: readonly string[]): Table {
  const lines = (rows: (string | null)[][]) =>
    stringify(rows, { record_delimiter: 'windows', quoted_string: true });
  return {
    head: lines([['entity', 'ref', ...columns]]),
    page: (rows) =>
      lines(
        rows.map(({ entity, ref, cells }) => [
          entity,
          ref,
          ...columns.map((column) => {
            const text = cells.get(column);
            return text === undefined ? null : neutralised(text);
          }),
        ]),
      ),
  };
}

/** https://jsonlines.org: one object a line, UTF-8; words as they were written, a withheld cell is absent. */
const jsonLines: Table = {
  head: '',
  page: (rows) =>
    rows
      .map(
        ({ entity, ref, cells }) => `${JSON.stringify({ entity, ref, cells: Object.fromEntries(cells) })}\n`,
      )
      .join(''),
};
