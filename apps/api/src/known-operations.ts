import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KnownOperations } from '@courtyard/graphql';

/** The operations of the built client, as its build wrote them: text by SHA-256. None where it was not built. */
export function knownOperations(web: string): KnownOperations {
  const path = join(web, 'dist', 'persisted-documents.json');
  if (!existsSync(path)) return new Map();
  return new Map(Object.entries(JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>));
}
