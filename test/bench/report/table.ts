import { amount } from '../figures/words.js';
import type { Result } from '../harness/figure.js';
import { reachedOf } from './judged.js';

/** What a line of the table says, in words. */
export function cellsOf(result: Result): readonly string[] {
  const { figure, measured, why } = result;
  const bar = (value: number | null) => (value === null ? '' : `${amount(value)}${unit}`);
  const unit = figure.unit === '' ? '' : ` ${figure.unit}`;
  const spread = measured && measured.low !== measured.high;
  const value = measured
    ? `${amount(measured.median)}${unit}${spread ? ` (${amount(measured.low)} to ${amount(measured.high)})` : ''}`
    : `not measured: ${why}`;
  return [
    figure.what,
    value,
    bar(figure.must),
    bar(figure.aim),
    reachedOf(result) ?? '',
    measured?.note ?? '',
  ];
}

export const HEAD = ['what', 'median (lowest to highest)', 'must', 'aim', 'reached', 'how'] as const;

/** For a terminal: columns without the last, whose words come below each line. */
export function tableOf(results: readonly Result[]): string {
  const rows = [HEAD, ...results.map(cellsOf)].map((cells) => cells.slice(0, 5));
  const widths = HEAD.slice(0, 5).map((_, at) => Math.max(...rows.map((cells) => cells[at]?.length ?? 0)));
  const lines = rows.map((cells) =>
    cells
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const notes = results.map((result) => cellsOf(result)[5]);
  return lines
    .flatMap((line, at) => (at > 0 && notes[at - 1] ? [line, `    ${notes[at - 1]}`] : [line]))
    .join('\n');
}
