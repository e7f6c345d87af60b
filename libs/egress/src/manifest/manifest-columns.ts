import { type DryRunColumn, type PresentedColumn, presentColumn } from '@courtyard/catalogue';
import { roundedDown } from '../preview/told-column.js';

/**
 * The columns of a manifest, in the order of the file: counted as a preview counts, in tens (docs/decisions/0024). Of exact counts
 * two manifests, or a manifest and a preview, could be subtracted, and the difference is what one person said.
 */
export function manifestColumns(columns: readonly DryRunColumn[]): readonly PresentedColumn[] {
  return columns.map((column) => presentColumn(roundedDown(column), { nobodyCanHaveSpoken: false }));
}
