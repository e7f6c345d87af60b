import { createHash } from 'node:crypto';
import type { Purpose } from '@courtyard/catalogue';
import canonicalize from 'canonicalize';

export type { Purpose };

/** Article 6(1) GDPR, letters f, b, c and a. */
export type Basis = 'legitimate-interest' | 'contract' | 'legal-obligation' | 'consent';

/**
 * What a business write, a look or a refusal is recorded as; and what leaves the walls, or changes what may:
 * - `consent`: somebody decided on a request; what they decided is not in it
 * - `policy`: a purpose, a recipient or an opening changed
 * - `disclosure`: one was requested, approved, refused, prepared, delivered or ended, as the operation says
 * - `released`: names the persons of whom cells left
 * - `restored`: a backup was put back and another log begins; `log` names the one before
 * - `bulk_read`: somebody read more than people read, and said that they meant to
 */
export type AccessKind =
  | 'opened'
  | 'closed'
  | 'written'
  | 'denied'
  | 'consent'
  | 'policy'
  | 'disclosure'
  | 'released'
  | 'restored'
  | 'bulk_read';

/** What identity records. Closed: a new kind is added here, with its decision in `security-event.ts`. */
export type SecurityKind =
  | 'signed_in'
  | 'sign_in_failed'
  | 'sign_in_throttled'
  | 'signed_out'
  | 'signed_out_everywhere'
  | 'session_revoked'
  | 'password_changed'
  | 'invitation_redeemed'
  | 'reauthentication_failed'
  | 'passkey_added'
  | 'passkey_removed'
  | 'password_reset_requested'
  | 'password_reset'
  | 'account_frozen';

export type EventKind = AccessKind | SecurityKind;

/**
 * An event in the form of privacy-model.md section 7. It has no place for a value or a title: every text in it is a
 * name from our own code, a commitment or a random id.
 */
export interface EventBody {
  readonly v: 1;
  readonly organisation: string;
  /** UUIDv7. */
  readonly id: string;
  /** ISO 8601 in UTC, milliseconds. */
  readonly at: string;
  readonly kind: EventKind;
  /** Name of the operation in our code. */
  readonly operation: string;
  /** Commitment; null for the application itself and for who is not known to be somebody. */
  readonly actor: string | null;
  /** Why the application acts without a person. */
  readonly errand: string | null;
  /** Sorted. */
  readonly roles: readonly string[];
  /** Commitments to everyone concerned, sorted. */
  readonly persons: readonly string[];
  readonly resources: readonly {
    readonly type: string;
    readonly action: string;
    /** Commitment. */
    readonly ref: string;
  }[];
  /** Field numbers of the catalogue, ascending. */
  readonly fields: readonly number[];
  readonly purpose: Purpose;
  readonly basis: Basis;
  readonly decision: 'permitted' | 'denied';
  /** Of a `closed` event, with the `opened` event it ends; an `opened` without `closed` counts as failed. */
  readonly outcome: 'answered' | 'failed' | null;
  readonly opened: string | null;
  /** SHA-256 of the permission matrix, in hexadecimal. */
  readonly policyVersion: string;
  /** Of the consent index by which a disclosure was decided. */
  readonly indexVersion: string | null;
  /** The case of a privileged read, or the disclosure that an event belongs to: an id made at random. */
  readonly case: string | null;
  readonly requestId: string;
  /** Of a refusal that was repeated: how often, since the event before. Absent is once. */
  readonly times?: number;
  /** Of a `restored` event. */
  readonly log?: LogFacts;
}

/** Which log ended and which begins: names, sizes in decimal and hashes in base64. */
export interface LogFacts {
  readonly origin: string;
  readonly begins: string;
  readonly root: string;
  readonly previous: { readonly origin: string; readonly size: string; readonly root: string } | null;
  readonly ledger: string;
}

/** An event as it is stored, with those whom it is to be found by. */
export interface StoredEvent {
  readonly id: string;
  readonly at: string;
  readonly kind: EventKind;
  /** Canonical JSON of the `EventBody`, UTF-8. */
  readonly body: Buffer;
  readonly leaf: Buffer;
  /** Ids for `audit_person`: the concerned without the actor. */
  readonly persons: readonly string[];
  /** Of a `closed` event: what it ends, for `audit_end`. */
  readonly ends?: string;
}

/** Canonical JSON, RFC 8785. @throws Error for what JSON cannot hold. */
export function canonical(value: object): string {
  const text = canonicalize(value);
  if (text === undefined) throw new Error('This has no canonical JSON.');
  return text;
}

/** The hash of a leaf of the Merkle tree: SHA-256 of 0x00 and the body (RFC 6962 section 2.1). */
export function leafHash(body: Uint8Array): Buffer {
  return createHash('sha256').update(LEAF).update(body).digest();
}

const LEAF = Buffer.of(0x00);

/** The version of the policies that an event names. @param matrix the text of `permissionMatrix()`. */
export function policyVersionOf(matrix: string): string {
  return createHash('sha256').update(matrix).digest('hex');
}
