import { createHash } from 'node:crypto';
import { fieldKey } from '@courtyard/catalogue';
import canonicalize from 'canonicalize';
import type { AskedField } from '../field/asked-field.js';

export const SHOWN_SCHEME = 'courtyard/shown/1';

export type Row = Readonly<Record<string, unknown>>;

/** One cell of a person as a card shows it. */
export interface ShownCell {
  readonly rowId: string;
  /** What a person reads of it: the whole. */
  readonly text: string;
  /** When the row came to be, and when its words were changed last: what a yes is measured by. */
  readonly since: string;
  readonly changed: string | null;
}

/** Null where the cell holds nothing. */
export function shownCell({ field, of }: AskedField, row: Row): ShownCell | null {
  const text = textOf(row[field.name]);
  const changed = of.changed === null ? null : ((row[of.changed] ?? null) as string | null);
  return text === null ? null : { rowId: String(row['id']), text, since: String(row[of.since]), changed };
}

/**
 * The version of what a card shows of a field: SHA-256 in base64url over the canonical JSON (RFC 8785) of the cells, their words
 * and their moments. Another word, another moment or another cell is another version.
 */
export function versionOf({ field }: AskedField, cells: readonly ShownCell[]): string {
  const shown = cells.map(({ rowId, text, since, changed }) => ({ item: rowId, since, changed, text }));
  const json = canonicalize({ scheme: SHOWN_SCHEME, field: fieldKey(field), shown }) as string;
  return createHash('sha256').update(json, 'utf8').digest('base64url');
}

/**
 * What a yes keeps of the version it was said of: SHA-256 of its salt and the version, in hexadecimal. Salted, so that two
 * receipts of two people, or to two recipients, do not tell that they are of the same words.
 */
export function seenOf(salt: string, version: string): string {
  return createHash('sha256').update(`${salt}\n${version}`, 'utf8').digest('hex');
}

/**
 * Up to when a yes to these cells covers them: the moment of the latest, up to the next whole millisecond, because the
 * database counts in finer ones than we do. Words that change later are later by more than that (migration 0021).
 */
export function lastChange(cells: readonly ShownCell[]): Date {
  const moments = cells.flatMap(({ since, changed }) => [Date.parse(since), Date.parse(changed ?? since)]);
  return new Date(Math.max(...moments) + 1);
}

/** A value as a person reads it; null where there is none. */
function textOf(value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null;
  return Array.isArray(value) ? value.join(', ') : String(value);
}
