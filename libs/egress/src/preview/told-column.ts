import { type DryRunColumn, type Field, type PresentedColumn, REASONS } from '@courtyard/catalogue';
import { toldField } from '@courtyard/consent';
import { DisclosureColumn } from '../disclosure/disclosure.view.js';

/**
 * Counts of ten and more, rounded down to tens: two previews of today and tomorrow differ when a ten was crossed, and not with
 * every person who changed their mind. Below ten `presentColumn` tells nothing anyway.
 */
export function roundedDown(column: DryRunColumn): DryRunColumn {
  const rounded = (count: number) => (count < 10 ? count : count - (count % 10));
  return {
    ...column,
    released: rounded(column.released),
    withheld: Object.fromEntries(
      Object.entries(column.withheld).map(([reason, count]) => [reason, rounded(count ?? 0)]),
    ),
  };
}

export function toldColumn(field: Field, { cells, released, withheld }: PresentedColumn): DisclosureColumn {
  return Object.assign(new DisclosureColumn(), {
    field: toldField(field),
    cells,
    released,
    withheld: REASONS.flatMap((reason) => {
      const count = withheld[reason];
      return count === undefined ? [] : [{ reason, count }];
    }),
  });
}
