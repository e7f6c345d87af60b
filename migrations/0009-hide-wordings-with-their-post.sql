-- Earlier wordings of a comment go out of sight with the post it answers, so a wording says whose post that is. Null in what
-- was kept before: no release had it, and an import may not say it.
alter table revision add column post_author_id uuid;

insert into field (entity, field_no, name) values ('Revision', 8, 'postAuthorId');
