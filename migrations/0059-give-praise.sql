-- Praise (decision 57): it is between two people until whoever is praised lets it be shown to those it was written for.

alter table post drop constraint post_kind_known;
alter table post add constraint post_kind_known
  check (kind in ('update', 'question', 'idea', 'poll', 'pledge', 'announcement', 'praise')) not valid;
alter table post validate constraint post_kind_known;

create table praise (
  organisation_id uuid not null,
  -- That of its post.
  id uuid not null,
  author_id uuid not null,
  -- Repeated from the post, so that praise is judged by its own row.
  audience_keys bigint[] not null check (cardinality(audience_keys) between 1 and 20),
  -- To whom it is shown once it is let be; nobody finds it by them before.
  intended_keys bigint[] not null check (cardinality(intended_keys) <= 20),
  to_id uuid,
  state text not null check (state in ('waiting', 'shown', 'withdrawn')),
  constraint praise_pkey primary key (organisation_id, id),
  constraint praise_post_fkey foreign key (organisation_id, id) references post,
  constraint praise_author_fkey foreign key (organisation_id, author_id) references employee,
  constraint praise_to_fkey foreign key (organisation_id, to_id) references employee,
  constraint praise_to check ((state = 'withdrawn') = (to_id is null) and to_id <> author_id),
  constraint praise_intended check ((state = 'waiting') = (cardinality(intended_keys) > 0))
) with (fillfactor = 90);
create index praise_author_idx on praise (organisation_id, author_id);
create index praise_to_idx on praise (organisation_id, to_id) where to_id is not null;

alter table praise enable row level security;
alter table praise force row level security;
create policy organisation on praise
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));

grant select, insert, update on praise to :api;

insert into field (entity, field_no, name) values
  ('Praise', 1, 'id'),
  ('Praise', 2, 'authorId'),
  ('Praise', 3, 'audienceKeys'),
  ('Praise', 4, 'intendedKeys'),
  ('Praise', 5, 'toId'),
  ('Praise', 6, 'state');
