-- What an import must remember so that it takes nothing twice and gives nobody back what was taken from them meanwhile.

-- Whom an import knows by which key. Several keys may mean one person: they were in two networks.
create table employee_source (
  organisation_id uuid not null,
  source_key text not null check (char_length(source_key) between 1 and 200),
  employee_id uuid not null,
  constraint employee_source_pkey primary key (organisation_id, source_key),
  constraint employee_source_employee_fkey foreign key (organisation_id, employee_id) references employee
);
create index employee_source_employee_idx on employee_source (organisation_id, employee_id);

-- Whom an import made a member of what. Whoever left or was taken out since is not brought back by the next import.
create table imported_membership (
  organisation_id uuid not null,
  community_id uuid not null,
  employee_id uuid not null,
  constraint imported_membership_pkey primary key (organisation_id, community_id, employee_id),
  constraint imported_membership_community_fkey foreign key (organisation_id, community_id) references community,
  constraint imported_membership_employee_fkey foreign key (organisation_id, employee_id) references employee
);
create index imported_membership_employee_idx on imported_membership (organisation_id, employee_id);

alter table employee_source enable row level security;
alter table employee_source force row level security;
create policy organisation on employee_source
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));
alter table imported_membership enable row level security;
alter table imported_membership force row level security;
create policy organisation on imported_membership
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));

grant select, insert on employee_source, imported_membership to :api;

-- What bots attached can be longer than what people may write here.
alter table post drop constraint post_body_check,
  add constraint post_body_check check (char_length(body) between 1 and case when imported_from is null then 40000 else 100000 end);
alter table comment drop constraint comment_body_check,
  add constraint comment_body_check check (char_length(body) between 1 and case when imported_from is null then 40000 else 100000 end);

insert into field (entity, field_no, name) values
  ('EmployeeSource', 1, 'sourceKey'),
  ('EmployeeSource', 2, 'employeeId'),
  ('ImportedMembership', 1, 'communityId'),
  ('ImportedMembership', 2, 'employeeId');
