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

const MOST_XID = 2n ** 64n - 1n;
const MOST_ROW = 2n ** 63n - 1n;

/** Opaque to clients. */
export function toToken({ xid, row, at }: Position): string {
  return Buffer.from(`${xid}.${row}.${at}`).toString('base64url');
}

/** Null for whatever is not a token of ours. */
export function fromToken(token: string): Position | null {
  const match = /^(\d{1,20})\.(\d{1,19})\.(\d{1,12})$/.exec(
    Buffer.from(token, 'base64url').toString('latin1'),
  );
  if (!match) return null;
  const position = { xid: BigInt(match[1] as string), row: BigInt(match[2] as string), at: Number(match[3]) };
  if (position.xid > MOST_XID || position.row > MOST_ROW) return null;
  // One position, one token: decoding is lenient, so anything else is somebody's own making.
  return toToken(position) === token ? position : null;
}
