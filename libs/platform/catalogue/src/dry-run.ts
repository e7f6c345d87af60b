import type { ConsentReader } from './consent-reader.js';
import { decide, type Reason } from './decide.js';
import { type Field, fieldKey } from './fields.js';
import type { Purpose } from './purposes.js';
import type { Cell, OrganisationPolicy, Recipient } from './question.js';

/** What would leave and what would not, as counts of cells: no id, no value and no person stands in it. */
export interface DryRun {
  readonly purpose: Purpose;
  /** Id of the recipient. */
  readonly recipient: string;
  /** See `ConsentReader`. */
  readonly nobodyCanHaveSpoken: boolean;
  /** In the order in which the fields first came. */
  readonly columns: readonly DryRunColumn[];
}

export interface DryRunColumn {
  /** `Post.body` */
  readonly field: string;
  /** released and all of withheld. */
  readonly cells: number;
  readonly released: number;
  /** Only reasons that occurred. */
  readonly withheld: Readonly<Partial<Record<Reason, number>>>;
}

export interface CellAsked {
  readonly field: Field;
  readonly cell: Cell;
}

/**
 * Decides every cell and counts. The counts are exact, so they are for programs and tests; what people read goes through
 * `presentColumn`.
 */
export function decideCells(
  asked: { purpose: Purpose; recipient: Recipient; policy: OrganisationPolicy },
  cells: Iterable<CellAsked>,
  consents: ConsentReader,
): DryRun {
  const columns = new Map<string, { released: number; withheld: Map<Reason, number> }>();
  for (const { field, cell } of cells) {
    const key = fieldKey(field);
    const column = columns.get(key) ?? { released: 0, withheld: new Map<Reason, number>() };
    const decision = decide({ ...asked, field, cell }, consents);
    if (decision.released) column.released += 1;
    else column.withheld.set(decision.reason, (column.withheld.get(decision.reason) ?? 0) + 1);
    columns.set(key, column);
  }
  return {
    purpose: asked.purpose,
    recipient: asked.recipient.id,
    nobodyCanHaveSpoken: consents.nobodyCanHaveSpoken,
    columns: [...columns].map(([field, { released, withheld }]) => ({
      field,
      cells: [...withheld.values()].reduce((sum, count) => sum + count, released),
      released,
      withheld: Object.fromEntries(withheld),
    })),
  };
}
