-- Since when somebody holds a key (decision 53): so that the author of a post can be told who came to read it since. It is not known
-- of what was given before, and of whoever goes nothing is kept.
alter table audience_holder add column since timestamptz;
alter table audience_holder alter column since set default now();

insert into field (entity, field_no, name) values ('AudienceHolder', 4, 'since');
