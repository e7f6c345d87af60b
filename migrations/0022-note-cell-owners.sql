-- Whoever decides a hundred thousand rows joins one line each, and not one a field (decision 34).

-- 1. Whose row it is, and on which of its fields (a bit a field) the owner's word is needed, as cell_person says. Where it has
--    no line, or a field no bit, nobody is known whose word would do, and nothing is released.
create table cell_owner (
  organisation_id uuid not null,
  entity text not null,
  row_id uuid not null,
  employee_id uuid not null,
  fields bigint not null,
  constraint cell_owner_pkey primary key (organisation_id, entity, row_id)
) with (autovacuum_vacuum_insert_scale_factor = 0.01);

-- What cell_person says of a row. A row has one owner; of a field that had two, nobody's word would do.
create function cell_owner_of(organisation_id uuid, entity text, row_id uuid) returns setof cell_owner language sql stable as $$
  select $1, $2, $3, o.employee_id, f.fields
  from (select c.employee_id from cell_person c where c.organisation_id = $1 and c.entity = $2 and c.row_id = $3
    and c.role = 'owner' order by c.field_no, c.employee_id limit 1) o
  cross join lateral (select coalesce(bit_or(1::bigint << c.field_no) filter (where c.employee_id = o.employee_id), 0)
      & ~coalesce(bit_or(1::bigint << c.field_no) filter (where c.employee_id <> o.employee_id), 0) as fields
    from cell_person c where c.organisation_id = $1 and c.entity = $2 and c.row_id = $3 and c.role = 'owner') f
$$;

-- Kept by the table itself and not by whoever writes, so that no way to write forgets it. Two who change the cells of one row at
-- once wait for each other at its line, and the later one reads what the earlier one wrote. Rows are looked up one by one by
-- their key, whatever the planner believed when the session began.
create function cell_owner_keep() returns trigger language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  organisations uuid[];
  entities text[];
  ids uuid[];
  added bigint;
begin
  if tg_op = 'TRUNCATE' then
    raise exception 'Cells go with their rows.';
  elsif tg_op = 'INSERT' then
    select array_agg(k.organisation_id), array_agg(k.entity), array_agg(k.row_id) into organisations, entities, ids
    from (select distinct n.organisation_id, n.entity, n.row_id from new_rows n where n.role = 'owner' order by 1, 2, 3) k;
  elsif tg_op = 'DELETE' then
    select array_agg(k.organisation_id), array_agg(k.entity), array_agg(k.row_id) into organisations, entities, ids
    from (select distinct o.organisation_id, o.entity, o.row_id from old_rows o where o.role = 'owner' order by 1, 2, 3) k;
  else
    select array_agg(k.organisation_id), array_agg(k.entity), array_agg(k.row_id) into organisations, entities, ids
    from (select n.organisation_id, n.entity, n.row_id from new_rows n
      union select o.organisation_id, o.entity, o.row_id from old_rows o order by 1, 2, 3) k;
  end if;
  if ids is null then
    return null;
  end if;
  insert into cell_owner
  select w.* from unnest(organisations, entities, ids) k(organisation_id, entity, row_id)
  cross join lateral cell_owner_of(k.organisation_id, k.entity, k.row_id) w
  where not exists (select from cell_owner t
    where t.organisation_id = k.organisation_id and t.entity = k.entity and t.row_id = k.row_id)
  on conflict do nothing;
  get diagnostics added = row_count;
  if added = cardinality(ids) then
    return null;
  end if;
  perform from unnest(organisations, entities, ids) k(organisation_id, entity, row_id)
  join cell_owner t on t.organisation_id = k.organisation_id and t.entity = k.entity and t.row_id = k.row_id
  order by t.organisation_id, t.entity, t.row_id for update of t;
  delete from cell_owner t using unnest(organisations, entities, ids) k(organisation_id, entity, row_id)
  where t.organisation_id = k.organisation_id and t.entity = k.entity and t.row_id = k.row_id
    and not exists (select from cell_owner_of(k.organisation_id, k.entity, k.row_id));
  update cell_owner t set employee_id = w.employee_id, fields = w.fields
  from unnest(organisations, entities, ids) k(organisation_id, entity, row_id)
  cross join lateral cell_owner_of(k.organisation_id, k.entity, k.row_id) w
  where t.organisation_id = k.organisation_id and t.entity = k.entity and t.row_id = k.row_id
    and (t.employee_id, t.fields) is distinct from (w.employee_id, w.fields);
  return null;
end
$$;
create trigger cell_owner_inserted after insert on cell_person referencing new table as new_rows
  for each statement execute function cell_owner_keep();
create trigger cell_owner_updated after update on cell_person referencing old table as old_rows new table as new_rows
  for each statement execute function cell_owner_keep();
create trigger cell_owner_deleted after delete on cell_person referencing old table as old_rows
  for each statement execute function cell_owner_keep();
create trigger cell_owner_truncated before truncate on cell_person
  for each statement execute function cell_owner_keep();
-- Also where triggers are passed over, as a replica or whoever loads data does.
alter table cell_person enable always trigger cell_owner_inserted;
alter table cell_person enable always trigger cell_owner_updated;
alter table cell_person enable always trigger cell_owner_deleted;
alter table cell_person enable always trigger cell_owner_truncated;

-- What is there already, of all organisations at once: the walls bind the owner too, so they are opened for this transaction.
alter table cell_person no force row level security;
insert into cell_owner
select w.* from (select distinct organisation_id, entity, row_id from cell_person where role = 'owner') k
cross join lateral cell_owner_of(k.organisation_id, k.entity, k.row_id) w;
alter table cell_person force row level security;

alter table cell_owner enable row level security;
alter table cell_owner force row level security;
create policy organisation on cell_owner
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));

-- The trigger runs as whoever writes the cells.
grant select, insert, update (employee_id, fields), delete on cell_owner to :api;
grant execute on function cell_owner_of(uuid, text, uuid) to :api;
grant select on cell_owner to :egress_def;

insert into field (entity, field_no, name) values
  ('CellOwner', 1, 'entity'),
  ('CellOwner', 2, 'rowId'),
  ('CellOwner', 3, 'employeeId'),
  ('CellOwner', 4, 'fields');

-- 2. Everybody else whom a cell concerns, and what was said to one recipient: read from the index alone, in the order in
--    which it is joined.
create index cell_person_about_idx on cell_person (organisation_id, entity, row_id, employee_id, field_no) where role = 'about';
drop index consent_index_recipient_idx;
create index consent_index_recipient_idx on consent_index (organisation_id, recipient_id, purpose, entity, employee_id, covers_until)
  include (bits, no_bits, valid_until);
drop index consent_item_recipient_idx;
create index consent_item_recipient_idx on consent_item (organisation_id, recipient_id, purpose, entity, row_id, employee_id)
  include (bits, no_bits, valid_until, covers_until);

-- 3. The views anew. Generated by egressViewsSql(); a test compares.
grant create on schema egress to :egress_def;
set local role :egress_def;
drop view egress.released_person, egress.column_count, egress.post_cells, egress.post_judged, egress.employee_cells, egress.employee_judged, egress.comment_cells, egress.comment_judged;

create view egress.comment_judged with (security_barrier) as
with asked as materialized (
  select a.organisation_id, a.recipient_id, a.purpose, a.basis, a.bits & 272::bigint as bits
  from egress.asked a where a.entity = 'Comment'
), house as materialized (
  select array(select g.key from public.audience g where g.organisation_id = (select organisation_id from asked) and g.kind = 'organisation') as keys
), involved as materialized (
  select s.employee_id from public.cell_owner s where s.organisation_id = (select organisation_id from asked) and s.entity = 'Comment'
  union
  select c.employee_id from public.cell_person c where c.organisation_id = (select organisation_id from asked) and c.entity = 'Comment' and c.role = 'about'
), word as not materialized (
  select w.employee_id, bit_or(w.no_bits) as no, bit_or(case when w.valid_until > now() then w.bits else 0::bigint end) as bits,
    min(w.covers_until) filter (where w.valid_until > now() and w.bits <> 0) as covers_until,
    max(w.covers_until) filter (where w.valid_until > now() and w.bits <> 0) as furthest
  from public.consent_index w
  where w.organisation_id = (select organisation_id from asked) and w.recipient_id = (select recipient_id from asked) and w.purpose = (select purpose from asked) and w.entity = 'Comment'
    and w.employee_id in (select n.employee_id from involved n)
  group by w.employee_id
), held as not materialized (
  select l.employee_id, bool_or(l.kind = 'restriction') as restricted,
    bool_or(l.kind = 'objection' and l.purpose = (select purpose from asked)) as objects
  from public.processing_limit l where l.organisation_id = (select organisation_id from asked) group by l.employee_id
), person as materialized (
  select e.id as employee_id, e.kind, e.status, w.no, w.bits, w.covers_until, w.furthest, h.restricted, h.objects
  from involved n join public.employee e on e.organisation_id = (select organisation_id from asked) and e.id = n.employee_id
  left join word w on w.employee_id = e.id left join held h on h.employee_id = e.id
), about as (
  select c.row_id, bit_or(c.bits) as bits, bit_or(c.bits & ~(case when w.kind = 'employee' and w.status = 'active'
      and ((select basis from asked) <> 'legitimate-interest' or w.objects is not true)
    then (case when w.covers_until >= greatest(p.created_at, p.edited_at) then w.bits
        when w.furthest >= greatest(p.created_at, p.edited_at) then (select bit_or(y.bits) from public.consent_index y
          where y.organisation_id = (select organisation_id from asked) and y.employee_id = c.employee_id and y.purpose = (select purpose from asked) and y.recipient_id = (select recipient_id from asked)
            and y.entity = 'Comment' and y.covers_until >= greatest(p.created_at, p.edited_at) and y.valid_until > now())
        else 0::bigint end & case when p.audience_keys && (select keys from house) then 256::bigint else 0::bigint end
      | case when i.covers_until >= greatest(p.created_at, p.edited_at) and i.valid_until > now() then i.bits else 0::bigint end)
      & ~(coalesce(w.no, 0) | coalesce(i.no_bits, 0)) else 0::bigint end)) as refused,
    bit_or(case when w.restricted then c.bits else 0::bigint end) as restricted
  from (select c.row_id, c.employee_id, bit_or(1::bigint << c.field_no) as bits from public.cell_person c
    where c.organisation_id = (select organisation_id from asked) and c.entity = 'Comment' and c.role = 'about' group by 1, 2) c
  join public.comment p on p.organisation_id = (select organisation_id from asked) and p.id = c.row_id and p.status = 'published'
  left join person w on w.employee_id = c.employee_id
  left join public.consent_item i on i.organisation_id = (select organisation_id from asked) and i.recipient_id = (select recipient_id from asked) and i.purpose = (select purpose from asked)
    and i.entity = 'Comment' and i.row_id = p.id and i.employee_id = c.employee_id
  group by c.row_id
), unmarked as (
  select u.row_id, bit_or(1::bigint << u.field_no) as bits from public.cell_unmarked u
  where u.organisation_id = (select organisation_id from asked) and u.entity = 'Comment' group by u.row_id
), owned as (
  select p.id as row_id, s.employee_id as owner_id, p.created_at, p.body,
    coalesce(s.fields, 0) as bits, s.fields & ~(case when w.kind = 'employee' and w.status = 'active'
      and ((select basis from asked) <> 'legitimate-interest' or w.objects is not true)
    then (case when w.covers_until >= greatest(p.created_at, p.edited_at) then w.bits
        when w.furthest >= greatest(p.created_at, p.edited_at) then (select bit_or(y.bits) from public.consent_index y
          where y.organisation_id = (select organisation_id from asked) and y.employee_id = s.employee_id and y.purpose = (select purpose from asked) and y.recipient_id = (select recipient_id from asked)
            and y.entity = 'Comment' and y.covers_until >= greatest(p.created_at, p.edited_at) and y.valid_until > now())
        else 0::bigint end & case when p.audience_keys && (select keys from house) then 256::bigint else 0::bigint end
      | case when i.covers_until >= greatest(p.created_at, p.edited_at) and i.valid_until > now() then i.bits else 0::bigint end)
      & ~(coalesce(w.no, 0) | coalesce(i.no_bits, 0)) else 0::bigint end) as refused,
    case when w.restricted then s.fields else 0::bigint end as restricted
  from public.comment p
  left join public.cell_owner s on s.organisation_id = (select organisation_id from asked) and s.entity = 'Comment' and s.row_id = p.id
  left join person w on w.employee_id = s.employee_id
  left join public.consent_item i on i.organisation_id = (select organisation_id from asked) and i.recipient_id = (select recipient_id from asked) and i.purpose = (select purpose from asked)
    and i.entity = 'Comment' and i.row_id = p.id and i.employee_id = s.employee_id
  where p.organisation_id = (select organisation_id from asked) and p.status = 'published'
), judged as (
  select t.row_id, t.owner_id, t.bits as owned, coalesce(x.bits, 0) as others, t.created_at, t.body,
    (t.restricted | coalesce(x.restricted, 0)) & (select bits from asked) as restricted,
    t.bits & ~t.refused & ~coalesce(x.refused, 0) & ~t.restricted & ~coalesce(x.restricted, 0)
      & ~coalesce(u.bits, 0) & (select bits from asked) as released
  from owned t
  left join about x on x.row_id = t.row_id
  left join unmarked u on u.row_id = t.row_id
)
select * from judged;

create view egress.comment_cells with (security_barrier) as
with head as materialized (
  select b.organisation_id, b.disclosure_id, b.alias_secret, a.requested, a.bits
  from egress.bound b join egress.asked a on a.entity = 'Comment'
)
select encode(substring(sha256((select alias_secret from head) || convert_to(j.row_id::text, 'UTF8')) for 16), 'hex')::uuid::text as ref,
  case when (select requested from head) & (1::bigint << 8) <> 0 then to_char(j.created_at at time zone 'UTC', 'YYYY-MM') end as month,
  case when j.released & (1::bigint << 4) <> 0 then j.body end as body,
  case when j.released & (1::bigint << 8) <> 0 then j.created_at end as created_at,
  j.released
from (select * from egress.comment_judged offset 0) j where j.released <> 0;

create view egress.employee_judged with (security_barrier) as
with asked as materialized (
  select a.organisation_id, a.recipient_id, a.purpose, a.basis, a.bits & 36::bigint as bits
  from egress.asked a where a.entity = 'Employee'
), involved as materialized (
  select c.employee_id from public.cell_person c where c.organisation_id = (select organisation_id from asked) and c.entity = 'Employee' and c.role = 'about' group by 1
), word as not materialized (
  select w.employee_id, bit_or(w.no_bits) as no, bit_or(case when w.valid_until > now() then w.bits else 0::bigint end) as bits,
    min(w.covers_until) filter (where w.valid_until > now() and w.bits <> 0) as covers_until,
    max(w.covers_until) filter (where w.valid_until > now() and w.bits <> 0) as furthest
  from public.consent_index w
  where w.organisation_id = (select organisation_id from asked) and w.recipient_id = (select recipient_id from asked) and w.purpose = (select purpose from asked) and w.entity = 'Employee'
  group by w.employee_id
), held as not materialized (
  select l.employee_id, bool_or(l.kind = 'restriction') as restricted,
    bool_or(l.kind = 'objection' and l.purpose = (select purpose from asked)) as objects
  from public.processing_limit l where l.organisation_id = (select organisation_id from asked) group by l.employee_id
), person as materialized (
  select e.id as employee_id, e.kind, e.status, w.no, w.bits, w.covers_until, w.furthest, h.restricted, h.objects
  from involved n join public.employee e on e.organisation_id = (select organisation_id from asked) and e.id = n.employee_id
  left join word w on w.employee_id = e.id left join held h on h.employee_id = e.id
), about as (
  select c.row_id, bit_or(c.bits) as bits, bit_or(c.bits & ~(case when w.kind = 'employee' and w.status = 'active'
      and ((select basis from asked) <> 'legitimate-interest' or w.objects is not true)
    then (case when w.covers_until >= greatest(p.created_at, p.card_changed_at) then w.bits
        when w.furthest >= greatest(p.created_at, p.card_changed_at) then (select bit_or(y.bits) from public.consent_index y
          where y.organisation_id = (select organisation_id from asked) and y.employee_id = c.employee_id and y.purpose = (select purpose from asked) and y.recipient_id = (select recipient_id from asked)
            and y.entity = 'Employee' and y.covers_until >= greatest(p.created_at, p.card_changed_at) and y.valid_until > now())
        else 0::bigint end & 36::bigint
      | case when i.covers_until >= greatest(p.created_at, p.card_changed_at) and i.valid_until > now() then i.bits else 0::bigint end)
      & ~(coalesce(w.no, 0) | coalesce(i.no_bits, 0)) else 0::bigint end)) as refused,
    bit_or(case when w.restricted then c.bits else 0::bigint end) as restricted
  from (select c.row_id, c.employee_id, bit_or(1::bigint << c.field_no) as bits from public.cell_person c
    where c.organisation_id = (select organisation_id from asked) and c.entity = 'Employee' and c.role = 'about' group by 1, 2) c
  join public.employee p on p.organisation_id = (select organisation_id from asked) and p.id = c.row_id and p.status = 'active' and p.kind = 'employee'
  left join person w on w.employee_id = c.employee_id
  left join public.consent_item i on i.organisation_id = (select organisation_id from asked) and i.recipient_id = (select recipient_id from asked) and i.purpose = (select purpose from asked)
    and i.entity = 'Employee' and i.row_id = p.id and i.employee_id = c.employee_id
  group by c.row_id
), unmarked as (
  select u.row_id, bit_or(1::bigint << u.field_no) as bits from public.cell_unmarked u
  where u.organisation_id = (select organisation_id from asked) and u.entity = 'Employee' group by u.row_id
), owned as (
  select p.id as row_id, s.employee_id as owner_id, p.created_at, p.name, p.title,
    coalesce(s.fields, 0) as bits, s.fields & ~(case when p.kind = 'employee' and case when s.employee_id = p.id then p.status end = 'active'
      and ((select basis from asked) <> 'legitimate-interest' or h.objects is not true)
    then (case when w.covers_until >= greatest(p.created_at, p.card_changed_at) then w.bits
        when w.furthest >= greatest(p.created_at, p.card_changed_at) then (select bit_or(y.bits) from public.consent_index y
          where y.organisation_id = (select organisation_id from asked) and y.employee_id = p.id and y.purpose = (select purpose from asked) and y.recipient_id = (select recipient_id from asked)
            and y.entity = 'Employee' and y.covers_until >= greatest(p.created_at, p.card_changed_at) and y.valid_until > now())
        else 0::bigint end & 36::bigint
      | case when i.covers_until >= greatest(p.created_at, p.card_changed_at) and i.valid_until > now() then i.bits else 0::bigint end)
      & ~(coalesce(w.no, 0) | coalesce(i.no_bits, 0)) else 0::bigint end) as refused,
    case when h.restricted then s.fields else 0::bigint end as restricted
  from public.employee p
  left join public.cell_owner s on s.organisation_id = (select organisation_id from asked) and s.entity = 'Employee' and s.row_id = p.id
  left join word w on w.employee_id = p.id
  left join held h on h.employee_id = p.id
  left join public.consent_item i on i.organisation_id = (select organisation_id from asked) and i.recipient_id = (select recipient_id from asked) and i.purpose = (select purpose from asked)
    and i.entity = 'Employee' and i.row_id = p.id and i.employee_id = p.id
  where p.organisation_id = (select organisation_id from asked) and p.status = 'active' and p.kind = 'employee'
), judged as (
  select t.row_id, t.owner_id, t.bits as owned, coalesce(x.bits, 0) as others, t.created_at, t.name, t.title,
    (t.restricted | coalesce(x.restricted, 0)) & (select bits from asked) as restricted,
    t.bits & ~t.refused & ~coalesce(x.refused, 0) & ~t.restricted & ~coalesce(x.restricted, 0)
      & ~coalesce(u.bits, 0) & (select bits from asked) as released
  from owned t
  left join about x on x.row_id = t.row_id
  left join unmarked u on u.row_id = t.row_id
)
select * from judged;

create view egress.employee_cells with (security_barrier) as
with head as materialized (
  select b.organisation_id, b.disclosure_id, b.alias_secret, a.requested, a.bits
  from egress.bound b join egress.asked a on a.entity = 'Employee'
)
select encode(substring(sha256((select alias_secret from head) || convert_to(j.row_id::text, 'UTF8')) for 16), 'hex')::uuid::text as ref,
  case when j.released & (1::bigint << 2) <> 0 then j.name end as name,
  case when j.released & (1::bigint << 5) <> 0 then j.title end as title,
  j.released
from (select * from egress.employee_judged offset 0) j where j.released <> 0;

create view egress.post_judged with (security_barrier) as
with asked as materialized (
  select a.organisation_id, a.recipient_id, a.purpose, a.basis, a.bits & 4128::bigint as bits
  from egress.asked a where a.entity = 'Post'
), house as materialized (
  select array(select g.key from public.audience g where g.organisation_id = (select organisation_id from asked) and g.kind = 'organisation') as keys
), involved as materialized (
  select s.employee_id from public.cell_owner s where s.organisation_id = (select organisation_id from asked) and s.entity = 'Post'
  union
  select c.employee_id from public.cell_person c where c.organisation_id = (select organisation_id from asked) and c.entity = 'Post' and c.role = 'about'
), word as not materialized (
  select w.employee_id, bit_or(w.no_bits) as no, bit_or(case when w.valid_until > now() then w.bits else 0::bigint end) as bits,
    min(w.covers_until) filter (where w.valid_until > now() and w.bits <> 0) as covers_until,
    max(w.covers_until) filter (where w.valid_until > now() and w.bits <> 0) as furthest
  from public.consent_index w
  where w.organisation_id = (select organisation_id from asked) and w.recipient_id = (select recipient_id from asked) and w.purpose = (select purpose from asked) and w.entity = 'Post'
    and w.employee_id in (select n.employee_id from involved n)
  group by w.employee_id
), held as not materialized (
  select l.employee_id, bool_or(l.kind = 'restriction') as restricted,
    bool_or(l.kind = 'objection' and l.purpose = (select purpose from asked)) as objects
  from public.processing_limit l where l.organisation_id = (select organisation_id from asked) group by l.employee_id
), person as materialized (
  select e.id as employee_id, e.kind, e.status, w.no, w.bits, w.covers_until, w.furthest, h.restricted, h.objects
  from involved n join public.employee e on e.organisation_id = (select organisation_id from asked) and e.id = n.employee_id
  left join word w on w.employee_id = e.id left join held h on h.employee_id = e.id
), about as (
  select c.row_id, bit_or(c.bits) as bits, bit_or(c.bits & ~(case when w.kind = 'employee' and w.status = 'active'
      and ((select basis from asked) <> 'legitimate-interest' or w.objects is not true)
    then (case when w.covers_until >= greatest(p.published_at, p.edited_at) then w.bits
        when w.furthest >= greatest(p.published_at, p.edited_at) then (select bit_or(y.bits) from public.consent_index y
          where y.organisation_id = (select organisation_id from asked) and y.employee_id = c.employee_id and y.purpose = (select purpose from asked) and y.recipient_id = (select recipient_id from asked)
            and y.entity = 'Post' and y.covers_until >= greatest(p.published_at, p.edited_at) and y.valid_until > now())
        else 0::bigint end & case when p.audience_keys && (select keys from house) then 4096::bigint else 0::bigint end
      | case when i.covers_until >= greatest(p.published_at, p.edited_at) and i.valid_until > now() then i.bits else 0::bigint end)
      & ~(coalesce(w.no, 0) | coalesce(i.no_bits, 0)) else 0::bigint end)) as refused,
    bit_or(case when w.restricted then c.bits else 0::bigint end) as restricted
  from (select c.row_id, c.employee_id, bit_or(1::bigint << c.field_no) as bits from public.cell_person c
    where c.organisation_id = (select organisation_id from asked) and c.entity = 'Post' and c.role = 'about' group by 1, 2) c
  join public.post p on p.organisation_id = (select organisation_id from asked) and p.id = c.row_id and p.status = 'published'
  left join person w on w.employee_id = c.employee_id
  left join public.consent_item i on i.organisation_id = (select organisation_id from asked) and i.recipient_id = (select recipient_id from asked) and i.purpose = (select purpose from asked)
    and i.entity = 'Post' and i.row_id = p.id and i.employee_id = c.employee_id
  group by c.row_id
), unmarked as (
  select u.row_id, bit_or(1::bigint << u.field_no) as bits from public.cell_unmarked u
  where u.organisation_id = (select organisation_id from asked) and u.entity = 'Post' group by u.row_id
), owned as (
  select p.id as row_id, s.employee_id as owner_id, p.published_at, p.body,
    coalesce(s.fields, 0) as bits, s.fields & ~(case when w.kind = 'employee' and w.status = 'active'
      and ((select basis from asked) <> 'legitimate-interest' or w.objects is not true)
    then (case when w.covers_until >= greatest(p.published_at, p.edited_at) then w.bits
        when w.furthest >= greatest(p.published_at, p.edited_at) then (select bit_or(y.bits) from public.consent_index y
          where y.organisation_id = (select organisation_id from asked) and y.employee_id = s.employee_id and y.purpose = (select purpose from asked) and y.recipient_id = (select recipient_id from asked)
            and y.entity = 'Post' and y.covers_until >= greatest(p.published_at, p.edited_at) and y.valid_until > now())
        else 0::bigint end & case when p.audience_keys && (select keys from house) then 4096::bigint else 0::bigint end
      | case when i.covers_until >= greatest(p.published_at, p.edited_at) and i.valid_until > now() then i.bits else 0::bigint end)
      & ~(coalesce(w.no, 0) | coalesce(i.no_bits, 0)) else 0::bigint end) as refused,
    case when w.restricted then s.fields else 0::bigint end as restricted
  from public.post p
  left join public.cell_owner s on s.organisation_id = (select organisation_id from asked) and s.entity = 'Post' and s.row_id = p.id
  left join person w on w.employee_id = s.employee_id
  left join public.consent_item i on i.organisation_id = (select organisation_id from asked) and i.recipient_id = (select recipient_id from asked) and i.purpose = (select purpose from asked)
    and i.entity = 'Post' and i.row_id = p.id and i.employee_id = s.employee_id
  where p.organisation_id = (select organisation_id from asked) and p.status = 'published'
), judged as (
  select t.row_id, t.owner_id, t.bits as owned, coalesce(x.bits, 0) as others, t.published_at, t.body,
    (t.restricted | coalesce(x.restricted, 0)) & (select bits from asked) as restricted,
    t.bits & ~t.refused & ~coalesce(x.refused, 0) & ~t.restricted & ~coalesce(x.restricted, 0)
      & ~coalesce(u.bits, 0) & (select bits from asked) as released
  from owned t
  left join about x on x.row_id = t.row_id
  left join unmarked u on u.row_id = t.row_id
)
select * from judged;

create view egress.post_cells with (security_barrier) as
with head as materialized (
  select b.organisation_id, b.disclosure_id, b.alias_secret, a.requested, a.bits
  from egress.bound b join egress.asked a on a.entity = 'Post'
)
select encode(substring(sha256((select alias_secret from head) || convert_to(j.row_id::text, 'UTF8')) for 16), 'hex')::uuid::text as ref,
  case when (select requested from head) & (1::bigint << 12) <> 0 then to_char(j.published_at at time zone 'UTC', 'YYYY-MM') end as month,
  case when j.released & (1::bigint << 5) <> 0 then j.body end as body,
  case when j.released & (1::bigint << 12) <> 0 then j.published_at end as published_at,
  j.released
from (select * from egress.post_judged offset 0) j where j.released <> 0;

create view egress.column_count with (security_barrier) as
(with head as materialized (
  select b.organisation_id, b.disclosure_id, b.alias_secret, a.requested, a.bits
  from egress.bound b join egress.asked a on a.entity = 'Comment'
), tally as materialized (
  select count(*) as cells, array[count(*) filter (where j.released & (1::bigint << 4) <> 0), count(*) filter (where j.released & (1::bigint << 8) <> 0)] as released, array[count(*) filter (where j.restricted & (1::bigint << 4) <> 0), count(*) filter (where j.restricted & (1::bigint << 8) <> 0)] as restricted from egress.comment_judged j
), counted as (
  select n.field_no, t.cells, n.released, n.restricted from tally t,
    unnest(array[4, 8], t.released, t.restricted) n(field_no, released, restricted)
)
select f.entity, f.field_no, h.bits & (1::bigint << f.field_no) <> 0 as opened, t.cells,
  coalesce(c.released, 0) as released, coalesce(c.restricted, 0) as restricted
from head h cross join tally t
join public.disclosure_field f on f.organisation_id = h.organisation_id and f.disclosure_id = h.disclosure_id
  and f.entity = 'Comment'
left join counted c on c.field_no = f.field_no)
union all
(with head as materialized (
  select b.organisation_id, b.disclosure_id, b.alias_secret, a.requested, a.bits
  from egress.bound b join egress.asked a on a.entity = 'Employee'
), tally as materialized (
  select count(*) as cells, array[count(*) filter (where j.released & (1::bigint << 2) <> 0), count(*) filter (where j.released & (1::bigint << 5) <> 0)] as released, array[count(*) filter (where j.restricted & (1::bigint << 2) <> 0), count(*) filter (where j.restricted & (1::bigint << 5) <> 0)] as restricted from egress.employee_judged j
), counted as (
  select n.field_no, t.cells, n.released, n.restricted from tally t,
    unnest(array[2, 5], t.released, t.restricted) n(field_no, released, restricted)
)
select f.entity, f.field_no, h.bits & (1::bigint << f.field_no) <> 0 as opened, t.cells,
  coalesce(c.released, 0) as released, coalesce(c.restricted, 0) as restricted
from head h cross join tally t
join public.disclosure_field f on f.organisation_id = h.organisation_id and f.disclosure_id = h.disclosure_id
  and f.entity = 'Employee'
left join counted c on c.field_no = f.field_no)
union all
(with head as materialized (
  select b.organisation_id, b.disclosure_id, b.alias_secret, a.requested, a.bits
  from egress.bound b join egress.asked a on a.entity = 'Post'
), tally as materialized (
  select count(*) as cells, array[count(*) filter (where j.released & (1::bigint << 5) <> 0), count(*) filter (where j.released & (1::bigint << 12) <> 0)] as released, array[count(*) filter (where j.restricted & (1::bigint << 5) <> 0), count(*) filter (where j.restricted & (1::bigint << 12) <> 0)] as restricted from egress.post_judged j
), counted as (
  select n.field_no, t.cells, n.released, n.restricted from tally t,
    unnest(array[5, 12], t.released, t.restricted) n(field_no, released, restricted)
)
select f.entity, f.field_no, h.bits & (1::bigint << f.field_no) <> 0 as opened, t.cells,
  coalesce(c.released, 0) as released, coalesce(c.restricted, 0) as restricted
from head h cross join tally t
join public.disclosure_field f on f.organisation_id = h.organisation_id and f.disclosure_id = h.disclosure_id
  and f.entity = 'Post'
left join counted c on c.field_no = f.field_no);

create view egress.released_person with (security_barrier) as
(with head as materialized (
  select b.organisation_id, b.disclosure_id, b.alias_secret, a.requested, a.bits
  from egress.bound b join egress.asked a on a.entity = 'Comment'
), j as materialized (
  select row_id, owner_id, owned & released as owned, others & released as others from egress.comment_judged where released <> 0
), concerned as (
  select owner_id as employee_id, owned as bits, 1 as rows from j where owned <> 0
  union all
  select c.employee_id, bit_or(1::bigint << c.field_no), case when j.owned <> 0 and c.employee_id = j.owner_id then 0 else 1 end
  from j join public.cell_person c on c.organisation_id = (select organisation_id from head) and c.entity = 'Comment'
    and c.row_id = j.row_id and c.role = 'about' and j.others & (1::bigint << c.field_no) <> 0
  where j.others <> 0 group by j.row_id, j.owner_id, j.owned, c.employee_id
), told as (
  select employee_id, bit_or(bits) as bits, sum(rows) as rows from concerned group by 1
)
select t.employee_id, 'Comment' as entity,
  array(select n::smallint from unnest(array[4, 8]) n where t.bits & (1::bigint << n) <> 0 order by n) as field_nos, t.rows
from told t)
union all
(with head as materialized (
  select b.organisation_id, b.disclosure_id, b.alias_secret, a.requested, a.bits
  from egress.bound b join egress.asked a on a.entity = 'Employee'
), j as materialized (
  select row_id, owner_id, owned & released as owned, others & released as others from egress.employee_judged where released <> 0
), concerned as (
  select owner_id as employee_id, owned as bits, 1 as rows from j where owned <> 0
  union all
  select c.employee_id, bit_or(1::bigint << c.field_no), case when j.owned <> 0 and c.employee_id = j.owner_id then 0 else 1 end
  from j join public.cell_person c on c.organisation_id = (select organisation_id from head) and c.entity = 'Employee'
    and c.row_id = j.row_id and c.role = 'about' and j.others & (1::bigint << c.field_no) <> 0
  where j.others <> 0 group by j.row_id, j.owner_id, j.owned, c.employee_id
), told as (
  select employee_id, bit_or(bits) as bits, sum(rows) as rows from concerned group by 1
)
select t.employee_id, 'Employee' as entity,
  array(select n::smallint from unnest(array[2, 5]) n where t.bits & (1::bigint << n) <> 0 order by n) as field_nos, t.rows
from told t)
union all
(with head as materialized (
  select b.organisation_id, b.disclosure_id, b.alias_secret, a.requested, a.bits
  from egress.bound b join egress.asked a on a.entity = 'Post'
), j as materialized (
  select row_id, owner_id, owned & released as owned, others & released as others from egress.post_judged where released <> 0
), concerned as (
  select owner_id as employee_id, owned as bits, 1 as rows from j where owned <> 0
  union all
  select c.employee_id, bit_or(1::bigint << c.field_no), case when j.owned <> 0 and c.employee_id = j.owner_id then 0 else 1 end
  from j join public.cell_person c on c.organisation_id = (select organisation_id from head) and c.entity = 'Post'
    and c.row_id = j.row_id and c.role = 'about' and j.others & (1::bigint << c.field_no) <> 0
  where j.others <> 0 group by j.row_id, j.owner_id, j.owned, c.employee_id
), told as (
  select employee_id, bit_or(bits) as bits, sum(rows) as rows from concerned group by 1
)
select t.employee_id, 'Post' as entity,
  array(select n::smallint from unnest(array[5, 12]) n where t.bits & (1::bigint << n) <> 0 order by n) as field_nos, t.rows
from told t);

grant select on egress.comment_cells, egress.employee_cells, egress.post_cells, egress.column_count, egress.released_person to :egress;
set local role :owner;
revoke create on schema egress from :egress_def;
