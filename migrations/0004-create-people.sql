-- The directory and its audiences. Guarded fields default to their owner alone; text that lists are ordered or searched by
-- has collation C, because its order must be the same everywhere and its comparison leakproof.

create table department (
  organisation_id uuid not null,
  id uuid not null,
  parent_id uuid,
  name text not null check (char_length(name) between 1 and 120),
  name_folded text collate "C" not null,
  name_words text[] collate "C" not null,
  color smallint not null check (color between 1 and 12),
  -- From the root down, without the department itself.
  ancestors uuid[] not null default '{}' check (cardinality(ancestors) <= 20),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  constraint department_pkey primary key (organisation_id, id),
  constraint department_organisation_fkey foreign key (organisation_id) references organisation,
  constraint department_parent_fkey foreign key (organisation_id, parent_id) references department,
  constraint department_not_below_itself check (id <> all (ancestors) and parent_id is distinct from id),
  constraint department_parent_is_last_ancestor check (parent_id is not distinct from ancestors[cardinality(ancestors)])
);
create index department_parent_idx on department (organisation_id, parent_id);
create index department_name_idx on department (organisation_id, name_folded, id);

create table employee (
  organisation_id uuid not null,
  id uuid not null,
  name text not null check (char_length(name) between 1 and 200),
  name_folded text collate "C" not null check (char_length(name_folded) <= 400),
  name_words text[] collate "C" not null,
  title text check (char_length(title) between 1 and 200),
  pronouns text check (char_length(pronouns) between 1 and 60),
  bio text check (char_length(bio) between 1 and 2000),
  kind text not null default 'employee' check (kind in ('employee', 'guest', 'integration')),
  department_id uuid,
  status text not null default 'active' check (status in ('active', 'deactivated', 'former')),
  roles text[] not null,
  -- The same as audience_holder, kept in one statement with it.
  audience_keys bigint[] not null default '{}',
  mobile_phone text check (mobile_phone ~ '^\+?[0-9]{4,15}$'),
  mobile_phone_audience text not null default 'only_me' check (mobile_phone_audience in ('organisation', 'department', 'only_me')),
  mobile_phone_filled boolean not null generated always as (mobile_phone is not null) stored,
  birthday date,
  birthday_audience text not null default 'only_me' check (birthday_audience in ('organisation', 'department', 'only_me')),
  birthday_filled boolean not null generated always as (birthday is not null) stored,
  private_location text check (char_length(private_location) between 1 and 200),
  private_location_audience text not null default 'only_me' check (private_location_audience in ('organisation', 'department', 'only_me')),
  private_location_filled boolean not null generated always as (private_location is not null) stored,
  imported_from text check (char_length(imported_from) between 1 and 60),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  constraint employee_pkey primary key (organisation_id, id),
  constraint employee_organisation_fkey foreign key (organisation_id) references organisation,
  constraint employee_department_fkey foreign key (organisation_id, department_id) references department,
  constraint employee_roles_known check (roles <@ array['employee', 'moderator', 'compliance_officer', 'works_council', 'data_protection', 'administrator', 'operator']),
  -- Guests and integrations have no role at all; the role "employee" is what the directory is opened by.
  constraint employee_roles_of_employees check (case when kind = 'employee' then 'employee' = any (roles) else roles = '{}' end),
  constraint employee_one_approver_role check (
    ('compliance_officer' = any (roles))::int + ('works_council' = any (roles))::int
    + ('data_protection' = any (roles))::int + ('administrator' = any (roles))::int <= 1)
);
create index employee_name_idx on employee (organisation_id, name_folded, id);
create index employee_department_idx on employee (organisation_id, department_id, name_folded, id);

-- The words of names one by one: "bill k" finds "Kessler, Bill" by an index, with leakproof comparisons only.
create table employee_name_word (
  organisation_id uuid not null,
  word text collate "C" not null,
  employee_id uuid not null,
  constraint employee_name_word_pkey primary key (organisation_id, word, employee_id),
  constraint employee_name_word_employee_fkey foreign key (organisation_id, employee_id) references employee on delete cascade
);
create index employee_name_word_employee_idx on employee_name_word (organisation_id, employee_id);

create function employee_name_words() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    if new.name_words = old.name_words then return null; end if;
    delete from employee_name_word where organisation_id = new.organisation_id and employee_id = new.id;
  end if;
  insert into employee_name_word (organisation_id, word, employee_id)
  select distinct new.organisation_id, word, new.id from unnest(new.name_words) word;
  return null;
end
$$;
create trigger employee_name_words after insert or update of name_words on employee
  for each row execute function employee_name_words();

-- Keys are carried by content and held by people. One sequence for all organisations: a key never means two things.
create sequence audience_key as bigint;

create table audience (
  organisation_id uuid not null,
  key bigint not null,
  kind text not null check (kind in ('organisation', 'department', 'department_below', 'community', 'person')),
  group_id uuid not null,
  -- Opening a group wider starts a new generation; content of the old one keeps its key.
  generation integer not null default 1 check (generation >= 1),
  name text not null check (char_length(name) between 1 and 200),
  -- Counted by the statements that change audience_holder; version grows with every such change.
  holders integer not null default 0 check (holders >= 0),
  outside integer not null default 0 check (outside between 0 and holders),
  version bigint not null default 0,
  constraint audience_pkey primary key (organisation_id, key),
  constraint audience_group_key unique (organisation_id, group_id, kind, generation),
  constraint audience_organisation_fkey foreign key (organisation_id) references organisation
);

create table audience_holder (
  organisation_id uuid not null,
  audience_key bigint not null,
  employee_id uuid not null,
  -- A guest or an integration.
  outside boolean not null,
  constraint audience_holder_pkey primary key (organisation_id, audience_key, employee_id),
  constraint audience_holder_audience_fkey foreign key (organisation_id, audience_key) references audience,
  constraint audience_holder_employee_fkey foreign key (organisation_id, employee_id) references employee
) with (autovacuum_vacuum_insert_scale_factor = 0.01);
create index audience_holder_employee_idx on audience_holder (organisation_id, employee_id, audience_key);
create index audience_holder_outside_idx on audience_holder (organisation_id, audience_key, employee_id) where outside;

alter table department enable row level security;
alter table department force row level security;
create policy organisation on department
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));
alter table employee enable row level security;
alter table employee force row level security;
create policy organisation on employee
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));
alter table employee_name_word enable row level security;
alter table employee_name_word force row level security;
create policy organisation on employee_name_word
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));
alter table audience enable row level security;
alter table audience force row level security;
create policy organisation on audience
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));
alter table audience_holder enable row level security;
alter table audience_holder force row level security;
create policy organisation on audience_holder
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));

grant select, insert, update on department, employee to :api;
grant select, insert, delete on employee_name_word to :api;
grant usage on sequence audience_key to :api;
grant select, insert, update (name, holders, outside, version) on audience to :api;
grant select, insert, delete on audience_holder to :api;

insert into field (entity, field_no, name) values
  ('Employee', 1, 'id'),
  ('Employee', 2, 'name'),
  ('Employee', 3, 'nameFolded'),
  ('Employee', 4, 'nameWords'),
  ('Employee', 5, 'title'),
  ('Employee', 6, 'pronouns'),
  ('Employee', 7, 'bio'),
  ('Employee', 8, 'kind'),
  ('Employee', 9, 'departmentId'),
  ('Employee', 10, 'status'),
  ('Employee', 11, 'roles'),
  ('Employee', 12, 'audienceKeys'),
  ('Employee', 13, 'version'),
  ('Employee', 14, 'mobilePhone'),
  ('Employee', 15, 'mobilePhoneAudience'),
  ('Employee', 16, 'mobilePhoneFilled'),
  ('Employee', 17, 'birthday'),
  ('Employee', 18, 'birthdayAudience'),
  ('Employee', 19, 'birthdayFilled'),
  ('Employee', 20, 'privateLocation'),
  ('Employee', 21, 'privateLocationAudience'),
  ('Employee', 22, 'privateLocationFilled'),
  ('Employee', 23, 'importedFrom'),
  ('Employee', 24, 'createdAt'),
  ('EmployeeNameWord', 1, 'word'),
  ('EmployeeNameWord', 2, 'employeeId'),
  ('AudienceGroup', 1, 'key'),
  ('AudienceGroup', 2, 'kind'),
  ('AudienceGroup', 3, 'groupId'),
  ('AudienceGroup', 4, 'generation'),
  ('AudienceGroup', 5, 'name'),
  ('AudienceGroup', 6, 'holders'),
  ('AudienceGroup', 7, 'outside'),
  ('AudienceGroup', 8, 'holdersVersion'),
  ('AudienceHolder', 1, 'audienceKey'),
  ('AudienceHolder', 2, 'employeeId'),
  ('AudienceHolder', 3, 'outside');
