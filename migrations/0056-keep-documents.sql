-- What was written as a document (decision 54), beside the plain text that says the same. Empty for what was said in plain text: before,
-- by an import, or by a client that knows no documents.
-- The checks hold for what is written from now on; what was there before is empty, and nothing is read to find that out.

alter table post add column document text;
alter table post add constraint post_document_bounded check (char_length(document) <= 100000) not valid;
alter table comment add column document text;
alter table comment add constraint comment_document_bounded check (char_length(document) <= 100000) not valid;
alter table revision add column document text;
alter table revision add constraint revision_document_bounded check (char_length(document) <= 100000) not valid;

insert into field (entity, field_no, name) values
  ('Post', 18, 'document'),
  ('Comment', 15, 'document'),
  ('Revision', 9, 'document');
