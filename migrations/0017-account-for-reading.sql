-- What the log is read by, how much is read, and by whom somebody's posts are found.

-- 1. One person's posts by audience: the index of feeds says who a post is by, so that a reader of a profile walks what their
--    own keys reach, and not everything its owner ever said to others.
alter table post no force row level security;
alter table post_audience no force row level security;
alter table post_audience add column author_id uuid;
update post_audience a set author_id = p.author_id from post p
where p.organisation_id = a.organisation_id and p.id = a.post_id;
alter table post_audience alter column author_id set not null;
alter table post force row level security;
alter table post_audience force row level security;
create index post_audience_author_idx
  on post_audience (organisation_id, author_id, audience_key, published_id, post_id);

-- 2. How much somebody read in ten minutes, and which portions they confirmed: numbers, never what. Rows go after the hour.
create table reading (
  organisation_id uuid not null,
  employee_id uuid not null,
  since timestamptz not null,
  posts integer not null check (posts >= 0),
  profiles integer not null check (profiles >= 0),
  posts_confirmed integer not null check (posts_confirmed >= 0),
  profiles_confirmed integer not null check (profiles_confirmed >= 0),
  constraint reading_pkey primary key (organisation_id, employee_id, since)
);
alter table reading enable row level security;
alter table reading force row level security;
create policy organisation on reading
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));
grant select, insert, update, delete on reading to :api;

-- 3. Which event ended which: an index outside the tree, like audit_person. The event itself says so too, and is believed.
create table audit_end (
  organisation_id uuid not null,
  opened_id uuid not null,
  event_id uuid not null,
  constraint audit_end_pkey primary key (organisation_id, opened_id)
) with (autovacuum_vacuum_insert_scale_factor = 0.01);
alter table audit_event no force row level security;
insert into audit_end (organisation_id, opened_id, event_id)
select organisation_id, (convert_from(body, 'UTF8')::jsonb ->> 'opened')::uuid, id from audit_event where kind = 'closed'
on conflict do nothing;
alter table audit_event force row level security;
alter table audit_end enable row level security;
alter table audit_end force row level security;
create policy organisation on audit_end
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));
grant select, insert on audit_end to :api;
-- Whoever may write to the log may end what it began.
grant insert on audit_end to :egress;

-- 4. Which field of which resource an entry of the log is about. Kept with the leaf by whoever builds the tree, because text
--    and array operators are of no use behind a row policy.
create table audit_field (
  organisation_id uuid not null,
  entity text not null,
  field_no smallint not null,
  position bigint not null,
  constraint audit_field_pkey primary key (organisation_id, entity, field_no, position)
) with (autovacuum_vacuum_insert_scale_factor = 0.01);
alter table audit_field enable row level security;
alter table audit_field force row level security;
create policy organisation on audit_field to :api, :owner
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));
create policy sequencer on audit_field for insert to :audit with check (true);
grant select on audit_field to :api;
grant insert on audit_field to :audit;

-- A body that somebody forged must not stop the log: it is in the tree, and found by no field.
create function audit_field_keep() returns trigger language plpgsql as $$
declare leaf record;
begin
  for leaf in select l.organisation_id, l.position, l.event_id, l.fields from added l where cardinality(l.fields) > 0 loop
    begin
      insert into audit_field (organisation_id, entity, field_no, position)
      select distinct leaf.organisation_id, r ->> 'type', f.no, leaf.position
      from audit_event e, jsonb_array_elements(convert_from(e.body, 'UTF8')::jsonb -> 'resources') r, unnest(leaf.fields) f(no)
      where e.organisation_id = leaf.organisation_id and e.id = leaf.event_id and char_length(r ->> 'type') between 1 and 100;
    exception when data_exception or integrity_constraint_violation then
      null;
    end;
  end loop;
  return null;
end
$$;
create trigger audit_field_keep after insert on audit_leaf
  referencing new table as added for each statement execute function audit_field_keep();

-- 5. The log as an officer filters it, newest first; by case and time it is found by the indexes of the tree's own migration.
create index audit_leaf_kind_idx on audit_leaf (organisation_id, kind, position);
create index audit_leaf_operation_idx on audit_leaf (organisation_id, operation, position);
create index audit_leaf_purpose_idx on audit_leaf (organisation_id, purpose, position);
create index audit_leaf_decision_idx on audit_leaf (organisation_id, decision, position);

-- 6. Three ways to look at the log, each with what its policy judges a row by. They run with the reader's own rights
--    (security_invoker): the row policies of the tables below hold as if the tables were asked.
create view audit_entry with (security_invoker = true) as
select l.organisation_id, l.position, l.event_id, l.at, l.kind, l.operation, l.purpose, l.decision, l.fields, l.roles, l."case",
  l.leaf, e.body
from audit_leaf l join audit_event e on e.organisation_id = l.organisation_id and e.id = l.event_id;

create view audit_entry_of_field with (security_invoker = true) as
select l.organisation_id, l.position, l.event_id, l.at, l.kind, l.operation, l.purpose, l.decision, l.fields, l.roles, l."case",
  l.leaf, e.body, f.entity as field_entity, f.field_no
from audit_field f
join audit_leaf l on l.organisation_id = f.organisation_id and l.position = f.position
join audit_event e on e.organisation_id = l.organisation_id and e.id = l.event_id;

-- What was recorded about somebody, with how it ended.
create view audit_concern with (security_invoker = true) as
select p.organisation_id, p.person_id, p.event_id, e.at, e.kind, e.body, c.body as end_body, l.position
from audit_person p
join audit_event e on e.organisation_id = p.organisation_id and e.id = p.event_id
left join audit_end x on x.organisation_id = p.organisation_id and x.opened_id = p.event_id
left join audit_event c on c.organisation_id = x.organisation_id and c.id = x.event_id
left join audit_leaf l on l.organisation_id = p.organisation_id and l.event_id = p.event_id;

grant select on audit_entry, audit_entry_of_field, audit_concern to :api;

insert into field (entity, field_no, name) values
  ('PostAudience', 4, 'authorId'),
  ('AuditEntry', 1, 'position'),
  ('AuditEntry', 2, 'eventId'),
  ('AuditEntry', 3, 'at'),
  ('AuditEntry', 4, 'kind'),
  ('AuditEntry', 5, 'operation'),
  ('AuditEntry', 6, 'purpose'),
  ('AuditEntry', 7, 'decision'),
  ('AuditEntry', 8, 'fields'),
  ('AuditEntry', 9, 'roles'),
  ('AuditEntry', 10, 'case'),
  ('AuditEntry', 11, 'leaf'),
  ('AuditEntry', 12, 'body'),
  ('AuditEntryOfField', 1, 'position'),
  ('AuditEntryOfField', 2, 'eventId'),
  ('AuditEntryOfField', 3, 'at'),
  ('AuditEntryOfField', 4, 'kind'),
  ('AuditEntryOfField', 5, 'operation'),
  ('AuditEntryOfField', 6, 'purpose'),
  ('AuditEntryOfField', 7, 'decision'),
  ('AuditEntryOfField', 8, 'fields'),
  ('AuditEntryOfField', 9, 'roles'),
  ('AuditEntryOfField', 10, 'case'),
  ('AuditEntryOfField', 11, 'leaf'),
  ('AuditEntryOfField', 12, 'body'),
  ('AuditEntryOfField', 13, 'fieldEntity'),
  ('AuditEntryOfField', 14, 'fieldNo'),
  ('AuditConcern', 1, 'personId'),
  ('AuditConcern', 2, 'eventId'),
  ('AuditConcern', 3, 'at'),
  ('AuditConcern', 4, 'kind'),
  ('AuditConcern', 5, 'body'),
  ('AuditConcern', 6, 'endBody'),
  ('AuditConcern', 7, 'position');
