-- Polls, and what people judge for themselves (decision 51). What was voted is counted once, where it is stored, when the poll closes,
-- and forgotten with that.

create table poll (
  organisation_id uuid not null,
  -- That of its post, whose last lines are the options.
  id uuid not null,
  -- Repeated from the post, so that a poll is judged by its own row.
  author_id uuid not null,
  audience_keys bigint[] not null check (cardinality(audience_keys) between 1 and 20),
  state text not null check (state in ('open', 'closed', 'withdrawn')),
  option_count smallint not null check (option_count between 2 and 10),
  several boolean not null,
  closes_at timestamptz,
  closed_at timestamptz,
  voters int,
  tallies int[],
  constraint poll_pkey primary key (organisation_id, id),
  constraint poll_post_fkey foreign key (organisation_id, id) references post,
  constraint poll_author_fkey foreign key (organisation_id, author_id) references employee,
  constraint poll_closed check (state = 'closed' or closed_at is null),
  -- A statistic is of ten people or more, or there is none (product.md, promise 4), and none before all of it.
  constraint poll_counted check ((voters is null) = (tallies is null) and (voters is null or (state = 'closed' and voters >= 10))),
  constraint poll_tallies check (tallies is null or cardinality(tallies) = option_count)
);
-- What somebody asked, when they leave; what closes by itself.
create index poll_author_idx on poll (organisation_id, author_id);
create index poll_due_idx on poll (organisation_id, closes_at) where state = 'open' and closes_at is not null;

-- No time, and no number of its own: neither tells whose vote came when.
create table judgement (
  organisation_id uuid not null,
  post_id uuid not null,
  employee_id uuid not null,
  choices smallint[] not null default '{}' check (cardinality(choices) <= 10 and 0 <= all (choices) and 10 > all (choices)),
  constraint judgement_pkey primary key (organisation_id, post_id, employee_id),
  constraint judgement_post_fkey foreign key (organisation_id, post_id) references post,
  constraint judgement_employee_fkey foreign key (organisation_id, employee_id) references employee
) with (autovacuum_vacuum_insert_scale_factor = 0.01);

alter table poll enable row level security;
alter table poll force row level security;
create policy organisation on poll
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));

alter table judgement enable row level security;
alter table judgement force row level security;
create policy organisation on judgement
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));

grant select, insert, update on poll to :api;
grant select, insert, update on judgement to :api;

-- Counts a poll in the write that closes it, so that no process ever reads what somebody else voted, and forgets each vote. Below ten
-- votes, and for one that was closed once before (it has no time then), nothing is told.
create function poll_settle() returns trigger language plpgsql as $$
begin
  if new.state = 'closed' and new.closed_at is not null then
    select count(*) into new.voters from judgement j
      where j.organisation_id = new.organisation_id and j.post_id = new.id and j.choices <> '{}';
    if new.voters < 10 then
      new.voters := null;
    else
      new.tallies := array(
        select count(j.employee_id)::int from generate_series(0, new.option_count - 1) o(n)
        left join judgement j on j.organisation_id = new.organisation_id and j.post_id = new.id and o.n = any (j.choices)
        group by o.n order by o.n);
    end if;
  end if;
  update judgement set choices = '{}' where organisation_id = new.organisation_id and post_id = new.id and choices <> '{}';
  return new;
end
$$;
create trigger poll_settle before update of state on poll
  for each row when (old.state = 'open' and new.state <> 'open') execute function poll_settle();

-- What is said below a poll is found with it and not by itself: whoever looked for it would learn how much there is.
create or replace function search_of_comment(c comment) returns setof search_word language sql stable rows 100 as $$
  select s.* from search_said(c.organisation_id, 'comment', c.id, c.created_at, c.audience_keys, c.body, c.author_id, array[c.author_id, c.post_author_id]) s
  where c.status = 'published'
    and not exists (select from post p where p.organisation_id = c.organisation_id and p.id = c.post_id and p.kind = 'poll')
$$;

insert into field (entity, field_no, name) values
  ('Poll', 1, 'id'),
  ('Poll', 2, 'authorId'),
  ('Poll', 3, 'audienceKeys'),
  ('Poll', 4, 'state'),
  ('Poll', 5, 'optionCount'),
  ('Poll', 6, 'several'),
  ('Poll', 7, 'closesAt'),
  ('Poll', 8, 'closedAt'),
  ('Poll', 9, 'voters'),
  ('Poll', 10, 'tallies'),
  ('Judgement', 1, 'postId'),
  ('Judgement', 2, 'employeeId'),
  ('Judgement', 3, 'choices');
