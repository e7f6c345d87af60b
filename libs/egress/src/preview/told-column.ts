import {
  type DryRunColumn,
  type Field,
  type PresentedColumn,
  REASONS,
  type Reason,
} from '@courtyard/catalogue';
import { toldField } from '@courtyard/consent';
import { DisclosureColumn } from '../disclosure/disclosure.view.js';

const OF_PERSONS: readonly string[] = ['restricted', 'withheld'] satisfies Reason[];

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
      // What follows from the request alone tells of nobody, and is all of the cells or none.
      Object.entries(column.withheld).map(([reason, count = 0]) => [
        reason,
        OF_PERSONS.includes(reason) ? rounded(count) : count,
      ]),
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
