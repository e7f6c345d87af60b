/**
 * A place in the outbox: transactions in the order in which they became visible to all, then rows in the order in which
 * they were written. Row numbers alone would not do: they are given before commit, and commits come in another order.
 */
export interface Position {
  readonly xid: bigint;
  readonly row: bigint;
  /** When this was the end, seconds since 1970; a reader who comes back later than rows are kept must start anew. */
  readonly at: number;
}

export function isAfter(a: Position, b: Position): boolean {
  return a.xid === b.xid ? a.row > b.row : a.xid > b.xid;
}
