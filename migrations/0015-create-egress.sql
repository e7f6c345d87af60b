-- What leaves the walls, and by whose leave (privacy-model.md section 5). Role egress reads schema egress and nothing else: each
-- view begins at the one grant whose id and secret the transaction names, so that the worst an injection there can reach is
-- what two people approved and every person concerned agrees to at that moment.

create table disclosure (
  organisation_id uuid not null,
  id uuid not null,
  recipient_id uuid not null,
  purpose text not null,
  -- The business question it answers, and afterwards what it answered.
  question text not null check (char_length(question) between 1 and 500),
  answered text check (char_length(answered) between 1 and 2000),
  format text not null check (format in ('csv', 'jsonl')),
  requested_by uuid not null,
  requested_role text not null check (requested_role in ('compliance_officer', 'works_council', 'data_protection', 'administrator')),
  requested_at timestamptz not null,
  expires_at timestamptz not null,
  status text not null default 'requested' check (status in ('requested', 'approved', 'refused', 'ended', 'expired')),
  constraint disclosure_pkey primary key (organisation_id, id),
  constraint disclosure_recipient_fkey foreign key (organisation_id, recipient_id) references recipient,
  constraint disclosure_requester_fkey foreign key (organisation_id, requested_by) references employee,
  constraint disclosure_ends check (expires_at > requested_at and expires_at <= requested_at + interval '168 hours')
);
create index disclosure_requested_idx on disclosure (organisation_id, requested_at, id);
create index disclosure_standing_idx on disclosure (organisation_id, expires_at) where status in ('requested', 'approved');

create table disclosure_field (
  organisation_id uuid not null,
  disclosure_id uuid not null,
  entity text not null check (entity ~ '^[A-Z][A-Za-z0-9]*$'),
  field_no smallint not null check (field_no between 1 and 63),
  constraint disclosure_field_pkey primary key (organisation_id, disclosure_id, entity, field_no),
  constraint disclosure_field_disclosure_fkey foreign key (organisation_id, disclosure_id) references disclosure
);

-- One seat a role, and one a person.
create table disclosure_approval (
  organisation_id uuid not null,
  disclosure_id uuid not null,
  role text not null check (role in ('compliance_officer', 'works_council', 'data_protection', 'administrator')),
  approver_id uuid not null,
  decision text not null check (decision in ('approved', 'refused')),
  at timestamptz not null,
  constraint disclosure_approval_pkey primary key (organisation_id, disclosure_id, role),
  constraint disclosure_approval_person_key unique (organisation_id, disclosure_id, approver_id),
  constraint disclosure_approval_disclosure_fkey foreign key (organisation_id, disclosure_id) references disclosure,
  constraint disclosure_approval_approver_fkey foreign key (organisation_id, approver_id) references employee
);

-- What opens the views for one disclosure: made with the second approval. The secret is sealed under a key outside the database.
create table disclosure_grant (
  organisation_id uuid not null,
  id uuid not null,
  recipient_id uuid not null,
  purpose text not null,
  secret_hash sha256_digest not null,
  sealed_secret bytea not null check (octet_length(sealed_secret) between 29 and 1024),
  expires_at timestamptz not null,
  constraint disclosure_grant_pkey primary key (organisation_id, id),
  constraint disclosure_grant_disclosure_fkey foreign key (organisation_id, id) references disclosure
);

-- How far the sending came. Only added to. The last three end it, and there is one end.
create table disclosure_step (
  organisation_id uuid not null,
  id uuid not null,
  disclosure_id uuid not null,
  step text not null check (step in ('claimed', 'prepared', 'sending', 'delivered', 'stopped', 'failed')),
  at timestamptz not null,
  manifest text check (char_length(manifest) between 2 and 1000000),
  file_sha256 sha256_digest,
  index_version bigint,
  constraint disclosure_step_pkey primary key (organisation_id, id),
  constraint disclosure_step_disclosure_fkey foreign key (organisation_id, disclosure_id) references disclosure
);
create index disclosure_step_disclosure_idx on disclosure_step (organisation_id, disclosure_id, id);
create unique index disclosure_step_end on disclosure_step (organisation_id, disclosure_id)
  where step in ('delivered', 'stopped', 'failed');

-- What left with something about whom: for that person, and nobody else.
create table departure (
  organisation_id uuid not null,
  employee_id uuid not null,
  disclosure_id uuid not null,
  entity text not null check (entity ~ '^[A-Z][A-Za-z0-9]*$'),
  field_nos smallint[] not null check (cardinality(field_nos) between 1 and 63),
  rows integer not null check (rows > 0),
  at timestamptz not null,
  constraint departure_pkey primary key (organisation_id, employee_id, disclosure_id, entity),
  constraint departure_disclosure_fkey foreign key (organisation_id, disclosure_id) references disclosure,
  constraint departure_employee_fkey foreign key (organisation_id, employee_id) references employee
);

-- What became of a mail: 'sent' and 'given_up' end it.
create table mail_step (
  organisation_id uuid not null,
  mail_id uuid not null,
  step text not null check (step ~ '^[a-z]+(_[a-z]+)*$' and char_length(step) <= 40),
  at timestamptz not null,
  constraint mail_step_pkey primary key (organisation_id, mail_id, at, step),
  constraint mail_step_mail_fkey foreign key (organisation_id, mail_id) references mail on delete cascade
);
create unique index mail_step_end on mail_step (organisation_id, mail_id) where step in ('sent', 'given_up');

alter table disclosure enable row level security;
alter table disclosure force row level security;
create policy organisation on disclosure
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));
alter table disclosure_field enable row level security;
alter table disclosure_field force row level security;
create policy organisation on disclosure_field
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));
alter table disclosure_approval enable row level security;
alter table disclosure_approval force row level security;
create policy organisation on disclosure_approval
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));
alter table disclosure_grant enable row level security;
alter table disclosure_grant force row level security;
create policy organisation on disclosure_grant
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));
alter table disclosure_step enable row level security;
alter table disclosure_step force row level security;
create policy organisation on disclosure_step
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));
alter table departure enable row level security;
alter table departure force row level security;
create policy organisation on departure
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));
alter table mail_step enable row level security;
alter table mail_step force row level security;
create policy organisation on mail_step
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));

grant select, insert, update (status, answered) on disclosure to :api;
grant select, insert on disclosure_field, disclosure_approval to :api;
-- Made and never read back: the secret is not for whoever asks api.
grant insert on disclosure_grant to :api;
grant select on disclosure_step, departure to :api;
grant insert on disclosure_step, departure, mail_step to :egress;

-- Egress writes to the log as api does, and reads nothing of it.
grant insert (organisation_id, id, at, kind, body, leaf) on audit_event to :egress;
grant insert on audit_person to :egress;
alter policy organisation on audit_event to :api, :owner, :egress;

-- No step back: what ended is asked for anew. Approving is what a grant follows from, and no update makes it again.
create function disclosure_keep() returns trigger language plpgsql as $$
begin
  if new.status = old.status or (old.status = 'requested' and new.status in ('approved', 'refused', 'ended', 'expired'))
     or (old.status = 'approved' and new.status in ('ended', 'expired')) then
    return new;
  end if;
  raise exception 'A disclosure that came to its end is asked for anew.';
end
$$;
create trigger disclosure_keep before update on disclosure for each row execute function disclosure_keep();

-- Two approvals of different people and roles, neither the requester, whatever the application believes.
create function disclosure_grant_keep() returns trigger language plpgsql as $$
begin
  if (select count(distinct a.approver_id) >= 2 and count(distinct a.role) >= 2 and bool_and(a.decision = 'approved')
        and bool_and(a.approver_id <> d.requested_by)
      from disclosure d join disclosure_approval a on a.organisation_id = d.organisation_id and a.disclosure_id = d.id
      where d.organisation_id = new.organisation_id and d.id = new.id and d.status in ('requested', 'approved')
        and d.recipient_id = new.recipient_id and d.purpose = new.purpose and d.expires_at = new.expires_at) then
    return new;
  end if;
  raise exception 'A grant follows from two approvals.';
end
$$;
create trigger disclosure_grant_keep before insert on disclosure_grant for each row execute function disclosure_grant_keep();

-- Nothing is asked that is never: not even by a role that may insert here.
create function disclosure_request_keep() returns trigger language plpgsql as $$
begin
  if exists (select from purpose_rule p where p.purpose = new.purpose and p.rule = 'consent')
     and exists (select from recipient r join recipient_rule c on c.category = r.category
       where r.organisation_id = new.organisation_id and r.id = new.recipient_id and c.rule in ('inside', 'ordinary')) then
    return new;
  end if;
  raise exception 'This purpose, or this recipient, is never served by a disclosure.';
end
$$;
create trigger disclosure_request_keep before insert or update of purpose, recipient_id on disclosure
  for each row execute function disclosure_request_keep();

-- Two people approved these fields, and no others come after.
create function disclosure_field_keep() returns trigger language plpgsql as $$
begin
  if exists (select from disclosure d where d.organisation_id = new.organisation_id and d.id = new.disclosure_id
       and d.status = 'requested')
     and not exists (select from disclosure_approval a where a.organisation_id = new.organisation_id
       and a.disclosure_id = new.disclosure_id) then
    return new;
  end if;
  raise exception 'The fields of a disclosure are those that were requested.';
end
$$;
create trigger disclosure_field_keep before insert on disclosure_field for each row execute function disclosure_field_keep();

-- Schema egress. Its views belong to a role that cannot sign in, is bound by the row policies, and may read these columns only.
create schema egress;
revoke all on schema egress from public;
grant usage on schema egress to :egress;
grant usage, create on schema egress to :egress_def;

grant select (organisation_id, id, recipient_id, purpose, secret_hash, sealed_secret, expires_at) on disclosure_grant to :egress_def;
grant select (organisation_id, id, recipient_id, purpose, question, format, status, expires_at) on disclosure to :egress_def;
grant select on disclosure_field, disclosure_step, mail_step to :egress_def;
grant select (organisation_id, id, created_at, sealed) on mail to :egress_def;
grant select (organisation_id, id, name, category, country, contract_reference, age_public_key, delivery_kind, delivery_endpoint,
  alias_secret, status) on recipient to :egress_def;
grant select on purpose_rule, purpose_policy, consent_index, consent_item, consent_epoch, cell_person, cell_unmarked, processing_limit
  to :egress_def;
grant select (organisation_id, purpose, recipient_id, entity, field_nos, status) on opening to :egress_def;
grant select (organisation_id, key, kind) on audience to :egress_def;
grant select (organisation_id, id, kind, status) on employee to :egress_def;
grant select (organisation_id) on organisation_handle to :egress_def;
grant select (organisation_id, id, created_at, edited_at, audience_keys, status, body) on comment to :egress_def;
grant select (organisation_id, id, created_at, status, kind, name, title) on employee to :egress_def;
grant select (organisation_id, id, published_at, edited_at, audience_keys, status, body) on post to :egress_def;

-- Whom to look for: the organisations of this installation; nothing about people.
create view egress.organisation with (security_barrier) as
select distinct organisation_id from public.organisation_handle;

-- What waits to be sent, without a word of anybody: the sealed secret opens the views below to whoever has the key. `open` tells
-- whether recipient and purpose still stand; where they do not, nothing is released.
create view egress.due_disclosure with (security_barrier) as
select d.organisation_id, d.id as disclosure_id, d.recipient_id, r.name as recipient_name, r.category as recipient_category,
  r.country as recipient_country, r.contract_reference, r.age_public_key, r.delivery_kind, r.delivery_endpoint,
  d.purpose, d.question, d.format, d.expires_at, g.sealed_secret,
  encode(sha256(r.alias_secret || convert_to('canary', 'UTF8')), 'hex') as canary,
  coalesce((select e.version from public.consent_epoch e where e.organisation_id = d.organisation_id), 0) as index_version,
  r.status = 'active' and not exists (select from public.purpose_policy pp where pp.organisation_id = d.organisation_id
    and pp.purpose = d.purpose and pp.switched_off) as open
from public.disclosure d
join public.disclosure_grant g on g.organisation_id = d.organisation_id and g.id = d.id
join public.recipient r on r.organisation_id = d.organisation_id and r.id = d.recipient_id
where d.organisation_id = (select current_setting('app.org')::uuid)
  and d.status = 'approved' and d.expires_at > now() and g.expires_at > now()
  and not exists (select from public.disclosure_step s where s.organisation_id = d.organisation_id
    and s.disclosure_id = d.id and s.step in ('delivered', 'stopped', 'failed'));

-- What was requested: the columns of the file, in their order.
create view egress.due_field with (security_barrier) as
select f.organisation_id, f.disclosure_id, f.entity, f.field_no
from egress.due_disclosure d join public.disclosure_field f on f.organisation_id = d.organisation_id and f.disclosure_id = d.disclosure_id;

-- How far it came, for a process that begins anew.
create view egress.step with (security_barrier) as
select s.organisation_id, s.disclosure_id, s.id, s.step, s.at, s.manifest, s.file_sha256, s.index_version
from public.disclosure_step s where s.organisation_id = (select current_setting('app.org')::uuid);

create view egress.due_mail with (security_barrier) as
select m.organisation_id, m.id, m.sealed, m.created_at from public.mail m
where m.organisation_id = (select current_setting('app.org')::uuid)
  and not exists (select from public.mail_step s where s.organisation_id = m.organisation_id and s.mail_id = m.id
    and s.step in ('sent', 'given_up'));

create view egress.mail_step with (security_barrier) as
select s.organisation_id, s.mail_id, s.step, s.at from public.mail_step s
where s.organisation_id = (select current_setting('app.org')::uuid);

-- Generated by egressViewsSql() of libs/egress from the catalogue and from what is declared disclosable; a test compares.
create view egress.bound with (security_barrier) as
select g.organisation_id, g.id as disclosure_id, g.recipient_id, g.purpose, r.alias_secret
from public.disclosure_grant g
join public.disclosure d on d.organisation_id = g.organisation_id and d.id = g.id
  and d.recipient_id = g.recipient_id and d.purpose = g.purpose
join public.recipient r on r.organisation_id = g.organisation_id and r.id = g.recipient_id
where g.organisation_id = (select current_setting('app.org')::uuid)
  and g.id = (select current_setting('egress.disclosure')::uuid)
  and g.secret_hash = (select sha256(convert_to(current_setting('egress.secret'), 'UTF8')))
  and g.expires_at > now() and d.expires_at > now() and d.status = 'approved'
  and not exists (select from public.disclosure_step s where s.organisation_id = g.organisation_id
    and s.disclosure_id = g.id and s.step in ('delivered', 'stopped', 'failed'));

create view egress.asked with (security_barrier) as
select q.organisation_id, q.recipient_id, q.purpose, coalesce(pp.basis, 'consent') as basis, q.entity, bit_or(1::bigint << q.field_no) as requested,
  bit_or(case when case
    when coalesce(pr.rule, 'never') = 'never' then 'purpose_never'
    when r.category is null or r.category not in ('self', 'audience-member', 'manager', 'hr', 'compliance-officer', 'works-council', 'it-operator', 'processor', 'sub-processor', 'group-company', 'business-partner', 'research-body', 'authority', 'public', 'ai-provider') then 'recipient_never'
    when pr.rule <> 'consent' or r.category not in ('audience-member', 'manager', 'hr', 'compliance-officer', 'works-council', 'group-company', 'business-partner', 'research-body', 'public', 'ai-provider') or r.status <> 'active'
      or coalesce(pp.switched_off, false)
      or not exists (select from public.opening o where o.organisation_id = q.organisation_id and o.status = 'active'
        and o.purpose = q.purpose and o.recipient_id = q.recipient_id and o.entity = q.entity
        and q.field_no = any (o.field_nos)) then 'policy'
    end is null then 1::bigint << q.field_no else 0::bigint end) as bits
from (select b.*, f.entity, f.field_no from egress.bound b join public.disclosure_field f
    on f.organisation_id = b.organisation_id and f.disclosure_id = b.disclosure_id) q
left join public.recipient r on r.organisation_id = q.organisation_id and r.id = q.recipient_id
left join public.purpose_rule pr on pr.purpose = q.purpose
left join public.purpose_policy pp on pp.organisation_id = q.organisation_id and pp.purpose = q.purpose
group by 1, 2, 3, 4, 5;

create view egress.comment_judged with (security_barrier) as
with asked as materialized (
  select a.organisation_id, a.recipient_id, a.purpose, a.basis, a.bits & 272::bigint as bits
  from egress.asked a where a.entity = 'Comment'
), house as materialized (
  select array(select g.key from asked a join public.audience g on g.organisation_id = a.organisation_id
    where g.kind = 'organisation') as keys
), told as (
  select c.organisation_id, c.row_id, c.employee_id, bit_or(1::bigint << c.field_no) as bits,
    bit_or(case when w.covers_until >= p.created_at and w.valid_until > now() then w.bits & case when p.audience_keys && (select keys from house) then 256::bigint else 0::bigint end else 0::bigint end
      | case when i.covers_until >= greatest(p.created_at, p.edited_at) and i.valid_until > now() then i.bits else 0::bigint end) as yes,
    bit_or(coalesce(w.no_bits, 0) | coalesce(i.no_bits, 0)) as no,
    bool_or(e.kind = 'employee' and e.status = 'active'
      and (a.basis <> 'legitimate-interest' or o.employee_id is null)) as may_agree,
    bool_or(h.employee_id is not null) as restricted
  from asked a
  join public.cell_person c on c.organisation_id = a.organisation_id and c.entity = 'Comment'
    and a.bits & (1::bigint << c.field_no) <> 0
  join public.comment p on p.organisation_id = c.organisation_id and p.id = c.row_id and p.status = 'published'
  left join public.employee e on e.organisation_id = c.organisation_id and e.id = c.employee_id
  left join public.consent_index w on w.organisation_id = c.organisation_id and w.employee_id = c.employee_id
    and w.purpose = a.purpose and w.recipient_id = a.recipient_id and w.entity = 'Comment'
  left join public.consent_item i on i.organisation_id = c.organisation_id and i.employee_id = c.employee_id
    and i.purpose = a.purpose and i.recipient_id = a.recipient_id and i.entity = 'Comment' and i.row_id = c.row_id
  left join public.processing_limit o on o.organisation_id = c.organisation_id and o.employee_id = c.employee_id
    and o.kind = 'objection' and o.purpose = a.purpose
  left join public.processing_limit h on h.organisation_id = c.organisation_id and h.employee_id = c.employee_id
    and h.kind = 'restriction'
  group by c.organisation_id, c.row_id, c.employee_id
), row_told as (
  select t.organisation_id, t.row_id, bit_or(t.bits) as known,
    bit_or(t.bits & ~(case when t.may_agree then t.yes & ~t.no else 0::bigint end)) as refused,
    bit_or(case when t.restricted then t.bits else 0::bigint end) as restricted
  from told t group by t.organisation_id, t.row_id
), judged as (
  select t.row_id, t.restricted,
    t.known & ~t.refused & ~t.restricted & ~coalesce(bit_or(1::bigint << u.field_no), 0) & (select bits from asked) as released
  from row_told t
  left join public.cell_unmarked u on u.organisation_id = t.organisation_id and u.entity = 'Comment' and u.row_id = t.row_id
  group by t.row_id, t.known, t.refused, t.restricted
)
select row_id, restricted, released from judged;

create view egress.comment_cells with (security_barrier) as
with head as materialized (
  select b.organisation_id, b.disclosure_id, b.alias_secret, a.requested, a.bits
  from egress.bound b join egress.asked a on a.entity = 'Comment'
), j as materialized (
  select row_id, released from egress.comment_judged where released <> 0
)
select encode(substring(sha256(h.alias_secret || convert_to(p.id::text, 'UTF8')) for 16), 'hex')::uuid::text as ref,
  case when h.requested & (1::bigint << 8) <> 0 then to_char(p.created_at at time zone 'UTC', 'YYYY-MM') end as month,
  case when j.released & (1::bigint << 4) <> 0 then p.body end as body,
  case when j.released & (1::bigint << 8) <> 0 then p.created_at end as created_at,
  j.released
from head h cross join j
join public.comment p on p.organisation_id = h.organisation_id and p.id = j.row_id and p.status = 'published';

create view egress.employee_judged with (security_barrier) as
with asked as materialized (
  select a.organisation_id, a.recipient_id, a.purpose, a.basis, a.bits & 36::bigint as bits
  from egress.asked a where a.entity = 'Employee'
), told as (
  select c.organisation_id, c.row_id, c.employee_id, bit_or(1::bigint << c.field_no) as bits,
    bit_or(case when w.covers_until >= p.created_at and w.valid_until > now() then w.bits & 36::bigint else 0::bigint end
      | case when i.covers_until >= p.created_at and i.valid_until > now() then i.bits else 0::bigint end) as yes,
    bit_or(coalesce(w.no_bits, 0) | coalesce(i.no_bits, 0)) as no,
    bool_or(e.kind = 'employee' and e.status = 'active'
      and (a.basis <> 'legitimate-interest' or o.employee_id is null)) as may_agree,
    bool_or(h.employee_id is not null) as restricted
  from asked a
  join public.cell_person c on c.organisation_id = a.organisation_id and c.entity = 'Employee'
    and a.bits & (1::bigint << c.field_no) <> 0
  join public.employee p on p.organisation_id = c.organisation_id and p.id = c.row_id and p.status = 'active' and p.kind = 'employee'
  left join public.employee e on e.organisation_id = c.organisation_id and e.id = c.employee_id
  left join public.consent_index w on w.organisation_id = c.organisation_id and w.employee_id = c.employee_id
    and w.purpose = a.purpose and w.recipient_id = a.recipient_id and w.entity = 'Employee'
  left join public.consent_item i on i.organisation_id = c.organisation_id and i.employee_id = c.employee_id
    and i.purpose = a.purpose and i.recipient_id = a.recipient_id and i.entity = 'Employee' and i.row_id = c.row_id
  left join public.processing_limit o on o.organisation_id = c.organisation_id and o.employee_id = c.employee_id
    and o.kind = 'objection' and o.purpose = a.purpose
  left join public.processing_limit h on h.organisation_id = c.organisation_id and h.employee_id = c.employee_id
    and h.kind = 'restriction'
  group by c.organisation_id, c.row_id, c.employee_id
), row_told as (
  select t.organisation_id, t.row_id, bit_or(t.bits) as known,
    bit_or(t.bits & ~(case when t.may_agree then t.yes & ~t.no else 0::bigint end)) as refused,
    bit_or(case when t.restricted then t.bits else 0::bigint end) as restricted
  from told t group by t.organisation_id, t.row_id
), judged as (
  select t.row_id, t.restricted,
    t.known & ~t.refused & ~t.restricted & ~coalesce(bit_or(1::bigint << u.field_no), 0) & (select bits from asked) as released
  from row_told t
  left join public.cell_unmarked u on u.organisation_id = t.organisation_id and u.entity = 'Employee' and u.row_id = t.row_id
  group by t.row_id, t.known, t.refused, t.restricted
)
select row_id, restricted, released from judged;

create view egress.employee_cells with (security_barrier) as
with head as materialized (
  select b.organisation_id, b.disclosure_id, b.alias_secret, a.requested, a.bits
  from egress.bound b join egress.asked a on a.entity = 'Employee'
), j as materialized (
  select row_id, released from egress.employee_judged where released <> 0
)
select encode(substring(sha256(h.alias_secret || convert_to(p.id::text, 'UTF8')) for 16), 'hex')::uuid::text as ref,
  case when j.released & (1::bigint << 2) <> 0 then p.name end as name,
  case when j.released & (1::bigint << 5) <> 0 then p.title end as title,
  j.released
from head h cross join j
join public.employee p on p.organisation_id = h.organisation_id and p.id = j.row_id and p.status = 'active' and p.kind = 'employee';

create view egress.post_judged with (security_barrier) as
with asked as materialized (
  select a.organisation_id, a.recipient_id, a.purpose, a.basis, a.bits & 4128::bigint as bits
  from egress.asked a where a.entity = 'Post'
), house as materialized (
  select array(select g.key from asked a join public.audience g on g.organisation_id = a.organisation_id
    where g.kind = 'organisation') as keys
), told as (
  select c.organisation_id, c.row_id, c.employee_id, bit_or(1::bigint << c.field_no) as bits,
    bit_or(case when w.covers_until >= p.published_at and w.valid_until > now() then w.bits & case when p.audience_keys && (select keys from house) then 4096::bigint else 0::bigint end else 0::bigint end
      | case when i.covers_until >= greatest(p.published_at, p.edited_at) and i.valid_until > now() then i.bits else 0::bigint end) as yes,
    bit_or(coalesce(w.no_bits, 0) | coalesce(i.no_bits, 0)) as no,
    bool_or(e.kind = 'employee' and e.status = 'active'
      and (a.basis <> 'legitimate-interest' or o.employee_id is null)) as may_agree,
    bool_or(h.employee_id is not null) as restricted
  from asked a
  join public.cell_person c on c.organisation_id = a.organisation_id and c.entity = 'Post'
    and a.bits & (1::bigint << c.field_no) <> 0
  join public.post p on p.organisation_id = c.organisation_id and p.id = c.row_id and p.status = 'published'
  left join public.employee e on e.organisation_id = c.organisation_id and e.id = c.employee_id
  left join public.consent_index w on w.organisation_id = c.organisation_id and w.employee_id = c.employee_id
    and w.purpose = a.purpose and w.recipient_id = a.recipient_id and w.entity = 'Post'
  left join public.consent_item i on i.organisation_id = c.organisation_id and i.employee_id = c.employee_id
    and i.purpose = a.purpose and i.recipient_id = a.recipient_id and i.entity = 'Post' and i.row_id = c.row_id
  left join public.processing_limit o on o.organisation_id = c.organisation_id and o.employee_id = c.employee_id
    and o.kind = 'objection' and o.purpose = a.purpose
  left join public.processing_limit h on h.organisation_id = c.organisation_id and h.employee_id = c.employee_id
    and h.kind = 'restriction'
  group by c.organisation_id, c.row_id, c.employee_id
), row_told as (
  select t.organisation_id, t.row_id, bit_or(t.bits) as known,
    bit_or(t.bits & ~(case when t.may_agree then t.yes & ~t.no else 0::bigint end)) as refused,
    bit_or(case when t.restricted then t.bits else 0::bigint end) as restricted
  from told t group by t.organisation_id, t.row_id
), judged as (
  select t.row_id, t.restricted,
    t.known & ~t.refused & ~t.restricted & ~coalesce(bit_or(1::bigint << u.field_no), 0) & (select bits from asked) as released
  from row_told t
  left join public.cell_unmarked u on u.organisation_id = t.organisation_id and u.entity = 'Post' and u.row_id = t.row_id
  group by t.row_id, t.known, t.refused, t.restricted
)
select row_id, restricted, released from judged;

create view egress.post_cells with (security_barrier) as
with head as materialized (
  select b.organisation_id, b.disclosure_id, b.alias_secret, a.requested, a.bits
  from egress.bound b join egress.asked a on a.entity = 'Post'
), j as materialized (
  select row_id, released from egress.post_judged where released <> 0
)
select encode(substring(sha256(h.alias_secret || convert_to(p.id::text, 'UTF8')) for 16), 'hex')::uuid::text as ref,
  case when h.requested & (1::bigint << 12) <> 0 then to_char(p.published_at at time zone 'UTC', 'YYYY-MM') end as month,
  case when j.released & (1::bigint << 5) <> 0 then p.body end as body,
  case when j.released & (1::bigint << 12) <> 0 then p.published_at end as published_at,
  j.released
from head h cross join j
join public.post p on p.organisation_id = h.organisation_id and p.id = j.row_id and p.status = 'published';

create view egress.column_count with (security_barrier) as
(with head as materialized (
  select b.organisation_id, b.disclosure_id, b.alias_secret, a.requested, a.bits
  from egress.bound b join egress.asked a on a.entity = 'Comment'
), j as materialized (
  select restricted, released from egress.comment_judged where restricted | released <> 0
), total as materialized (
  select count(*) as cells from head h
  join public.comment p on p.organisation_id = h.organisation_id and p.status = 'published'
)
select f.entity, f.field_no, h.bits & (1::bigint << f.field_no) <> 0 as opened, t.cells,
  (select count(*) from j where j.released & (1::bigint << f.field_no) <> 0) as released,
  (select count(*) from j where j.restricted & (1::bigint << f.field_no) <> 0) as restricted
from head h cross join total t
join public.disclosure_field f on f.organisation_id = h.organisation_id and f.disclosure_id = h.disclosure_id
  and f.entity = 'Comment')
union all
(with head as materialized (
  select b.organisation_id, b.disclosure_id, b.alias_secret, a.requested, a.bits
  from egress.bound b join egress.asked a on a.entity = 'Employee'
), j as materialized (
  select restricted, released from egress.employee_judged where restricted | released <> 0
), total as materialized (
  select count(*) as cells from head h
  join public.employee p on p.organisation_id = h.organisation_id and p.status = 'active' and p.kind = 'employee'
)
select f.entity, f.field_no, h.bits & (1::bigint << f.field_no) <> 0 as opened, t.cells,
  (select count(*) from j where j.released & (1::bigint << f.field_no) <> 0) as released,
  (select count(*) from j where j.restricted & (1::bigint << f.field_no) <> 0) as restricted
from head h cross join total t
join public.disclosure_field f on f.organisation_id = h.organisation_id and f.disclosure_id = h.disclosure_id
  and f.entity = 'Employee')
union all
(with head as materialized (
  select b.organisation_id, b.disclosure_id, b.alias_secret, a.requested, a.bits
  from egress.bound b join egress.asked a on a.entity = 'Post'
), j as materialized (
  select restricted, released from egress.post_judged where restricted | released <> 0
), total as materialized (
  select count(*) as cells from head h
  join public.post p on p.organisation_id = h.organisation_id and p.status = 'published'
)
select f.entity, f.field_no, h.bits & (1::bigint << f.field_no) <> 0 as opened, t.cells,
  (select count(*) from j where j.released & (1::bigint << f.field_no) <> 0) as released,
  (select count(*) from j where j.restricted & (1::bigint << f.field_no) <> 0) as restricted
from head h cross join total t
join public.disclosure_field f on f.organisation_id = h.organisation_id and f.disclosure_id = h.disclosure_id
  and f.entity = 'Post');

create view egress.released_person with (security_barrier) as
(with head as materialized (
  select b.organisation_id, b.disclosure_id, b.alias_secret, a.requested, a.bits
  from egress.bound b join egress.asked a on a.entity = 'Comment'
), j as materialized (
  select row_id, released from egress.comment_judged where released <> 0
)
select c.employee_id, c.entity, array_agg(distinct c.field_no order by c.field_no) as field_nos, count(distinct c.row_id) as rows
from head h cross join j
join public.cell_person c on c.organisation_id = h.organisation_id and c.entity = 'Comment' and c.row_id = j.row_id
  and j.released & (1::bigint << c.field_no) <> 0
group by 1, 2)
union all
(with head as materialized (
  select b.organisation_id, b.disclosure_id, b.alias_secret, a.requested, a.bits
  from egress.bound b join egress.asked a on a.entity = 'Employee'
), j as materialized (
  select row_id, released from egress.employee_judged where released <> 0
)
select c.employee_id, c.entity, array_agg(distinct c.field_no order by c.field_no) as field_nos, count(distinct c.row_id) as rows
from head h cross join j
join public.cell_person c on c.organisation_id = h.organisation_id and c.entity = 'Employee' and c.row_id = j.row_id
  and j.released & (1::bigint << c.field_no) <> 0
group by 1, 2)
union all
(with head as materialized (
  select b.organisation_id, b.disclosure_id, b.alias_secret, a.requested, a.bits
  from egress.bound b join egress.asked a on a.entity = 'Post'
), j as materialized (
  select row_id, released from egress.post_judged where released <> 0
)
select c.employee_id, c.entity, array_agg(distinct c.field_no order by c.field_no) as field_nos, count(distinct c.row_id) as rows
from head h cross join j
join public.cell_person c on c.organisation_id = h.organisation_id and c.entity = 'Post' and c.row_id = j.row_id
  and j.released & (1::bigint << c.field_no) <> 0
group by 1, 2);

grant select on egress.organisation, egress.due_disclosure, egress.due_field, egress.step, egress.due_mail, egress.mail_step, egress.comment_cells, egress.employee_cells, egress.post_cells, egress.column_count, egress.released_person to :egress;
alter view egress.organisation owner to :egress_def;
alter view egress.due_disclosure owner to :egress_def;
alter view egress.due_field owner to :egress_def;
alter view egress.step owner to :egress_def;
alter view egress.due_mail owner to :egress_def;
alter view egress.mail_step owner to :egress_def;
alter view egress.bound owner to :egress_def;
alter view egress.asked owner to :egress_def;
alter view egress.comment_judged owner to :egress_def;
alter view egress.comment_cells owner to :egress_def;
alter view egress.employee_judged owner to :egress_def;
alter view egress.employee_cells owner to :egress_def;
alter view egress.post_judged owner to :egress_def;
alter view egress.post_cells owner to :egress_def;
alter view egress.column_count owner to :egress_def;
alter view egress.released_person owner to :egress_def;
revoke create on schema egress from :egress_def;

insert into field (entity, field_no, name) values
  ('Disclosure', 1, 'id'),
  ('Disclosure', 2, 'recipientId'),
  ('Disclosure', 3, 'purpose'),
  ('Disclosure', 4, 'question'),
  ('Disclosure', 5, 'answered'),
  ('Disclosure', 6, 'format'),
  ('Disclosure', 7, 'requestedBy'),
  ('Disclosure', 8, 'requestedRole'),
  ('Disclosure', 9, 'requestedAt'),
  ('Disclosure', 10, 'expiresAt'),
  ('Disclosure', 11, 'status'),
  ('DisclosureField', 1, 'disclosureId'),
  ('DisclosureField', 2, 'entity'),
  ('DisclosureField', 3, 'fieldNo'),
  ('DisclosureApproval', 1, 'disclosureId'),
  ('DisclosureApproval', 2, 'role'),
  ('DisclosureApproval', 3, 'approverId'),
  ('DisclosureApproval', 4, 'decision'),
  ('DisclosureApproval', 5, 'at'),
  ('DisclosureGrant', 1, 'id'),
  ('DisclosureGrant', 2, 'recipientId'),
  ('DisclosureGrant', 3, 'purpose'),
  ('DisclosureGrant', 4, 'secretHash'),
  ('DisclosureGrant', 5, 'sealedSecret'),
  ('DisclosureGrant', 6, 'expiresAt'),
  ('DisclosureStep', 1, 'id'),
  ('DisclosureStep', 2, 'disclosureId'),
  ('DisclosureStep', 3, 'step'),
  ('DisclosureStep', 4, 'at'),
  ('DisclosureStep', 5, 'manifest'),
  ('DisclosureStep', 6, 'fileSha256'),
  ('DisclosureStep', 7, 'indexVersion'),
  ('DepartureRow', 1, 'employeeId'),
  ('DepartureRow', 2, 'disclosureId'),
  ('DepartureRow', 3, 'entity'),
  ('DepartureRow', 4, 'fieldNos'),
  ('DepartureRow', 5, 'rows'),
  ('DepartureRow', 6, 'at');
