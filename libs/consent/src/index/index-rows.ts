import type { Purpose } from '@courtyard/catalogue';
import type { ConsentEvent, Standing } from '../consent/standing.js';

/** Before every cell: where rows of noes stand, so that no expiry of a yes ever takes a no along. */
export const BEGINNING = '1970-01-01T00:00:00.000Z';
/** Of rows that hold no yes. */
export const FOREVER = '9999-12-31T00:00:00.000Z';

/** A row of the index without whose it is; of the field where `rowId` is null. */
export interface IndexRow {
  readonly purpose: Purpose;
  readonly recipientId: string;
  readonly entity: string;
  readonly rowId: string | null;
  readonly coversUntil: string;
  /** Decimal text of a 64-bit number with sign, as PostgreSQL writes it. */
  readonly bits: string;
  readonly noBits: string;
  readonly validUntil: string;
  readonly pendingAt: string | null;
}

interface Draft {
  readonly row: Pick<IndexRow, 'purpose' | 'recipientId' | 'entity' | 'rowId'>;
  coversUntil: number;
  bits: bigint;
  noBits: bigint;
  validUntil: number;
  pendingAt: number;
}

const END = Date.parse(FOREVER);

/**
 * The rows that say what holds at a moment, from what a person said.
 *
 * 1. A bit is set for a yes that counts now, and for no other.
 * 2. `validUntil` is the earliest expiry of a set bit; `pendingAt` the moment at which the next yes of the row begins to count.
 * 3. Of fields a row covers the cells that one date covers; of an item there is one row, and it covers what the earliest yes
 *    covers.
 */
export function indexRowsOf(standings: Iterable<Standing>): IndexRow[] {
  const drafts = new Map<string, Draft>();
  for (const standing of standings) {
    const { current, next, no, fieldNo } = standing;
    const bit = 1n << BigInt(fieldNo);
    if (no) draftOf(drafts, standing, BEGINNING).noBits |= bit;
    if (current) {
      const draft = draftOf(drafts, standing, coveredBy(current));
      draft.bits |= bit;
      draft.validUntil = Math.min(draft.validUntil, Date.parse(current.validUntil as string));
      if (standing.rowId !== null)
        draft.coversUntil = Math.min(draft.coversUntil, Date.parse(coveredBy(current)));
    }
    if (next) {
      const draft = draftOf(drafts, standing, coveredBy(next));
      draft.pendingAt = Math.min(draft.pendingAt, Date.parse(next.effectiveAt as string));
    }
  }
  return [...drafts.values()].map(finished);
}

/** The same rows have the same key. */
export function rowKey(
  row: Pick<IndexRow, 'purpose' | 'recipientId' | 'entity' | 'rowId' | 'coversUntil'>,
): string {
  const { purpose, recipientId, entity, rowId, coversUntil } = row;
  return [purpose, recipientId, entity, rowId ?? `until ${Date.parse(coversUntil)}`].join('/');
}

/** Whether two rows of one key say the same. */
export function saysTheSame(a: IndexRow, b: IndexRow): boolean {
  return (
    a.bits === b.bits &&
    a.noBits === b.noBits &&
    Date.parse(a.validUntil) === Date.parse(b.validUntil) &&
    Date.parse(a.coversUntil) === Date.parse(b.coversUntil) &&
    (a.pendingAt === null) === (b.pendingAt === null) &&
    (a.pendingAt === null || Date.parse(a.pendingAt) === Date.parse(b.pendingAt as string))
  );
}

export function hasBit(bits: string, fieldNo: number): boolean {
  return ((BigInt(bits) >> BigInt(fieldNo)) & 1n) === 1n;
}

/** Of an item that was answered before cards handed versions out: what it said at that moment, whatever day the card named. */
export function coveredBy({ rowId, seen, coversUntil, at }: ConsentEvent): string {
  return rowId !== null && !seen ? at : (coversUntil ?? at);
}

function draftOf(drafts: Map<string, Draft>, standing: Standing, coversUntil: string): Draft {
  const { purpose, recipientId, entity, rowId } = standing;
  const key = rowKey({ purpose, recipientId, entity, rowId, coversUntil });
  let draft = drafts.get(key);
  if (!draft) {
    draft = {
      row: { purpose, recipientId, entity, rowId },
      coversUntil: rowId === null ? Date.parse(coversUntil) : END,
      bits: 0n,
      noBits: 0n,
      validUntil: END,
      pendingAt: END,
    };
    drafts.set(key, draft);
  }
  return draft;
}

function finished({ row, coversUntil, bits, noBits, validUntil, pendingAt }: Draft): IndexRow {
  return {
    ...row,
    // An item without a yes that counts covers nothing.
    coversUntil: coversUntil === END ? BEGINNING : new Date(coversUntil).toISOString(),
    bits: BigInt.asIntN(64, bits).toString(),
    noBits: BigInt.asIntN(64, noBits).toString(),
    validUntil: new Date(validUntil).toISOString(),
    pendingAt: pendingAt === END ? null : new Date(pendingAt).toISOString(),
  };
}
