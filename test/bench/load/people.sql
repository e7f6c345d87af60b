-- Who is in which community: about five, and a circle. With the keys of their own, of the organisation, of the department, of
-- what is below it and of what is below the one above, that makes 11. Readers of 50 and of 200 keys are in as many more
-- as that takes: they come one and two places after the others.
create temp table member as
select n, pg_temp.h(n || ':' || k) % :communities as c from generate_series(1, :employees) n, generate_series(1, 5) k
union
select n, 10000 + n % :circles from generate_series(1, :employees) n
union
select 2 + at * :step, (at * 31 + k) % :communities from generate_series(0, :wide - 1) at, generate_series(1, 39) k
union
select 3 + at * :step, (at * 31 + k) % :communities from generate_series(0, :wide - 1) at, generate_series(1, 189) k;

-- Made-up names of as many sorts as a large house has: 256 first ones, 4,096 last ones.
create temp table person as
select n, n % :departments as d, initcap(s[1 + a % 16] || e[1 + a / 16 % 16]) as first,
  initcap(s[1 + b % 16] || m[1 + b / 16 % 16] || e[1 + b / 256 % 16]) as last
from (select n, pg_temp.h('first' || n) % 256 as a, pg_temp.h('last' || n) % 4096 as b from generate_series(1, :employees) n) p,
  (select array['ka','mi','so','ba','fre','gi','hu','la','ni','ro','sa','ti','ul','ve','wa','yo'] as s,
    array['ra','len','dor','mis','nu','pet','ri','sto','tel','va','ko','bi','den','fa','gor','hal'] as m,
    array['na','rik','la','ton','mer','sa','vin','ka','lo','din','tra','bel','gan','si','ner','mo'] as e) syllables;

insert into employee (organisation_id, id, name, name_folded, name_words, title, kind, department_id, status, roles, audience_keys, created_at)
select ':organisation'::uuid, pg_temp.employee(n), first || ' ' || last, lower(first || ' ' || last), array[lower(first), lower(last)],
  'Title ' || n % 200, 'employee', pg_temp.department(d), 'active', '{employee}',
  array[:base + 100000 + n, :base + 1, :base + 1000 + d, :base + 3000 + d]::bigint[]
    || case when d >= :parents then array[:base + 3000 + pg_temp.above(d)]::bigint[] else '{}' end
    || coalesce(m.keys, '{}'),
  to_timestamp((:since + n) / 1000.0)
from person left join (select n, array_agg((:base + 10000 + c)::bigint order by c) as keys from member group by n) m using (n)
order by n;

-- What the trigger of this table does, of which a bulk load keeps out.
insert into employee_name_word (organisation_id, word, employee_id, given)
select distinct e.organisation_id, word, e.id, word = employee_given_word(e.name, e.name_words)
from employee e, unnest(e.name_words) word where e.organisation_id = ':organisation'::uuid order by 1, 2, 3;

insert into audience (organisation_id, key, kind, group_id, name)
select ':organisation'::uuid, :base + 100000 + n, 'person', pg_temp.employee(n), first || ' ' || last from person order by n;

insert into audience_holder (organisation_id, audience_key, employee_id, outside)
select organisation_id, key, id, false from employee, unnest(audience_keys) key
where organisation_id = ':organisation'::uuid order by 1, 2, 3;

update audience a set holders = h.holders, version = 1
from (select audience_key, count(*) as holders from audience_holder where organisation_id = ':organisation'::uuid group by 1) h
where a.organisation_id = ':organisation'::uuid and a.key = h.audience_key;
