-- What people say to each other. A row carries the audience keys it is judged by; post_audience is the index by which pages
-- are found, kept by the gate in the same transaction.

create table community (
  organisation_id uuid not null,
  id uuid not null,
  name text not null check (char_length(name) between 1 and 80),
  name_folded text collate "C" not null,
  purpose text not null check (char_length(purpose) <= 500),
  access text not null check (access in ('open', 'closed', 'hidden')),
  audience_key bigint not null,
  owner_ids uuid[] not null,
  version integer not null default 1,
  created_at timestamptz not null,
  imported_from text check (char_length(imported_from) between 1 and 60),
  source_key text check (char_length(source_key) between 1 and 200),
  constraint community_pkey primary key (organisation_id, id),
  constraint community_audience_key unique (organisation_id, audience_key),
  constraint community_source_key unique (organisation_id, source_key),
  constraint community_audience_fkey foreign key (organisation_id, audience_key) references audience
);
create index community_name_idx on community (organisation_id, name_folded, id);

create table post (
  organisation_id uuid not null,
  id uuid not null,
  -- A UUIDv7 made at publication; feeds are ordered by it.
  published_id uuid not null,
  author_id uuid not null,
  kind text not null check (kind in ('update')),
  body text not null check (char_length(body) between 1 and 40000),
  audience_keys bigint[] not null check (cardinality(audience_keys) between 1 and 20),
  status text not null check (status in ('published', 'withdrawn')),
  version integer not null default 1,
  useful_count integer not null default 0,
  valuable_count integer not null default 0,
  comment_count integer not null default 0,
  published_at timestamptz not null,
  edited_at timestamptz,
  imported_from text check (char_length(imported_from) between 1 and 60),
  source_key text check (char_length(source_key) between 1 and 200),
  imported_emoji jsonb not null default '[]',
  mentioned_ids uuid[] not null default '{}',
  constraint post_pkey primary key (organisation_id, id),
  constraint post_source_key unique (organisation_id, source_key),
  constraint post_author_fkey foreign key (organisation_id, author_id) references employee
) with (autovacuum_vacuum_insert_scale_factor = 0.01, fillfactor = 90);
create index post_author_idx on post (organisation_id, author_id, published_id desc, id desc);

create table post_audience (
  organisation_id uuid not null,
  audience_key bigint not null,
  published_id uuid not null,
  post_id uuid not null,
  constraint post_audience_pkey primary key (organisation_id, audience_key, published_id, post_id),
  constraint post_audience_post_fkey foreign key (organisation_id, post_id) references post
) with (autovacuum_vacuum_insert_scale_factor = 0.01);

create table comment (
  organisation_id uuid not null,
  id uuid not null,
  post_id uuid not null,
  author_id uuid not null,
  body text not null check (char_length(body) between 1 and 40000),
  audience_keys bigint[] not null check (cardinality(audience_keys) between 1 and 20),
  status text not null check (status in ('published', 'withdrawn', 'hidden')),
  version integer not null default 1,
  created_at timestamptz not null,
  edited_at timestamptz,
  imported_from text check (char_length(imported_from) between 1 and 60),
  source_key text check (char_length(source_key) between 1 and 200),
  imported_emoji jsonb not null default '[]',
  mentioned_ids uuid[] not null default '{}',
  post_author_id uuid not null,
  constraint comment_pkey primary key (organisation_id, id),
  constraint comment_source_key unique (organisation_id, source_key),
  constraint comment_post_fkey foreign key (organisation_id, post_id) references post,
  constraint comment_author_fkey foreign key (organisation_id, author_id) references employee
) with (autovacuum_vacuum_insert_scale_factor = 0.01);
create index comment_post_idx on comment (organisation_id, post_id, created_at, id);

create table reaction (
  organisation_id uuid not null,
  post_id uuid not null,
  employee_id uuid not null,
  kind text not null check (kind in ('useful', 'valuable')),
  created_at timestamptz not null,
  constraint reaction_pkey primary key (organisation_id, post_id, employee_id, kind),
  constraint reaction_post_fkey foreign key (organisation_id, post_id) references post,
  constraint reaction_employee_fkey foreign key (organisation_id, employee_id) references employee
) with (autovacuum_vacuum_insert_scale_factor = 0.01);
-- Counting one kind of one post reads the index alone.
create index reaction_kind_idx on reaction (organisation_id, post_id, kind);

create table revision (
  organisation_id uuid not null,
  subject_id uuid not null,
  version integer not null,
  author_id uuid not null,
  body text not null,
  audience_keys bigint[] not null,
  status text not null check (status in ('published', 'withdrawn')),
  at timestamptz not null,
  constraint revision_pkey primary key (organisation_id, subject_id, version),
  constraint revision_author_fkey foreign key (organisation_id, author_id) references employee
);

alter table community enable row level security;
alter table community force row level security;
create policy organisation on community
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));

alter table post enable row level security;
alter table post force row level security;
create policy organisation on post
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));

alter table post_audience enable row level security;
alter table post_audience force row level security;
create policy organisation on post_audience
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));

alter table comment enable row level security;
alter table comment force row level security;
create policy organisation on comment
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));

alter table reaction enable row level security;
alter table reaction force row level security;
create policy organisation on reaction
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));

alter table revision enable row level security;
alter table revision force row level security;
create policy organisation on revision
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));

grant select, insert, update on community, post, comment, revision to :api;
grant select, insert, delete on post_audience, reaction to :api;

insert into field (entity, field_no, name) values
  ('Community', 1, 'id'),
  ('Community', 2, 'name'),
  ('Community', 3, 'nameFolded'),
  ('Community', 4, 'purpose'),
  ('Community', 5, 'access'),
  ('Community', 6, 'audienceKey'),
  ('Community', 7, 'ownerIds'),
  ('Community', 8, 'version'),
  ('Community', 9, 'createdAt'),
  ('Community', 10, 'importedFrom'),
  ('Community', 11, 'sourceKey'),
  ('Post', 1, 'id'),
  ('Post', 2, 'publishedId'),
  ('Post', 3, 'authorId'),
  ('Post', 4, 'kind'),
  ('Post', 5, 'body'),
  ('Post', 6, 'audienceKeys'),
  ('Post', 7, 'status'),
  ('Post', 8, 'version'),
  ('Post', 9, 'usefulCount'),
  ('Post', 10, 'valuableCount'),
  ('Post', 11, 'commentCount'),
  ('Post', 12, 'publishedAt'),
  ('Post', 13, 'editedAt'),
  ('Post', 14, 'importedFrom'),
  ('Post', 15, 'sourceKey'),
  ('Post', 16, 'importedEmoji'),
  ('Post', 17, 'mentionedIds'),
  ('Comment', 1, 'id'),
  ('Comment', 2, 'postId'),
  ('Comment', 3, 'authorId'),
  ('Comment', 4, 'body'),
  ('Comment', 5, 'audienceKeys'),
  ('Comment', 6, 'status'),
  ('Comment', 7, 'version'),
  ('Comment', 8, 'createdAt'),
  ('Comment', 9, 'editedAt'),
  ('Comment', 10, 'importedFrom'),
  ('Comment', 11, 'sourceKey'),
  ('Comment', 12, 'importedEmoji'),
  ('Comment', 13, 'mentionedIds'),
  ('Comment', 14, 'postAuthorId'),
  ('Reaction', 1, 'postId'),
  ('Reaction', 2, 'employeeId'),
  ('Reaction', 3, 'kind'),
  ('Reaction', 4, 'createdAt'),
  ('Revision', 1, 'subjectId'),
  ('Revision', 2, 'version'),
  ('Revision', 3, 'authorId'),
  ('Revision', 4, 'body'),
  ('Revision', 5, 'audienceKeys'),
  ('Revision', 6, 'status'),
  ('Revision', 7, 'at'),
  ('PostAudience', 1, 'audienceKey'),
  ('PostAudience', 2, 'publishedId'),
  ('PostAudience', 3, 'postId');
