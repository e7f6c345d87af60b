-- After a restore the log goes on as another one: with a name and a key of its own, and a signed word about the one before
-- (privacy-model.md section 7, "Restore"). A row for each log that began so; the first log has none.
create table audit_succession (
  generation integer not null check (generation >= 2),
  -- Name of the log that begins.
  origin text not null check (char_length(origin) between 1 and 200),
  -- Entries below this are of logs before; they stand where they stood.
  begins bigint not null check (begins >= 0),
  note text not null check (char_length(note) between 1 and 20000),
  at timestamptz not null default now(),
  constraint audit_succession_pkey primary key (generation),
  constraint audit_succession_origin_key unique (origin)
);
comment on table audit_succession is 'no wall: signed sizes and roots of the logs of this house, made to be shown to outsiders';
grant select, insert on audit_succession to :audit;
grant select on audit_succession to :api;
revoke update, delete, truncate on audit_succession from :owner;

-- Egress knows which log it stands on, too: an old copy from before the restore is not it. It learns the name, nothing else.
grant select (generation, origin) on audit_succession to :egress_def;
grant create on schema egress to :egress_def;
create view egress.log_origin with (security_barrier) as
select origin from public.audit_succession order by generation desc limit 1;
grant select on egress.log_origin to :egress;
alter view egress.log_origin owner to :egress_def;
revoke create on schema egress from :egress_def;
