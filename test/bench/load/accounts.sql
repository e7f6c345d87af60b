-- Readers have an account and are signed in; whoever drives the load makes the same tokens. All have one password.
create temp table reader as
select 1 + at * :step as n, 'usual' as kind from generate_series(0, :readers - 1) at
union all select 2 + at * :step, 'of 50' from generate_series(0, :wide - 1) at
union all select 3 + at * :step, 'of 200' from generate_series(0, :wide - 1) at;

insert into account (organisation_id, id, employee_id, email, created_at)
select ':organisation'::uuid, pg_temp.id(:since, 6, n), pg_temp.employee(n), 'reader.' || n || '@bench.example', now() from reader order by n;
insert into account_password (organisation_id, account_id, hash, changed_at)
select ':organisation'::uuid, pg_temp.id(:since, 6, n), ':password', now() - interval '1 month' from reader order by n;
insert into session (organisation_id, id, account_id, employee_id, token_hash, device, created_at, last_used_at, expires_at)
select ':organisation'::uuid, pg_temp.id(:since, 7, n), pg_temp.id(:since, 6, n), pg_temp.employee(n),
  sha256(sha256(convert_to(':organisation session ' || n, 'UTF8'))), 'Firefox on Linux', now(), now(), now() + interval '30 days'
from reader order by n;
