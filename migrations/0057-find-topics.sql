-- Topics of documents (decision 54), folded as search folds words, and found like `from:` and `has:`: a line per audience key and topic
-- under ':topic:' (decision 48). What was said before has none.

alter table post add column topics text[] not null default '{}';
alter table post add constraint post_topics_bounded check (cardinality(topics) <= 20) not valid;
alter table comment add column topics text[] not null default '{}';
alter table comment add constraint comment_topics_bounded check (cardinality(topics) <= 20) not valid;

create function search_topics(organisation_id uuid, resource text, id uuid, at timestamptz, keys bigint[], topics text[])
  returns setof search_word language sql stable rows 1 as $$
  select $1, k.key, ':topic:' || t.topic, $4, $3, $2, null::bigint
  from (select distinct topic from unnest($6) topic) t cross join (select distinct key from unnest($5) key) k
$$;
grant execute on function search_topics(uuid, text, uuid, timestamptz, bigint[], text[]) to :api;

-- The triggers of 0026 fire for the text, and text and topics are written together.
create or replace function search_of_post(p post) returns setof search_word language sql stable rows 100 as $$
  select s.* from search_said(p.organisation_id, 'post', p.id, p.published_at, p.audience_keys, p.body, p.author_id, array[p.author_id]) s
  where p.status = 'published'
  union all
  select s.* from search_topics(p.organisation_id, 'post', p.id, p.published_at, p.audience_keys, p.topics) s
  where p.status = 'published'
$$;
-- What is said below what each judges for themselves is found with it and not by itself (0055): by its topics neither.
create or replace function search_of_comment(c comment) returns setof search_word language sql stable rows 100 as $$
  select s.* from (
    select * from search_said(c.organisation_id, 'comment', c.id, c.created_at, c.audience_keys, c.body, c.author_id, array[c.author_id, c.post_author_id])
    union all
    select * from search_topics(c.organisation_id, 'comment', c.id, c.created_at, c.audience_keys, c.topics)
  ) s
  where c.status = 'published'
    and not exists (select from post p where p.organisation_id = c.organisation_id and p.id = c.post_id and p.kind in ('poll', 'idea'))
$$;

insert into field (entity, field_no, name) values
  ('Post', 19, 'topics'),
  ('Comment', 16, 'topics');
