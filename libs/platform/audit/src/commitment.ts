import { createHmac, type KeyObject } from 'node:crypto';
import { canonical } from './event.js';
import { uuidOf } from './uuid.js';

/** Where in an event a commitment stands. One moved to another place, event or organisation does not verify. */
export type Slot = 'actor' | 'person' | 'resource';

export interface Committed {
  readonly organisationId: string;
  /** Makes the commitments of one person different in every event: without the key nobody can count or link them. */
  readonly eventId: string;
  readonly slot: Slot;
  /** `Person` for actors and persons, else the resource's name. */
  readonly type: string;
  readonly id: string;
}

const SCHEME = 'courtyard/audit-commitment/1';

/**
 * HMAC-SHA-256 (RFC 2104) over domain-separated canonical text, in base64url: 43 characters. The text is
 * `{"event","id","organisation","scheme","slot","type"}` after RFC 8785. Decided in docs/decisions/0005.
 */
export function commitmentOf(key: KeyObject, committed: Committed): string {
  const text = canonical({
    scheme: SCHEME,
    organisation: uuidOf(committed.organisationId),
    event: uuidOf(committed.eventId),
    slot: committed.slot,
    type: committed.type,
    // The id of something refused is whatever a client sent; canonical JSON knows no lone surrogates.
    id: committed.id.toWellFormed(),
  });
  return createHmac('sha256', key).update(text).digest('base64url');
}
