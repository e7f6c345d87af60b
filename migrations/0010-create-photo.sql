-- Photos of people. Two small pictures a person, which their metadata never reached; the upload itself is not kept.
create table employee_photo (
  organisation_id uuid not null,
  employee_id uuid not null,
  -- In the address of the photo; new with each one.
  token uuid not null,
  small bytea not null check (octet_length(small) between 1 and 65536),
  large bytea not null check (octet_length(large) between 1 and 524288),
  created_at timestamptz not null default now(),
  constraint employee_photo_pkey primary key (organisation_id, employee_id),
  constraint employee_photo_employee_fkey foreign key (organisation_id, employee_id) references employee on delete cascade
);
-- WebP cannot be compressed further; trying costs time on each write.
alter table employee_photo alter column small set storage external, alter column large set storage external;

-- Beside the name, because every card asks whether there is a photo and no page may join for it.
alter table employee add column photo_token uuid;

alter table employee_photo enable row level security;
alter table employee_photo force row level security;
create policy organisation on employee_photo
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));

grant select, insert, update, delete on employee_photo to :api;

insert into field (entity, field_no, name) values
  ('Employee', 25, 'photoToken'),
  ('EmployeePhoto', 1, 'employeeId'),
  ('EmployeePhoto', 2, 'token'),
  ('EmployeePhoto', 3, 'small'),
  ('EmployeePhoto', 4, 'large'),
  ('EmployeePhoto', 5, 'createdAt');
