-- The audit log: what happened, never what was read or written (privacy-model.md section 7). An event is stored once and
-- never changed: api may only insert, and may not even read back. The body is canonical JSON (RFC 8785) as bytes,
-- because jsonb would not keep them; the leaf hash is that of RFC 6962 section 2.1, and the check holds both together.
-- Given columns only: api cannot choose the xid, by which the sequencer reads below the oldest running transaction.
create table audit_event (
  organisation_id uuid not null,
  id uuid not null,
  xid xid8 not null default pg_current_xact_id(),
  at timestamptz not null,
  kind text not null,
  body bytea not null,
  leaf sha256_digest not null,
  constraint audit_event_pkey primary key (organisation_id, id),
  constraint audit_event_kind_check check (kind ~ '^[a-z]+(_[a-z]+)*$' and char_length(kind) <= 40),
  constraint audit_event_leaf_check check (leaf = sha256('\x00'::bytea || body))
) with (autovacuum_vacuum_insert_scale_factor = 0.01);
create index audit_event_xid_id_idx on audit_event (xid, id);
alter table audit_event enable row level security;
alter table audit_event force row level security;
create policy organisation on audit_event to :api, :owner
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));
grant insert (organisation_id, id, at, kind, body, leaf) on audit_event to :api;

-- The sequencer builds one log from the events of all organisations.
create policy sequencer on audit_event for select to :audit using (true);
grant select on audit_event to :audit;

-- Not even a migration that acts as the owner changes an event by a slip; it would have to grant itself the right first.
revoke update, delete, truncate on audit_event from :owner;

-- Whom an event concerns, in plain ids: outside the tree, so that erasure can take it away without touching a proof.
-- It never names an actor: an index of who looked would itself be monitoring (privacy-model.md section 6).
-- No foreign key: events past their retention are pruned without it, and its check would need the right to update them.
create table audit_person (
  organisation_id uuid not null,
  person_id uuid not null,
  event_id uuid not null,
  constraint audit_person_pkey primary key (organisation_id, person_id, event_id)
) with (autovacuum_vacuum_insert_scale_factor = 0.01);
alter table audit_person enable row level security;
alter table audit_person force row level security;
create policy organisation on audit_person
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));
grant insert on audit_person to :api;
