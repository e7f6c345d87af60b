import type { Statement } from '@courtyard/database';

/** A row of the outbox, to be stored with what it tells about. */
export function outboxRow(organisationId: string, topic: string, payload: object): Statement {
  return {
    text: 'insert into outbox (organisation_id, topic, payload) values ($1::uuid, $2::text, $3::jsonb)',
    values: [organisationId, topic, JSON.stringify(payload)],
  };
}
