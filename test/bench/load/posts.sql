-- Reactions first: what is counted of them comes with the post, so that no post is written twice.
create temp table given as
select p, 1 + pg_temp.h('e' || g) % :employees as n, g % 2 = 0 as useful
from (select g, 1 + pg_temp.h('p' || g) % :posts as p from generate_series(1, :reactions) g) s;

insert into reaction (organisation_id, post_id, employee_id, kind, created_at)
select distinct ':organisation'::uuid, pg_temp.post(p), pg_temp.employee(n), case when useful then 'useful' else 'valuable' end,
  to_timestamp((:since + p * :every) / 1000.0) from given order by 2, 3, 4;

create temp table tally as
select p, count(*) filter (where useful) as useful, count(*) filter (where not useful) as valuable
from (select distinct p, n, useful from given) g group by p;

-- 5 % to everybody, 25 % to a department, 10 % to one and what is below, 45 % to a community, 15 % to a circle and a colleague:
-- with two rows of the index for the last, 1.15 a post.
insert into post (organisation_id, id, published_id, author_id, kind, body, audience_keys, status, useful_count, valuable_count, published_at)
select ':organisation'::uuid, pg_temp.post(g), pg_temp.id(:since + g * :every, 5, g), pg_temp.employee(a), 'update',
  -- Six words that everything has, and one of twenty thousand.
  repeat('Lorem ipsum dolor sit amet consectetur ', 5) || 'Lorem ipsum dolor sit amet w' || lpad((h % 20000)::text, 10, '0'),
  case when r < 5 then array[:base + 1]
    when r < 30 then array[:base + 1000 + a % :departments]
    when r < 40 then array[:base + 3000 + pg_temp.above(a % :departments)]
    when r < 85 then array[:base + 10000 + h % :communities]
    else array[:base + 20000 + h % :circles, :base + 100001 + h % :employees] end::bigint[],
  'published', coalesce(useful, 0), coalesce(valuable, 0), to_timestamp((:since + g * :every) / 1000.0)
from (select g, 1 + pg_temp.h('a' || g) % :employees as a, pg_temp.h('h' || g) as h, pg_temp.h('r' || g) % 100 as r
  from generate_series(1, :posts) g) s left join tally on p = g
order by g;

insert into post_audience (organisation_id, audience_key, published_id, post_id, author_id)
select organisation_id, key, published_id, id, author_id from post, unnest(audience_keys) key
where organisation_id = ':organisation'::uuid order by 1, 2, 3, 4;
