-- A yes is bound to the words that were shown (docs/decisions/0031).

-- 1. A digest of what the card showed, so that the receipt can name it without its words. Null of what was said before.
alter table consent_event add column seen text check (seen ~ '^[0-9a-f]{64}$');
insert into field (entity, field_no, name) values ('Consent', 19, 'seen');

-- 2. Other words are later words. A yes covers words by the moment of their last change, so that moment has to grow with each
--    change: whichever clock whoever writes goes by, and however long they waited for the row. By two milliseconds at least,
--    because a yes is bound to the next whole one.
create function words_keep_post() returns trigger language plpgsql as $$
begin
  new.edited_at := greatest(new.edited_at,
    date_trunc('milliseconds', greatest(old.published_at, old.edited_at)) + interval '2 milliseconds');
  return new;
end
$$;
create function words_keep_comment() returns trigger language plpgsql as $$
begin
  new.edited_at := greatest(new.edited_at,
    date_trunc('milliseconds', greatest(old.created_at, old.edited_at)) + interval '2 milliseconds');
  return new;
end
$$;
-- Where nothing is left to read, nothing says when it was taken.
create trigger words_keep_post before update on post for each row
when (new.body is distinct from old.body and new.body <> '') execute function words_keep_post();
create trigger words_keep_comment before update on comment for each row
when (new.body is distinct from old.body and new.body <> '') execute function words_keep_comment();

create or replace function employee_card_keep() returns trigger language plpgsql as $$
begin
  new.card_changed_at := case when (new.name, new.title) is distinct from (old.name, old.title)
    then greatest(clock_timestamp(),
      date_trunc('milliseconds', greatest(old.created_at, old.card_changed_at)) + interval '2 milliseconds')
    else old.card_changed_at end;
  return new;
end
$$;
