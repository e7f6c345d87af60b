select p.id, p.kind, p.body, p.published_id, p.published_at::text, p.edited_at::text, p.version, p.status, p.useful_count, p.valuable_count, p.comment_count,
  p.imported_from, p.imported_emoji, p.author_id, e.name, e.title, e.kind, e.photo_token, d.id, d.name, d.color,
  array(select r.kind from reaction r where r.organisation_id = $1::uuid and r.post_id = p.id and r.employee_id = $2::uuid order by 1),
  (select json_agg(json_build_array(a.kind, a.group_id, a.name, a.holders, a.outside)) from audience a
    where a.organisation_id = $1::uuid and a.key = any (p.audience_keys))
from (
  select distinct i.published_id, i.post_id from unnest($3::bigint[]) k(key), lateral (
    select published_id, post_id from post_audience where organisation_id = $1::uuid and audience_key = k.key
    order by published_id desc limit $4::int) i
  order by i.published_id desc limit $4::int) i
join post p on p.organisation_id = $1::uuid and p.id = i.post_id
join employee e on e.organisation_id = $1::uuid and e.id = p.author_id
left join department d on d.organisation_id = $1::uuid and d.id = e.department_id
order by i.published_id desc
