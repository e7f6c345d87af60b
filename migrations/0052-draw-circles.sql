-- Circles (decision 53): one employee's private list of people. Its audience says whose it is, because nobody else is told its name;
-- who is in it is, as everywhere, who holds its newest key.

alter table audience drop constraint audience_kind_check;
alter table audience add constraint audience_kind_known
  check (kind in ('organisation', 'department', 'department_below', 'community', 'circle', 'person')) not valid;
alter table audience validate constraint audience_kind_known;
-- That of the circle, whose row refers to the person.
alter table audience add column owner_id uuid;
alter table audience add constraint audience_owned check ((kind = 'circle') = (owner_id is not null)) not valid;
alter table audience validate constraint audience_owned;

create table circle (
  organisation_id uuid not null,
  id uuid not null,
  owner_id uuid not null,
  name text not null check (char_length(name) between 1 and 80),
  name_folded text not null,
  -- That of its newest generation.
  audience_key bigint not null,
  version integer not null default 1,
  created_at timestamptz not null,
  constraint circle_pkey primary key (organisation_id, id),
  constraint circle_owner_fkey foreign key (organisation_id, owner_id) references employee,
  constraint circle_audience_fkey foreign key (organisation_id, audience_key) references audience
);
create index circle_owner_idx on circle (organisation_id, owner_id, name_folded);

alter table circle enable row level security;
alter table circle force row level security;
create policy organisation on circle
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));

grant select, insert, update, delete on circle to :api;

insert into field (entity, field_no, name) values
  ('AudienceGroup', 10, 'ownerId'),
  ('Circle', 1, 'id'),
  ('Circle', 2, 'ownerId'),
  ('Circle', 3, 'name'),
  ('Circle', 4, 'nameFolded'),
  ('Circle', 5, 'audienceKey'),
  ('Circle', 6, 'version'),
  ('Circle', 7, 'createdAt');
