-- The organisation with its departments and communities, each with its audience keys. Keys from :base on: 1 the organisation,
-- 1,000 + d a department, 3,000 + d it and what is below, 10,000 + c a community, 20,000 + k a circle, 100,000 + n a person.
insert into organisation (organisation_id, name) values (':organisation'::uuid, ':name');
insert into organisation_handle (handle, organisation_id) values (':handle', ':organisation'::uuid);
insert into audience (organisation_id, key, kind, group_id, name)
values (':organisation'::uuid, :base + 1, 'organisation', ':organisation'::uuid, ':name');

insert into department (organisation_id, id, parent_id, name, name_folded, name_words, color, ancestors)
select ':organisation'::uuid, pg_temp.department(d), case when d >= :parents then pg_temp.department(pg_temp.above(d)) end,
  'Department ' || d, 'department ' || d, array['department', d::text], 1 + d % 12,
  case when d >= :parents then array[pg_temp.department(pg_temp.above(d))] else '{}' end
from generate_series(0, :departments - 1) d;

insert into audience (organisation_id, key, kind, group_id, name)
select ':organisation'::uuid, :base + 1000 + d, 'department', pg_temp.department(d), 'Department ' || d
from generate_series(0, :departments - 1) d
union all
select ':organisation'::uuid, :base + 3000 + d, 'department_below', pg_temp.department(d), 'Department ' || d
from generate_series(0, :departments - 1) d;

-- A circle of feed-limit is a small closed community here, until people have circles of their own.
insert into audience (organisation_id, key, kind, group_id, name)
select ':organisation'::uuid, :base + 10000 + c, 'community', pg_temp.community(c),
  case when c < 10000 then 'Community ' || c else 'Circle ' || c - 10000 end
from (select c from generate_series(0, :communities - 1) c
  union all select 10000 + k from generate_series(0, :circles - 1) k) s;

insert into community (organisation_id, id, name, name_folded, purpose, access, audience_key, owner_ids, created_at)
select organisation_id, group_id, name, lower(name), 'What its members work on', case when name like 'Circle %' then 'closed' else 'open' end,
  key, '{}', to_timestamp(:since / 1000.0)
from audience where organisation_id = ':organisation'::uuid and kind = 'community';
