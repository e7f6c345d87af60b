-- Announcements (decision 52): who must read something is a row beside its post, and who has read it is a row of their own, which is
-- theirs alone.

alter table post drop constraint post_kind_known;
alter table post add constraint post_kind_known
  check (kind in ('update', 'question', 'idea', 'poll', 'pledge', 'announcement')) not valid;
alter table post validate constraint post_kind_known;

create table announcement (
  organisation_id uuid not null,
  -- That of its post.
  id uuid not null,
  -- When it was announced: the UUIDv7 of its publication.
  announced_id uuid not null,
  -- Repeated from the post, so that an announcement is judged by its own row.
  author_id uuid not null,
  audience_keys bigint[] not null check (cardinality(audience_keys) between 1 and 20),
  state text not null check (state in ('standing', 'withdrawn')),
  reminded_on date,
  reminders integer not null default 0 check (reminders between 0 and 5),
  constraint announcement_pkey primary key (organisation_id, id),
  constraint announcement_post_fkey foreign key (organisation_id, id) references post,
  constraint announcement_author_fkey foreign key (organisation_id, author_id) references employee,
  constraint announcement_reminded check ((reminders = 0) = (reminded_on is null))
) with (autovacuum_vacuum_insert_scale_factor = 0.01, fillfactor = 90);
create index announcement_author_idx on announcement (organisation_id, author_id);

-- Those that stand by audience key, the newest first; kept by the gate.
create table announcement_audience (
  organisation_id uuid not null,
  audience_key bigint not null,
  announced_id uuid not null,
  announcement_id uuid not null,
  constraint announcement_audience_pkey primary key (organisation_id, audience_key, announced_id, announcement_id),
  constraint announcement_audience_announcement_fkey foreign key (organisation_id, announcement_id) references announcement
) with (autovacuum_vacuum_insert_scale_factor = 0.01);

-- A day and no time: by when somebody read it nobody should be known.
create table acknowledgement (
  organisation_id uuid not null,
  announcement_id uuid not null,
  employee_id uuid not null,
  acknowledged_on date not null,
  constraint acknowledgement_pkey primary key (organisation_id, announcement_id, employee_id),
  constraint acknowledgement_announcement_fkey foreign key (organisation_id, announcement_id) references announcement,
  constraint acknowledgement_employee_fkey foreign key (organisation_id, employee_id) references employee
) with (autovacuum_vacuum_insert_scale_factor = 0.01);

alter table announcement enable row level security;
alter table announcement force row level security;
create policy organisation on announcement
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));

alter table announcement_audience enable row level security;
alter table announcement_audience force row level security;
create policy organisation on announcement_audience
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));

alter table acknowledgement enable row level security;
alter table acknowledgement force row level security;
create policy organisation on acknowledgement
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));

grant select, insert, update on announcement to :api;
grant select, insert, delete on announcement_audience, acknowledgement to :api;

-- Nothing is left of who had read what is withdrawn: whoever says so meanwhile waits for the withdrawal, or it for them; they do not wait
-- for each other.
create function acknowledgement_stands() returns trigger language plpgsql as $$
begin
  perform from announcement a
    where a.organisation_id = new.organisation_id and a.id = new.announcement_id and a.state = 'standing' for share;
  if not found then
    return null;
  end if;
  return new;
end
$$;
create trigger acknowledgement_stands before insert on acknowledgement
  for each row execute function acknowledgement_stands();

create function acknowledgement_forget() returns trigger language plpgsql as $$
begin
  delete from acknowledgement a where a.organisation_id = new.organisation_id and a.announcement_id = new.id;
  return null;
end
$$;
create trigger acknowledgement_forget after update of state on announcement
  for each row when (new.state = 'withdrawn') execute function acknowledgement_forget();

insert into field (entity, field_no, name) values
  ('Announcement', 1, 'id'),
  ('Announcement', 2, 'announcedId'),
  ('Announcement', 3, 'authorId'),
  ('Announcement', 4, 'audienceKeys'),
  ('Announcement', 5, 'state'),
  ('Announcement', 6, 'remindedOn'),
  ('Announcement', 7, 'reminders'),
  ('AnnouncementAudience', 1, 'audienceKey'),
  ('AnnouncementAudience', 2, 'announcedId'),
  ('AnnouncementAudience', 3, 'announcementId'),
  ('Acknowledgement', 1, 'announcementId'),
  ('Acknowledgement', 2, 'employeeId'),
  ('Acknowledgement', 3, 'acknowledgedOn');
