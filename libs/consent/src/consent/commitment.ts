import { createHash, randomBytes } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Consent } from './consent.entity.js';

/** What is committed to: all that the person said at once, in the order of ids. */
type Said = Pick<
  Consent,
  'id' | 'kind' | 'requestId' | 'entity' | 'fieldNo' | 'rowId' | 'at' | 'provenBy' | 'seen'
>;

/** 256 random bits in base64url: without them nobody can try which answer fits a commitment. */
export function makeSalt(): string {
  return randomBytes(32).toString('base64url');
}

/**
 * SHA-256 of the salt and the canonical JSON (RFC 8785) of what was said, in hexadecimal. The audit log holds it, hidden once
 * more behind the person's key; it looks the same for a yes and a no, and the receipt opens it. By what a yes was proven is part
 * of the words (`/2`); of words with no proof in them, all older ones included, nothing says that one could be there (`/1`).
 */
export function commitmentTo(salt: string, events: readonly Said[]): string {
  const isProven = events.some(({ provenBy }) => (provenBy ?? null) !== null);
  const said = [...events]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, kind, requestId, entity, fieldNo, rowId, at, provenBy, seen }) => ({
      id,
      kind,
      requestId,
      entity: entity ?? null,
      fieldNo: fieldNo ?? null,
      rowId: rowId ?? null,
      at: new Date(at).toISOString(),
      ...(isProven ? { provenBy: provenBy ?? null } : {}),
      ...(seen ? { seen } : {}),
    }));
  const scheme = `courtyard/consent-commitment/${isProven ? 2 : 1}`;
  const text = canonicalize({ scheme, said }) as string;
  return createHash('sha256').update(`${salt}\n${text}`, 'utf8').digest('hex');
}
