-- Questions (decision 50): how a question stands is a row beside its post, and what nobody answered yet is an index, by when it was
-- asked.

alter table post drop constraint post_kind_check;
alter table post add constraint post_kind_known check (kind in ('update', 'question')) not valid;
alter table post validate constraint post_kind_known;

create table question (
  organisation_id uuid not null,
  -- That of its post.
  id uuid not null,
  -- When it was asked: the UUIDv7 of its publication.
  asked_id uuid not null,
  -- Repeated from the post, so that a question is judged by its own row.
  author_id uuid not null,
  audience_keys bigint[] not null check (cardinality(audience_keys) between 1 and 20),
  state text not null check (state in ('open', 'answered', 'solved', 'asker_left', 'withdrawn')),
  taken boolean not null default false,
  taken_by_id uuid,
  taken_at timestamptz,
  accepted_id uuid,
  accepted_at timestamptz,
  solved_at timestamptz,
  constraint question_pkey primary key (organisation_id, id),
  constraint question_post_fkey foreign key (organisation_id, id) references post,
  constraint question_author_fkey foreign key (organisation_id, author_id) references employee,
  constraint question_taken_by_fkey foreign key (organisation_id, taken_by_id) references employee,
  constraint question_accepted_fkey foreign key (organisation_id, accepted_id) references comment,
  constraint question_taken check (taken = (taken_by_id is not null) and taken = (taken_at is not null)),
  constraint question_accepted check ((accepted_id is null) = (accepted_at is null)),
  constraint question_answered check (state <> 'answered' or accepted_id is not null),
  constraint question_open check (state not in ('open', 'withdrawn') or accepted_id is null),
  constraint question_solved check ((state = 'solved') = (solved_at is not null))
) with (autovacuum_vacuum_insert_scale_factor = 0.01, fillfactor = 90);
-- What somebody asked, when they leave, and what somebody looks after, when they can no longer see it.
create index question_author_idx on question (organisation_id, author_id, asked_id);
create index question_taken_by_idx on question (organisation_id, taken_by_id) where taken_by_id is not null;
create index question_accepted_idx on question (organisation_id, accepted_id) where accepted_id is not null;

-- The open ones by audience key, those first that wait longest; kept by the gate.
create table question_audience (
  organisation_id uuid not null,
  audience_key bigint not null,
  asked_id uuid not null,
  question_id uuid not null,
  constraint question_audience_pkey primary key (organisation_id, audience_key, asked_id, question_id),
  constraint question_audience_question_fkey foreign key (organisation_id, question_id) references question
) with (autovacuum_vacuum_insert_scale_factor = 0.01);

alter table question enable row level security;
alter table question force row level security;
create policy organisation on question
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));

alter table question_audience enable row level security;
alter table question_audience force row level security;
create policy organisation on question_audience
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));

grant select, insert, update on question to :api;
grant select, insert, delete on question_audience to :api;

-- Whoever can no longer see a question looks after it no longer. Kept by the table of holders itself, so that no way to take a key
-- from somebody forgets it, and in the same transaction; it is told like any other change of the question.
create function question_give_back() returns trigger language plpgsql as $$
begin
  with given_back as (
    update question q set taken = false, taken_by_id = null, taken_at = null
    from (select distinct g.organisation_id, g.employee_id from gone g) g
    where q.organisation_id = g.organisation_id and q.taken_by_id = g.employee_id
      and not exists (select from audience_holder h where h.organisation_id = q.organisation_id
        and h.employee_id = q.taken_by_id and h.audience_key = any (q.audience_keys))
    returning q.organisation_id, q.id, q.author_id, q.audience_keys
  )
  insert into outbox (organisation_id, topic, payload)
  select b.organisation_id, 'question.changed',
    jsonb_build_object('postId', b.id, 'authorId', b.author_id, 'keys', to_jsonb(b.audience_keys::text[]))
  from given_back b;
  return null;
end
$$;
create trigger question_give_back after delete on audience_holder referencing old table as gone
  for each statement execute function question_give_back();

insert into field (entity, field_no, name) values
  ('Question', 1, 'id'),
  ('Question', 2, 'askedId'),
  ('Question', 3, 'authorId'),
  ('Question', 4, 'audienceKeys'),
  ('Question', 5, 'state'),
  ('Question', 6, 'taken'),
  ('Question', 7, 'takenById'),
  ('Question', 8, 'takenAt'),
  ('Question', 9, 'acceptedId'),
  ('Question', 10, 'acceptedAt'),
  ('Question', 11, 'solvedAt'),
  ('QuestionAudience', 1, 'audienceKey'),
  ('QuestionAudience', 2, 'askedId'),
  ('QuestionAudience', 3, 'questionId');
