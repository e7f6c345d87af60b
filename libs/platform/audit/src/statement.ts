import type { Statement } from '@courtyard/database';
import type { StoredEvent } from './event.js';

/**
 * One named statement for one event or a thousand. `insert … select from unnest` needs no right to read, and nothing is
 * returned. What ends another event is listed in the index of ends; the first end is the end.
 */
const INSERT = `with event as (
  insert into audit_event (organisation_id, id, at, kind, body, leaf)
  select $1::uuid, e.* from unnest($2::uuid[], $3::timestamptz[], $4::text[], $5::bytea[], $6::bytea[]) e),
ended as (
  insert into audit_end (organisation_id, opened_id, event_id)
  select $1::uuid, x.* from unnest($9::uuid[], $10::uuid[]) x
  on conflict do nothing)
insert into audit_person (organisation_id, person_id, event_id)
select $1::uuid, p.* from unnest($7::uuid[], $8::uuid[]) p`;

/** Stores events of one organisation with their rows of the indexes of persons and of ends, all or none. */
export function insertEvents(organisationId: string, events: readonly StoredEvent[]): Statement {
  return {
    text: INSERT,
    values: [
      organisationId,
      events.map(({ id }) => id),
      events.map(({ at }) => at),
      events.map(({ kind }) => kind),
      events.map(({ body }) => body),
      events.map(({ leaf }) => leaf),
      events.flatMap(({ persons }) => persons),
      events.flatMap(({ id, persons }) => persons.map(() => id)),
      events.flatMap(({ ends }) => ends ?? []),
      events.flatMap(({ id, ends }) => (ends === undefined ? [] : [id])),
    ],
  };
}
