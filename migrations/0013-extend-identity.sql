-- Proving again who one is, passkeys, password resets, what is told about an account, mail that waits, and people who were
-- moved in. Everything secret is a hash or sealed under a key outside the database.

-- When this session's bearer proved again who they are, and with what. Of this session only.
alter table session
  add column reauthenticated_at timestamptz,
  add column reauthenticated_with text check (reauthenticated_with in ('password', 'passkey')),
  add constraint session_reauthenticated check ((reauthenticated_at is null) = (reauthenticated_with is null));
grant update (reauthenticated_at, reauthenticated_with) on session to :api;

-- Giving and approving rest until then, because something about the sign-in changed.
alter table account add column frozen_until timestamptz;
grant update (frozen_until) on account to :api;

create table passkey (
  organisation_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  employee_id uuid not null,
  credential_id bytea not null check (octet_length(credential_id) between 1 and 1023),
  -- COSE (RFC 9053), as the authenticator made it.
  public_key bytea not null check (octet_length(public_key) between 1 and 4096),
  counter bigint not null check (counter between 0 and 4294967295),
  name text not null check (char_length(name) between 1 and 60),
  transports text[] not null check (cardinality(transports) <= 10),
  created_at timestamptz not null,
  last_used_at timestamptz,
  constraint passkey_pkey primary key (organisation_id, id),
  -- A credential belongs to one account (Web Authentication, section 7.1). It is random, so a clash tells nothing of anybody.
  constraint passkey_credential_key unique (organisation_id, credential_id),
  constraint passkey_account_fkey foreign key (organisation_id, account_id, employee_id)
    references account (organisation_id, id, employee_id) on delete cascade
);
create index passkey_account_idx on passkey (organisation_id, account_id);

-- One challenge per session and ceremony; answering takes it away, whether the answer was right or not.
create table passkey_challenge (
  organisation_id uuid not null,
  session_id uuid not null,
  ceremony text not null check (ceremony in ('registration', 'assertion')),
  account_id uuid not null,
  challenge_hash sha256_digest not null,
  expires_at timestamptz not null,
  constraint passkey_challenge_pkey primary key (organisation_id, session_id, ceremony),
  constraint passkey_challenge_session_fkey foreign key (organisation_id, session_id) references session on delete cascade
);

create table password_reset (
  organisation_id uuid not null,
  account_id uuid not null,
  employee_id uuid not null,
  token_hash sha256_digest not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  constraint password_reset_pkey primary key (organisation_id, account_id),
  constraint password_reset_token_key unique (organisation_id, token_hash),
  constraint password_reset_account_fkey foreign key (organisation_id, account_id, employee_id)
    references account (organisation_id, id, employee_id) on delete cascade,
  constraint password_reset_ends check (expires_at > created_at)
);

-- What was changed about an account, until its owner has seen it.
create table account_notice (
  organisation_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  employee_id uuid not null,
  kind text not null check (kind in ('password_reset', 'password_changed', 'passkey_added', 'passkey_removed', 'address_changed')),
  -- The session it was done in, which is not the one that may put the notice away. No key: the session may be over.
  session_id uuid,
  at timestamptz not null,
  constraint account_notice_pkey primary key (organisation_id, id),
  constraint account_notice_account_fkey foreign key (organisation_id, account_id, employee_id)
    references account (organisation_id, id, employee_id) on delete cascade
);
create index account_notice_account_idx on account_notice (organisation_id, account_id, at);

-- Mail that waits to be sent, stored with its cause. AES-256-GCM under a key outside the database: neither an address nor a
-- link can be read here. Only added to by the api; what became of it is appended elsewhere.
create table mail (
  organisation_id uuid not null,
  id uuid not null,
  employee_id uuid not null,
  template text not null check (template in ('invitation', 'password_reset', 'account_changed', 'consent_asked', 'disclosure_notice', 'moved_in')),
  sealed bytea not null check (octet_length(sealed) between 29 and 16384),
  created_at timestamptz not null,
  constraint mail_pkey primary key (organisation_id, id),
  constraint mail_employee_fkey foreign key (organisation_id, employee_id) references employee on delete cascade
);

-- Whom an import brought something of: from where, when, run by whom (a role), and whether they were told.
create table moved_in (
  organisation_id uuid not null,
  employee_id uuid not null,
  source text not null check (char_length(source) between 1 and 60),
  at timestamptz not null,
  by_role text not null check (by_role in ('operator')),
  profile boolean not null,
  acknowledged_at timestamptz,
  constraint moved_in_pkey primary key (organisation_id, employee_id, source),
  constraint moved_in_employee_fkey foreign key (organisation_id, employee_id) references employee on delete cascade
);

-- What was erased of an import, so that the next one does not bring it back: SHA-256 of the key it is known by there.
-- Nobody's id stands beside it.
create table erased_source (
  organisation_id uuid not null,
  hash text collate "C" not null check (hash ~ '^[0-9a-f]{64}$'),
  constraint erased_source_pkey primary key (organisation_id, hash)
);

alter table passkey enable row level security;
alter table passkey force row level security;
create policy organisation on passkey
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));
alter table passkey_challenge enable row level security;
alter table passkey_challenge force row level security;
create policy organisation on passkey_challenge
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));
alter table password_reset enable row level security;
alter table password_reset force row level security;
create policy organisation on password_reset
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));
alter table account_notice enable row level security;
alter table account_notice force row level security;
create policy organisation on account_notice
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));
alter table mail enable row level security;
alter table mail force row level security;
create policy organisation on mail
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));
alter table moved_in enable row level security;
alter table moved_in force row level security;
create policy organisation on moved_in
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));
alter table erased_source enable row level security;
alter table erased_source force row level security;
create policy organisation on erased_source
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));

grant select, insert, update (counter, last_used_at), delete on passkey to :api;
grant select, insert, update (account_id, challenge_hash, expires_at), delete on passkey_challenge to :api;
grant select, insert, update (employee_id, token_hash, created_at, expires_at), delete on password_reset to :api;
grant select, insert, delete on account_notice to :api;
grant insert on mail to :api;
grant select, insert, update (at, by_role, profile, acknowledged_at), delete on moved_in to :api;
grant select, insert on erased_source to :api;

-- What is over goes: an invitation that was used or has expired.
grant delete on invitation to :api;

-- Whoever was moved in may have it erased: rows go, not flags. Where others answered, an empty post keeps their thread.
grant delete on post, comment, revision to :api;
-- Opinions of others about a post go with it. The walls stand aside while the rows of all organisations are checked.
alter table reaction no force row level security;
alter table post no force row level security;
alter table reaction drop constraint reaction_post_fkey,
  add constraint reaction_post_fkey foreign key (organisation_id, post_id) references post on delete cascade;
alter table post force row level security;
alter table reaction force row level security;
create index comment_author_idx on comment (organisation_id, author_id, id);
alter table post drop constraint post_body_check,
  add constraint post_body_check check (char_length(body) between case when imported_from is null then 1 else 0 end
    and case when imported_from is null then 40000 else 100000 end);

insert into field (entity, field_no, name) values
  ('Account', 8, 'frozenUntil'),
  ('Session', 9, 'reauthenticatedAt'),
  ('Session', 10, 'reauthenticatedWith'),
  ('Passkey', 1, 'id'),
  ('Passkey', 2, 'accountId'),
  ('Passkey', 3, 'employeeId'),
  ('Passkey', 4, 'credentialId'),
  ('Passkey', 5, 'publicKey'),
  ('Passkey', 6, 'counter'),
  ('Passkey', 7, 'name'),
  ('Passkey', 8, 'transports'),
  ('Passkey', 9, 'createdAt'),
  ('Passkey', 10, 'lastUsedAt'),
  ('PasskeyChallenge', 1, 'sessionId'),
  ('PasskeyChallenge', 2, 'ceremony'),
  ('PasskeyChallenge', 3, 'accountId'),
  ('PasskeyChallenge', 4, 'challengeHash'),
  ('PasskeyChallenge', 5, 'expiresAt'),
  ('PasswordReset', 1, 'accountId'),
  ('PasswordReset', 2, 'employeeId'),
  ('PasswordReset', 3, 'tokenHash'),
  ('PasswordReset', 4, 'createdAt'),
  ('PasswordReset', 5, 'expiresAt'),
  ('AccountNotice', 1, 'id'),
  ('AccountNotice', 2, 'accountId'),
  ('AccountNotice', 3, 'employeeId'),
  ('AccountNotice', 4, 'kind'),
  ('AccountNotice', 5, 'sessionId'),
  ('AccountNotice', 6, 'at'),
  ('Mail', 1, 'id'),
  ('Mail', 2, 'employeeId'),
  ('Mail', 3, 'template'),
  ('Mail', 4, 'sealed'),
  ('Mail', 5, 'createdAt'),
  ('MovedInRecord', 1, 'employeeId'),
  ('MovedInRecord', 2, 'source'),
  ('MovedInRecord', 3, 'at'),
  ('MovedInRecord', 4, 'byRole'),
  ('MovedInRecord', 5, 'profile'),
  ('MovedInRecord', 6, 'acknowledgedAt');
