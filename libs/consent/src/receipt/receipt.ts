import { createHash } from 'node:crypto';
import { type Field, fieldKey, PURPOSES, RECIPIENT_CATEGORIES } from '@courtyard/catalogue';
import { commitmentTo } from '../consent/commitment.js';
import type { Consent } from '../consent/consent.entity.js';
import { SHOWN_SCHEME } from '../consent/shown.js';
import { isYes } from '../consent/standing.js';
import { coveredBy } from '../index/index-rows.js';
import { noticeHash, noticeOf } from '../notice/notice.js';
import type { Recipient } from '../recipient/recipient.entity.js';

export const RECEIPT_SCHEMA = 'ISO/IEC TS 27560:2023';

/** What a receipt is made of: the events of one decision, the first of which it is asked for. */
export interface Receipted {
  readonly answer: Consent;
  /** All that was said in the same moment, to the same card. */
  readonly together: readonly Consent[];
  /** What became of it since, the oldest first. */
  readonly since: readonly Consent[];
  readonly field: Field;
  readonly recipient: Recipient;
  readonly organisation: { readonly id: string; readonly name: string };
}

/**
 * A consent record in the form of ISO/IEC TS 27560:2023, section 6, as JSON; terms of DPV 2.3. What the specification has no
 * place for stands under `courtyard`.
 *
 * `pii_principal_id` is a pseudonym, another one for each recipient: two receipts shown to two recipients do not tell that they
 * are of one person.
 */
export function receiptOf(receipted: Receipted): object {
  const { answer, together, since, field, recipient, organisation } = receipted;
  const notice = noticeOf(answer.noticeId, answer.noticeVersion);
  const events = [answer, ...since];
  return {
    schema_version: RECEIPT_SCHEMA,
    record_id: answer.id,
    pii_principal_id: pseudonymOf(organisation.id, answer.employeeId, recipient.id),
    privacy_notice: {
      id: notice.id,
      version: String(notice.version),
      sha256: noticeHash(notice, answer.language),
      uri: `urn:courtyard:notice:${notice.id}:${notice.version}:${answer.language}`,
    },
    language: answer.language,
    purposes: [
      {
        purpose: answer.purpose,
        purpose_type: PURPOSES[answer.purpose].terms,
        purpose_description: PURPOSES[answer.purpose].sentence,
        lawful_basis: 'dpv:Consent',
        pii_information: [
          {
            pii_attribute_id: fieldKey(field),
            pii_type: field.category,
            sensitive: field.sensitivity === 'special',
            decision: isYes(answer) ? 'given' : 'refused',
            ...(answer.rowId === null ? {} : { item: answer.rowId }),
          },
        ],
        recipient_third_parties: [recipient.id],
        processing_method: ['dpv:Transfer'],
        retention_period: answer.validUntil ?? null,
        storage_location: recipient.country,
        jurisdiction: recipient.country,
        withdrawal_method: 'In Courtyard, privacy centre, one click; mutation withdrawConsent.',
        geographic_restriction: null,
      },
    ],
    parties: [
      { party_id: organisation.id, party_role: 'pii_controller', party_name: organisation.name },
      {
        party_id: recipient.id,
        party_role: 'recipient',
        party_name: recipient.name,
        party_owner: recipient.ownerName,
        party_country: recipient.country,
        party_type: RECIPIENT_CATEGORIES[recipient.category].terms,
        party_version: recipient.lineageVersion,
      },
    ],
    events: events.map(({ id, kind, at, effectiveAt, validUntil }) => ({
      event_id: id,
      event_type: kind,
      event_time: at,
      event_state: stateOf(kind),
      ...(effectiveAt ? { effective_time: effectiveAt } : {}),
      ...(validUntil ? { validity_until: validUntil } : {}),
    })),
    courtyard: {
      covers_until: isYes(answer) ? coveredBy(answer) : null,
      proven_by: answer.provenBy,
      // Which words it was said of: `seenOf` the salt below and `versionOf` the words. Without them nobody tells which.
      shown: answer.seen ? { scheme: SHOWN_SCHEME, sha256: answer.seen } : null,
      onward_transfer: 'forbidden',
      commitment:
        answer.salt === null
          ? null
          : {
              sha256: commitmentTo(answer.salt, together),
              salt: answer.salt,
              events: together.map(({ id }) => id),
            },
    },
  };
}

/** The same person towards the same recipient, and nobody otherwise. */
function pseudonymOf(organisationId: string, employeeId: string, recipientId: string): string {
  const text = ['courtyard/principal/1', organisationId, recipientId, employeeId].join('\n');
  return `urn:sha256:${createHash('sha256').update(text).digest('hex')}`;
}

function stateOf(kind: Consent['kind']): string {
  switch (kind) {
    case 'ConsentGiven':
    case 'RenewedConsentGiven':
      return 'given';
    case 'ConsentRefused':
      return 'refused';
    case 'ConsentWithdrawn':
      return 'withdrawn';
    case 'ConsentExpired':
      return 'expired';
    case 'ConsentInvalidated':
      return 'invalidated';
    case 'ConsentRevoked':
      return 'revoked';
    case 'ConsentRequested':
      return 'requested';
    case 'ConsentRequestDeferred':
      return 'deferred';
  }
}
