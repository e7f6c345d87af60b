-- Ideas (decision 51): how an idea stands, and what became of it, is a row beside its post; the words of that are a comment below it.

create table idea (
  organisation_id uuid not null,
  -- That of its post.
  id uuid not null,
  -- Repeated from the post, so that an idea is judged by its own row.
  author_id uuid not null,
  audience_keys bigint[] not null check (cardinality(audience_keys) between 1 and 20),
  state text not null check (state in ('open', 'taken_up', 'not_now', 'done', 'dropped', 'withdrawn')),
  taken boolean not null default false,
  taken_by_id uuid,
  taken_at timestamptz,
  look_back_on date,
  told_id uuid,
  told_at timestamptz,
  constraint idea_pkey primary key (organisation_id, id),
  constraint idea_post_fkey foreign key (organisation_id, id) references post,
  constraint idea_author_fkey foreign key (organisation_id, author_id) references employee,
  constraint idea_taken_by_fkey foreign key (organisation_id, taken_by_id) references employee,
  constraint idea_told_fkey foreign key (organisation_id, told_id) references comment,
  constraint idea_taken check (taken = (taken_by_id is not null) and taken = (taken_at is not null)),
  constraint idea_taken_up check ((state <> 'taken_up' or taken) and (state not in ('open', 'not_now', 'dropped', 'withdrawn') or not taken)),
  constraint idea_told check (told_id is null or told_at is not null)
) with (fillfactor = 90);
-- What somebody took up, when they can no longer see it; which idea a comment told of.
create index idea_taken_by_idx on idea (organisation_id, taken_by_id) where taken_by_id is not null;
create index idea_told_idx on idea (organisation_id, told_id) where told_id is not null;

alter table idea enable row level security;
alter table idea force row level security;
create policy organisation on idea
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));

grant select, insert, update on idea to :api;

-- Whoever can no longer see an idea has not taken it up any more: as `question_give_back`. What is done stays theirs.
create function idea_give_back() returns trigger language plpgsql as $$
begin
  with given_back as (
    update idea i set state = 'open', taken = false, taken_by_id = null, taken_at = null
    from (select distinct g.organisation_id, g.employee_id from gone g) g
    where i.organisation_id = g.organisation_id and i.taken_by_id = g.employee_id and i.state = 'taken_up'
      and not exists (select from audience_holder h where h.organisation_id = i.organisation_id
        and h.employee_id = i.taken_by_id and h.audience_key = any (i.audience_keys))
    returning i.organisation_id, i.id, i.author_id, i.audience_keys
  )
  insert into outbox (organisation_id, topic, payload)
  select b.organisation_id, 'idea.changed',
    jsonb_build_object('postId', b.id, 'authorId', b.author_id, 'keys', to_jsonb(b.audience_keys::text[]))
  from given_back b;
  return null;
end
$$;
create trigger idea_give_back after delete on audience_holder referencing old table as gone
  for each statement execute function idea_give_back();

-- What is said below what each judges for themselves is found with it and not by itself.
create or replace function search_of_comment(c comment) returns setof search_word language sql stable rows 100 as $$
  select s.* from search_said(c.organisation_id, 'comment', c.id, c.created_at, c.audience_keys, c.body, c.author_id, array[c.author_id, c.post_author_id]) s
  where c.status = 'published'
    and not exists (select from post p where p.organisation_id = c.organisation_id and p.id = c.post_id and p.kind in ('poll', 'idea'))
$$;

insert into field (entity, field_no, name) values
  ('Idea', 1, 'id'),
  ('Idea', 2, 'authorId'),
  ('Idea', 3, 'audienceKeys'),
  ('Idea', 4, 'state'),
  ('Idea', 5, 'taken'),
  ('Idea', 6, 'takenById'),
  ('Idea', 7, 'takenAt'),
  ('Idea', 8, 'lookBackOn'),
  ('Idea', 9, 'toldId'),
  ('Idea', 10, 'toldAt');
