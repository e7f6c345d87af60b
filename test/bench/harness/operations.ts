import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './product.js';

/** Put in place of each idempotency key by the driver. */
export const FRESH = '%FRESH%';

let known: readonly (readonly [hash: string, text: string])[] | undefined;

/** The request by which the built client asks: its operation by the hash of its text, and what varies. */
export function requestOf(operation: string, variables: object = {}): string {
  return JSON.stringify({
    operationName: operation,
    variables,
    extensions: { persistedQuery: { version: 1, sha256Hash: find(operation)[0] } },
  });
}

export function textOf(operation: string): string {
  return find(operation)[1];
}

export function hashOf(operation: string): string {
  return find(operation)[0];
}

function find(operation: string): readonly [string, string] {
  const path = join(ROOT, 'apps', 'web', 'dist', 'persisted-documents.json');
  known ??= Object.entries(JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>);
  const found = known.find(([, text]) =>
    new RegExp(`(query|mutation|subscription) ${operation}\\b`).test(text),
  );
  if (!found) throw new Error(`The built client has no ${operation}.`);
  return found;
}
