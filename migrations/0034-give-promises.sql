-- Promises (decision 52): what becomes of somebody's word is a row beside its post, and what waits is an index, by its day.

-- With the kinds of 0032 and 0033, which stand beside this one.
alter table post drop constraint post_kind_known;
alter table post add constraint post_kind_known
  check (kind in ('update', 'question', 'idea', 'poll', 'pledge')) not valid;
alter table post validate constraint post_kind_known;

create table pledge (
  organisation_id uuid not null,
  -- That of its post.
  id uuid not null,
  due_on date not null,
  -- A UUIDv7 of that day, by which it waits.
  due_id uuid not null,
  -- Repeated from the post, so that a promise is judged by its own row.
  author_id uuid not null,
  audience_keys bigint[] not null check (cardinality(audience_keys) between 1 and 20),
  -- Along which it is found by those it concerns: the author's own, and the receiver's own or those of the audience.
  waiting_keys bigint[] not null check (cardinality(waiting_keys) between 1 and 21),
  to_all boolean not null,
  to_id uuid,
  state text not null check (state in ('open', 'kept', 'broken', 'lapsed', 'withdrawn')),
  earlier jsonb not null default '[]' check (jsonb_typeof(earlier) = 'array' and jsonb_array_length(earlier) <= 20),
  settled_at timestamptz,
  confirmed boolean not null default false,
  confirmed_by_id uuid,
  confirmed_at timestamptz,
  constraint pledge_pkey primary key (organisation_id, id),
  constraint pledge_post_fkey foreign key (organisation_id, id) references post,
  constraint pledge_author_fkey foreign key (organisation_id, author_id) references employee,
  constraint pledge_to_fkey foreign key (organisation_id, to_id) references employee,
  constraint pledge_confirmed_by_fkey foreign key (organisation_id, confirmed_by_id) references employee,
  constraint pledge_to check (state = 'withdrawn' or to_all = (to_id is null)),
  constraint pledge_to_another check (to_id <> author_id and confirmed_by_id <> author_id),
  constraint pledge_settled check ((state in ('kept', 'broken')) = (settled_at is not null)),
  constraint pledge_confirmed check (confirmed = (confirmed_by_id is not null) and confirmed = (confirmed_at is not null)),
  constraint pledge_confirmed_kept check (not confirmed or state = 'kept')
) with (autovacuum_vacuum_insert_scale_factor = 0.01, fillfactor = 90);
-- What somebody promised, when they leave, and what they were promised, when they can no longer see it.
create index pledge_author_idx on pledge (organisation_id, author_id, due_id);
create index pledge_to_idx on pledge (organisation_id, to_id) where to_id is not null;
create index pledge_confirmed_by_idx on pledge (organisation_id, confirmed_by_id) where confirmed_by_id is not null;

-- The open ones by audience key, the earliest day first; kept by the gate.
create table pledge_audience (
  organisation_id uuid not null,
  audience_key bigint not null,
  due_id uuid not null,
  pledge_id uuid not null,
  constraint pledge_audience_pkey primary key (organisation_id, audience_key, due_id, pledge_id),
  constraint pledge_audience_pledge_fkey foreign key (organisation_id, pledge_id) references pledge
) with (autovacuum_vacuum_insert_scale_factor = 0.01);

alter table pledge enable row level security;
alter table pledge force row level security;
create policy organisation on pledge
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));

alter table pledge_audience enable row level security;
alter table pledge_audience force row level security;
create policy organisation on pledge_audience
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));

grant select, insert, update on pledge to :api;
grant select, insert, delete on pledge_audience to :api;

-- Whoever can no longer see what they were promised waits for it no longer. Kept by the table of holders itself, so that no way to take
-- a key from somebody forgets it, and in the same transaction; it is told like any other change of the promise.
create function pledge_lapse() returns trigger language plpgsql as $$
begin
  -- In the order in which those of somebody who leaves are locked; by a statement of its own, so that the next one sees the day, and the
  -- line of the index, to which one was moved meanwhile.
  perform from pledge p
    where (p.organisation_id, p.to_id) in (select g.organisation_id, g.employee_id from gone g) and p.state = 'open'
    order by p.due_id, p.id for no key update;
  with lapsed as (
    update pledge p set state = 'lapsed'
    from (select distinct g.organisation_id, g.employee_id from gone g) g
    where p.organisation_id = g.organisation_id and p.to_id = g.employee_id and p.state = 'open'
      and not exists (select from audience_holder h where h.organisation_id = p.organisation_id
        and h.employee_id = p.to_id and h.audience_key = any (p.audience_keys))
    returning p.organisation_id, p.id, p.author_id, p.audience_keys, p.waiting_keys, p.due_id
  ), unlisted as (
    delete from pledge_audience a using lapsed l
    where a.organisation_id = l.organisation_id and a.audience_key = any (l.waiting_keys) and a.due_id = l.due_id and a.pledge_id = l.id
  )
  insert into outbox (organisation_id, topic, payload)
  select l.organisation_id, 'pledge.changed',
    jsonb_build_object('postId', l.id, 'authorId', l.author_id, 'keys', to_jsonb(l.audience_keys::text[]))
  from lapsed l;
  return null;
end
$$;
create trigger pledge_lapse after delete on audience_holder referencing old table as gone
  for each statement execute function pledge_lapse();

insert into field (entity, field_no, name) values
  ('Pledge', 1, 'id'),
  ('Pledge', 2, 'dueOn'),
  ('Pledge', 3, 'dueId'),
  ('Pledge', 4, 'authorId'),
  ('Pledge', 5, 'audienceKeys'),
  ('Pledge', 6, 'waitingKeys'),
  ('Pledge', 7, 'toAll'),
  ('Pledge', 8, 'toId'),
  ('Pledge', 9, 'state'),
  ('Pledge', 10, 'earlier'),
  ('Pledge', 11, 'settledAt'),
  ('Pledge', 12, 'confirmed'),
  ('Pledge', 13, 'confirmedById'),
  ('Pledge', 14, 'confirmedAt'),
  ('PledgeAudience', 1, 'audienceKey'),
  ('PledgeAudience', 2, 'dueId'),
  ('PledgeAudience', 3, 'pledgeId');
