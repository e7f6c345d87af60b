import { presentColumn, type Reason } from '@courtyard/catalogue';
import type { AskedRun } from './dry-run.js';

const WHY: Readonly<Record<Reason, string>> = {
  purpose_never: 'this purpose is closed for ever',
  recipient_never: 'this kind of recipient is closed for ever',
  policy: 'the organisation has not opened it, or has no contract for it',
  small_group: 'the group is too small',
  restricted: 'its use is restricted',
  withheld: 'not everybody concerned has said yes',
};

/** What a person reads: counts below ten are not told, because they tell of single people. */
export function tableOf(runs: readonly AskedRun[]): string {
  const rows = [
    ['recipient', 'purpose', 'field', 'cells', 'released', 'withheld'],
    ...runs.flatMap(({ purpose, recipient, run }) =>
      run.columns.map((column) => {
        const { field, cells, released, withheld } = presentColumn(column, run);
        const reasons = Object.entries(withheld).map(([reason, count]) => `${reason}: ${count}`);
        return [recipient.id, purpose, field, cells, released, reasons.join(', ')];
      }),
    ),
  ];
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const occurred = new Set(
    runs.flatMap(({ run }) => run.columns.flatMap(({ withheld }) => Object.keys(withheld))),
  );
  const reasons = [...occurred].map((reason) => `${reason}: ${WHY[reason as Reason]}.`);
  return [...lines, '', ...reasons].join('\n');
}
