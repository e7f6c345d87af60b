-- Whoever changes the text alone takes the document with it: a version of the api that knows no documents, while both run; an import;
-- whatever is written tomorrow. A document never says something else than its text.
create function document_drop_stale() returns trigger language plpgsql as $$
begin
  new.document := null;
  new.topics := '{}';
  return new;
end
$$;
create trigger document_drop_stale before update of body on post for each row
  when (new.body is distinct from old.body and new.document is not distinct from old.document and old.document is not null)
  execute function document_drop_stale();
create trigger document_drop_stale before update of body on comment for each row
  when (new.body is distinct from old.body and new.document is not distinct from old.document and old.document is not null)
  execute function document_drop_stale();
