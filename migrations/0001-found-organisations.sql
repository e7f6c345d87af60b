-- Every table of a tenant begins its key with organisation_id and stands behind the row policy "organisation".
-- The sub-select matters: without it the setting is read again for every row. Unset and empty both fail on the
-- cast, so a forgotten organisation is an error and never an empty or a full answer.

create domain sha256_digest as bytea check (octet_length(value) = 32);

create table organisation (
  organisation_id uuid not null,
  name text not null check (char_length(name) between 1 and 200),
  created_at timestamptz not null default now(),
  constraint organisation_pkey primary key (organisation_id)
);
alter table organisation enable row level security;
alter table organisation force row level security;
create policy organisation on organisation
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));
grant select, insert, update (name) on organisation to :api;

-- Names an installation's organisation before sign-in. A comment that begins "no wall: " declares a named exception.
create table organisation_handle (
  handle text not null check (handle ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
  organisation_id uuid not null,
  constraint organisation_handle_pkey primary key (handle),
  constraint organisation_handle_organisation_fkey foreign key (organisation_id) references organisation
);
create index organisation_handle_organisation_idx on organisation_handle (organisation_id);
grant select, insert on organisation_handle to :api;
comment on table organisation_handle is
  'no wall: read before sign-in, when no organisation is known yet; holds nothing about people';

-- What happened, for live delivery and jobs: payload carries ids only, never content. Read by (xid, position) below
-- the oldest running transaction, because position is given before commit and commits come in another order.
-- No foreign key: every writer of an organisation would lock its one row.
create table outbox (
  organisation_id uuid not null,
  position bigint generated always as identity,
  xid xid8 not null default pg_current_xact_id(),
  topic text not null check (topic ~ '^[A-Za-z][A-Za-z0-9_.]{0,99}$'),
  payload jsonb not null,
  created_at timestamptz not null default now(),
  constraint outbox_pkey primary key (organisation_id, position)
) with (autovacuum_vacuum_insert_scale_factor = 0.01);
create index outbox_xid_position_idx on outbox (xid, position);
alter table outbox enable row level security;
alter table outbox force row level security;
create policy organisation on outbox to :api, :owner
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));
grant select, insert on outbox to :api;

-- The relay serves all organisations in one pass, so the wall opens for a role of its own that signs in by itself and
-- has a right to nothing else. Opening it for api would let a forgotten filter through; a setting that opens it would
-- be one more thing an injection in api could set.
create policy relay on outbox to :relay using (true);
grant select, delete on outbox to :relay;

-- How far each reader of the outbox came.
create table outbox_cursor (
  reader text not null check (reader ~ '^[a-z][a-z0-9-]{0,62}$'),
  xid xid8 not null,
  position bigint not null,
  moved_at timestamptz not null default now(),
  constraint outbox_cursor_pkey primary key (reader)
);
grant select, insert, update on outbox_cursor to :relay;
comment on table outbox_cursor is 'no wall: a place in the log of all organisations; holds nothing about any of them';

-- The answer to a repeated mutation is the first one's result. The digest is of the input: the same key with another
-- input is a mistake of the client and is told so.
create table idempotency (
  organisation_id uuid not null,
  actor_id uuid not null,
  key text not null check (char_length(key) between 1 and 200),
  operation text not null,
  input_sha256 sha256_digest not null,
  result_id uuid,
  created_at timestamptz not null default now(),
  constraint idempotency_pkey primary key (organisation_id, actor_id, key)
);
create index idempotency_created_idx on idempotency (organisation_id, created_at);
alter table idempotency enable row level security;
alter table idempotency force row level security;
create policy organisation on idempotency
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));
grant select, insert, delete on idempotency to :api;
