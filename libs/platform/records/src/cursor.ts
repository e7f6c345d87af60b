import { CourtyardError } from '@courtyard/errors';

/** Where a page ended: the value it is ordered by, and the key that breaks ties. */
export interface Position {
  readonly order: string;
  readonly key: string;
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
