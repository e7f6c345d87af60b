/** What travels: text format, or bytes in binary format for bytea. */
export type Encoded = string | Buffer | null;

/**
 * A parameter as PostgreSQL reads it: strings as they are, numbers and bigints in decimal, booleans, dates as
 * ISO 8601 in UTC, arrays as array literals, buffers as bytea. `undefined` is refused: it is a forgotten value,
 * and as NULL it would silently match nothing or, in a policy, everything. JSON is the caller's to stringify.
 */
export function encode(value: unknown, index = 0): Encoded {
  if (value === null || Buffer.isBuffer(value)) return value;
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  if (Array.isArray(value)) return arrayLiteral(value, index);
  return scalar(value, index);
}

function scalar(value: unknown, index: number): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError(`Parameter ${index + 1} is not a finite number.`);
      return String(value);
    case 'bigint':
      return value.toString();
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value instanceof Date) {
        if (Number.isNaN(value.getTime())) throw new TypeError(`Parameter ${index + 1} is not a valid date.`);
        return value.toISOString();
      }
  }
  throw new TypeError(`Parameter ${index + 1} is ${kindOf(value)}, which has no form in PostgreSQL.`);
}

/** Array literal of PostgreSQL manual section 8.15.2; every element quoted, so that NULL and '' stay apart. */
function arrayLiteral(values: readonly unknown[], index: number): string {
  return `{${values.map((value) => element(value, index)).join(',')}}`;
}

function element(value: unknown, index: number): string {
  if (value === null) return 'NULL';
  if (Array.isArray(value)) return arrayLiteral(value, index);
  if (value instanceof Uint8Array) return `"\\\\x${Buffer.from(value).toString('hex')}"`;
  if (typeof value === 'number' || typeof value === 'bigint') return scalar(value, index);
  return `"${scalar(value, index).replace(/["\\]/g, '\\$&')}"`;
}

function kindOf(value: unknown): string {
  return value === undefined ? 'undefined' : `a ${typeof value}`;
}
