import { CourtyardError } from '@courtyard/errors';

/** Where a page ended: the value it is ordered by, and the key that breaks ties. */
export interface Position {
  readonly order: string;
  readonly key: string;
}

const FORMS: Readonly<Record<string, RegExp>> = {
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  timestamptz: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?Z$/,
  date: /^\d{4}-\d{2}-\d{2}$/,
  smallint: /^-?\d{1,4}$/,
  int: /^-?\d{1,9}$/,
  integer: /^-?\d{1,9}$/,
  bigint: /^-?\d{1,18}$/,
  text: /^[^\0]*$/,
};

/** Whether a value that came back from a client can be of a column's type; PostgreSQL would answer others with a fault. */
export function canBe(type: string, value: string): boolean {
  const form = FORMS[type]?.test(value) ?? false;
  return form && (!(type === 'timestamptz' || type === 'date') || isOnCalendar(value));
}

/** JavaScript turns 30 February into March and knows a year 0; PostgreSQL answers both with a fault. */
function isOnCalendar(value: string): boolean {
  const at = Date.parse(value);
  if (Number.isNaN(at) || value.startsWith('0000')) return false;
  return new Date(at).toISOString().slice(0, 10) === value.slice(0, 10);
}

/** Opaque to clients; they must not build or read it. */
export function toCursor({ order, key }: Position): string {
  return Buffer.from(JSON.stringify([order, key])).toString('base64url');
}

/** @throws input.invalid when the text is not a cursor of ours. */
export function fromCursor(cursor: string): Position {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (
      Array.isArray(parsed) &&
      parsed.length === 2 &&
      parsed.every((part) => typeof part === 'string' && part.length < 500)
    ) {
      return { order: parsed[0], key: parsed[1] };
    }
  } catch {
    // Falls through: whatever it was, it is not a cursor.
  }
  throw new CourtyardError('input.invalid', { fields: ['after'] });
}
