import { type Fact, keys, type Policy, snakeCase } from '@courtyard/access';
import { declareIndexTable } from './index-tables.js';
import { identifier } from './policy-sql.js';

/**
 * How a resource is reached by audience keys: an array of keys in the row (the truth, by which it is judged), and a table
 * that lists rows by key and time (its index, by which pages are found). The gate keeps the index in the same transaction.
 */
export interface Reach {
  readonly fact: Fact;
  /** Property with the keys, and its column. */
  readonly keys: string;
  readonly keysColumn: string;
  /** Property that orders pages; a UUIDv7. */
  readonly order: string;
  /** Newest first, or what waits longest. */
  readonly direction: 'asc' | 'desc';
  /** While this holds, the row is in the index. */
  readonly when: { readonly property: string; readonly equals: string };
  readonly index: string;
  readonly keyColumn: string;
  readonly orderColumn: string;
  readonly idColumn: string;
  /** Property that names who a row is by, and its column in the index: rows of one person are found by it and a key. */
  readonly by: { readonly property: string; readonly column: string } | null;
}

const reaches = new WeakMap<Policy, Reach>();

/**
 * Declares that rows of a policy are reached by audience keys through `index(organisation_id, audience_key, order, id)`; with
 * `by`, the index also says who a row is by.
 */
export function reachedByKeys<Row extends object>(
  policy: Policy<Row, string>,
  to: {
    keys: keyof Row & string;
    order: keyof Row & string;
    direction?: 'asc' | 'desc';
    when: { property: keyof Row & string; equals: string };
    index: string;
    idColumn: string;
    by?: keyof Row & string;
  },
): void {
  declareIndexTable(to.index);
  reaches.set(policy, {
    ...to,
    fact: keys,
    keysColumn: snakeCase(to.keys),
    index: identifier(to.index),
    keyColumn: 'audience_key',
    direction: to.direction ?? 'desc',
    orderColumn: identifier(snakeCase(to.order)),
    idColumn: identifier(to.idColumn),
    by: to.by === undefined ? null : { property: to.by, column: identifier(snakeCase(to.by)) },
  });
}

export function reachOf(policy: Policy): Reach | undefined {
  return reaches.get(policy);
}
