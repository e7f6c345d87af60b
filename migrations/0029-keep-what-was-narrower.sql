-- What whoever comes in reads of before: all since the community was last opened wider, or nothing. It is a matter of keys: a new
-- generation begins, and what was said before keeps the old one (decision 49).
alter table community add column history text not null default 'from_start';
alter table community add constraint community_history_known check (history in ('from_start', 'from_joining')) not valid;
alter table community validate constraint community_history_known;

-- Opened once, and who came while it was narrower did not come to be named to everybody.
alter table community add column was_narrower boolean not null default false;

insert into field (entity, field_no, name) values
  ('Community', 18, 'history'),
  ('Community', 19, 'wasNarrower');
