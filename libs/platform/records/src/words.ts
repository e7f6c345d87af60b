import type { Policy } from '@courtyard/access';
import { declareIndexTable } from './index-tables.js';
import { identifier } from './policy-sql.js';

/** A table that lists the words of an array column one by one, so that a prefix finds them by an index. */
export interface WordIndex {
  readonly table: string;
  readonly idColumn: string;
}

const indexes = new WeakMap<Policy, Map<string, WordIndex>>();

/**
 * Declares that the words of a property are also in `table(organisation_id, word, idColumn)`. Without it the words are
 * searched row by row, which is right for resources with few rows.
 */
export function findableByWords<Row extends object>(
  policy: Policy<Row, string>,
  property: keyof Row & string,
  to: { table: string; idColumn: string },
): void {
  declareIndexTable(to.table);
  const mine = indexes.get(policy) ?? new Map<string, WordIndex>();
  mine.set(property, { table: identifier(to.table), idColumn: identifier(to.idColumn) });
  indexes.set(policy, mine);
}

export function wordIndexOf(policy: Policy, property: string): WordIndex | undefined {
  return indexes.get(policy)?.get(property);
}
