-- The tree over the audit log (privacy-model.md section 7): one for all organisations, built by the sequencer alone.
-- Nothing here is ever changed but the head, which only the sequencer moves.

-- An entry of the tree is at most 65,535 bytes (C2SP tlog-tiles), and what is in the log cannot be left out of it.
-- Not valid: rows from before may be longer; they cannot be exported, and are never written again.
alter table audit_event add constraint audit_event_body_check check (octet_length(body) between 2 and 65535) not valid;

-- Where each event stands, with what an officer searches by, read out of its body by the sequencer. The body stays the
-- truth: a column here that says something else is a fault that the proof of the body shows.
create table audit_leaf (
  organisation_id uuid not null,
  position bigint not null check (position >= 0),
  event_id uuid not null,
  at timestamptz not null,
  kind text not null,
  operation text not null,
  purpose text not null,
  decision text not null,
  fields smallint[] not null,
  roles text[] not null,
  "case" text,
  leaf sha256_digest not null,
  constraint audit_leaf_pkey primary key (organisation_id, position),
  -- Two sequencers that both believe to be the only one cannot both store what they found: there is no fork.
  constraint audit_leaf_position_key unique (position),
  constraint audit_leaf_event_key unique (organisation_id, event_id)
) with (autovacuum_vacuum_insert_scale_factor = 0.01);
create index audit_leaf_case_idx on audit_leaf (organisation_id, "case", position) where "case" is not null;
create index audit_leaf_at_idx on audit_leaf (organisation_id, at);
alter table audit_leaf enable row level security;
alter table audit_leaf force row level security;
create policy organisation on audit_leaf to :api, :owner
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));
create policy sequencer_reads on audit_leaf for select to :audit using (true);
create policy sequencer_appends on audit_leaf for insert to :audit with check (true);
grant select, insert on audit_leaf to :audit;
grant select on audit_leaf to :api;
revoke update, delete, truncate on audit_leaf from :owner;

-- Tiles of every checkpoint. A partial tile may go once the full one is there (C2SP tlog-tiles, "Partial Tiles");
-- a full one never.
create table audit_tile (
  level smallint not null check (level between 0 and 63),
  index bigint not null check (index >= 0),
  width smallint not null check (width between 1 and 256),
  bytes bytea not null,
  constraint audit_tile_pkey primary key (level, index, width),
  constraint audit_tile_bytes_check check (octet_length(bytes) = 32 * width)
);
comment on table audit_tile is 'no wall: hashes of hashes of events, of all organisations together; nobody is in them';
create function keep_full_tiles() returns trigger language plpgsql as $$
begin
  raise exception 'A full tile is never deleted.' using errcode = '42501';
end
$$;
create trigger keep_full_tiles before delete on audit_tile for each row when (old.width = 256)
  execute function keep_full_tiles();
grant select, insert, delete on audit_tile to :audit;
grant select on audit_tile to :api;
revoke update, truncate on audit_tile from :owner;

create table audit_checkpoint (
  size bigint not null check (size > 0),
  root sha256_digest not null,
  note text not null check (char_length(note) between 1 and 10000),
  at timestamptz not null default now(),
  constraint audit_checkpoint_pkey primary key (size)
);
comment on table audit_checkpoint is 'no wall: signed sizes and roots of the one log, made to be shown to outsiders';
grant select, insert on audit_checkpoint to :audit;
grant select on audit_checkpoint to :api;
revoke update, delete, truncate on audit_checkpoint from :owner;

-- How far the tree has grown: every event up to this one, in the order of these three columns, is in it. All three, for two
-- organisations may have an event of one id. `tiled` is the size whose tiles are stored; later leaves are in audit_leaf.
create table audit_head (
  id smallint not null default 1 check (id = 1),
  size bigint not null check (size >= 0),
  root sha256_digest not null,
  frontier bytea not null,
  tiled bigint not null check (tiled between 0 and size),
  xid xid8 not null,
  event_id uuid not null,
  organisation_id uuid not null,
  at timestamptz not null default now(),
  constraint audit_head_pkey primary key (id)
);
comment on table audit_head is 'no wall: size and root of the one log over all organisations';
insert into audit_head (size, root, frontier, tiled, xid, event_id, organisation_id) values
  (0, sha256(''), decode('0000000000000000', 'hex'), 0, '0', '00000000-0000-0000-0000-000000000000',
    '00000000-0000-0000-0000-000000000000');
grant select, update (size, root, frontier, tiled, xid, event_id, organisation_id, at) on audit_head to :audit;
grant select on audit_head to :api;
revoke delete, truncate on audit_head from :owner;

-- The officer's log and "who looked" are read through the gate (docs/decisions/0017): commitments only, and of one organisation.
grant select on audit_event, audit_person to :api;
