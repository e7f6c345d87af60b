-- Accounts, and what proves who somebody is. Everything secret is kept as a hash; nothing here is an address of a network.

create table account (
  organisation_id uuid not null,
  id uuid not null,
  employee_id uuid not null,
  -- Folded by the application (NFKC, lower case), so that equality is the comparison.
  email text collate "C" not null check (char_length(email) between 3 and 254),
  status text not null default 'active' check (status in ('active', 'deactivated')),
  language text not null default 'en' check (language in ('en', 'de')),
  created_at timestamptz not null,
  version integer not null default 1,
  constraint account_pkey primary key (organisation_id, id),
  constraint account_employee_key unique (organisation_id, employee_id),
  constraint account_email_key unique (organisation_id, email),
  -- What a session repeats of its account is held to it by the key below.
  constraint account_id_employee_key unique (organisation_id, id, employee_id),
  constraint account_employee_fkey foreign key (organisation_id, employee_id) references employee
);

-- A table of its own: whatever reads an account cannot bring the hash along.
create table account_password (
  organisation_id uuid not null,
  account_id uuid not null,
  hash text not null check (hash ~ '^\$argon2id\$' and char_length(hash) <= 200),
  changed_at timestamptz not null,
  constraint account_password_pkey primary key (organisation_id, account_id),
  constraint account_password_account_fkey foreign key (organisation_id, account_id) references account on delete cascade
);

create table session (
  organisation_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  employee_id uuid not null,
  token_hash sha256_digest not null,
  device text not null check (char_length(device) between 1 and 60),
  created_at timestamptz not null,
  last_used_at timestamptz not null,
  expires_at timestamptz not null,
  constraint session_pkey primary key (organisation_id, id),
  constraint session_token_key unique (organisation_id, token_hash),
  constraint session_account_fkey foreign key (organisation_id, account_id, employee_id)
    references account (organisation_id, id, employee_id) on delete cascade,
  constraint session_ends check (expires_at > created_at)
);
create index session_account_idx on session (organisation_id, account_id, last_used_at desc);

create table invitation (
  organisation_id uuid not null,
  employee_id uuid not null,
  token_hash sha256_digest not null,
  email text collate "C" not null check (char_length(email) between 3 and 254),
  made_by uuid,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  constraint invitation_pkey primary key (organisation_id, employee_id),
  constraint invitation_token_key unique (organisation_id, token_hash),
  constraint invitation_employee_fkey foreign key (organisation_id, employee_id) references employee on delete cascade,
  constraint invitation_maker_fkey foreign key (organisation_id, made_by) references employee,
  constraint invitation_ends check (expires_at > created_at)
);

alter table account enable row level security;
alter table account force row level security;
create policy organisation on account
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));
alter table account_password enable row level security;
alter table account_password force row level security;
create policy organisation on account_password
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));
alter table session enable row level security;
alter table session force row level security;
create policy organisation on session
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));
alter table invitation enable row level security;
alter table invitation force row level security;
create policy organisation on invitation
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));

-- An account does not move: not to another employee, not to another address.
grant select, insert, update (language, version) on account to :api;
grant select, insert, update (hash, changed_at) on account_password to :api;
grant select, insert, update (last_used_at), delete on session to :api;
grant select, insert, update (token_hash, email, made_by, created_at, expires_at, used_at) on invitation to :api;

-- How often somebody tried, asked before an organisation is known: a named exception without organisation_id. Its keys are
-- HMACs under a secret of the server, so it tells neither addresses nor accounts. Columns in the order, and of the types,
-- that rate-limiter-flexible writes.
create table sign_in_throttle (
  key text not null check (char_length(key) <= 120),
  points integer not null,
  expire bigint,
  constraint sign_in_throttle_pkey primary key (key)
);
create index sign_in_throttle_expire_idx on sign_in_throttle (expire);
comment on table sign_in_throttle is 'no wall: counts under opaque keys, before an organisation is known';
grant select, insert, update, delete on sign_in_throttle to :api;

insert into field (entity, field_no, name) values
  ('Account', 1, 'id'),
  ('Account', 2, 'employeeId'),
  ('Account', 3, 'email'),
  ('Account', 4, 'status'),
  ('Account', 5, 'language'),
  ('Account', 6, 'createdAt'),
  ('Account', 7, 'version'),
  ('Password', 1, 'accountId'),
  ('Password', 2, 'hash'),
  ('Password', 3, 'changedAt'),
  ('Session', 1, 'id'),
  ('Session', 2, 'accountId'),
  ('Session', 3, 'employeeId'),
  ('Session', 4, 'tokenHash'),
  ('Session', 5, 'device'),
  ('Session', 6, 'createdAt'),
  ('Session', 7, 'lastUsedAt'),
  ('Session', 8, 'expiresAt'),
  ('Invitation', 1, 'employeeId'),
  ('Invitation', 2, 'tokenHash'),
  ('Invitation', 3, 'email'),
  ('Invitation', 4, 'madeBy'),
  ('Invitation', 5, 'createdAt'),
  ('Invitation', 6, 'expiresAt'),
  ('Invitation', 7, 'usedAt');
