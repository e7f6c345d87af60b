-- What search finds things by (decision 48): a line per audience key, word and thing. Whoever searches reads the lines of the keys
-- they hold and no others, by comparisons that are leakproof, so the index serves below the row policies.

create table search_word (
  organisation_id uuid not null,
  -- Whoever holds it may see the thing.
  audience_key bigint not null,
  -- A word of a text as it is; or, with a sign that no word has: ':' something said of it, its kind too, '=' a word of a name,
  -- '^' a beginning of one, '?' one with a letter left out, '~' what is somebody's own (under the key of their own).
  word text collate "C" not null,
  at timestamptz not null,
  row_id uuid not null,
  resource text collate "C" not null check (resource in ('comment', 'community', 'person', 'post')),
  -- Of '~': the key under which its words are.
  via bigint,
  constraint search_word_pkey primary key (organisation_id, audience_key, word, at, row_id)
) with (autovacuum_vacuum_insert_scale_factor = 0.01);

alter table search_word enable row level security;
alter table search_word force row level security;
create policy organisation on search_word
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));

-- 1. Words. The same as units.ts of records makes of what is searched for; a test compares all of Unicode.
--    Without what cannot be seen, NFKC, and folded as Unicode says. Most texts are ASCII or composed already, and cost less.
create function search_composed(said text) returns text language sql immutable parallel safe strict
return case when said is nfkc normalized then said else normalize(said, nfkc) end;
create function search_folded(said text) returns text language sql immutable parallel safe strict
return case when octet_length(said) = char_length(said) then lower(said collate pg_unicode_fast)
  else search_composed(casefold(search_composed(regexp_replace(said,
    '[\u00AD\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF]', '', 'g')) collate pg_unicode_fast)) end;

-- Letters and digits that stand together; of writing without spaces each sign and each pair of signs, whatever stands between them.
create function search_words(said text) returns text[] language plpgsql immutable parallel safe strict as $$
declare
  words text := search_folded(said);
begin
  if octet_length(words) = char_length(words) then
    words := regexp_replace(words collate "C", '[^a-z0-9]+', ' ', 'g');
  else
    words := regexp_replace(words collate pg_unicode_fast, '[^[:alnum:]]+', ' ', 'g');
    if words ~ '[\u3005-\u3007\u3040-\u30FF\u31F0-\u31FF\u3400-\u4DBF\u4E00-\u9FFF\uAC00-\uD7AF\uF900-\uFAFF\U00020000-\U0003FFFF]' then
      words := regexp_replace(regexp_replace(words, '([\u3005-\u3007\u3040-\u30FF\u31F0-\u31FF\u3400-\u4DBF\u4E00-\u9FFF\uAC00-\uD7AF\uF900-\uFAFF\U00020000-\U0003FFFF]) (?=[\u3005-\u3007\u3040-\u30FF\u31F0-\u31FF\u3400-\u4DBF\u4E00-\u9FFF\uAC00-\uD7AF\uF900-\uFAFF\U00020000-\U0003FFFF])', '\1', 'g'), '[\u3005-\u3007\u3040-\u30FF\u31F0-\u31FF\u3400-\u4DBF\u4E00-\u9FFF\uAC00-\uD7AF\uF900-\uFAFF\U00020000-\U0003FFFF]+', ' \& ', 'g');
      return array(select distinct w.word from unnest(string_to_array(words, ' ')) r(run) cross join lateral (
        select left(r.run, 64) as word where r.run <> '' and r.run !~ '^[\u3005-\u3007\u3040-\u30FF\u31F0-\u31FF\u3400-\u4DBF\u4E00-\u9FFF\uAC00-\uD7AF\uF900-\uFAFF\U00020000-\U0003FFFF]'
        union all
        select substr(r.run, i, n) from generate_series(1, char_length(r.run)) i, generate_series(1, 2) n
          where r.run ~ '^[\u3005-\u3007\u3040-\u30FF\u31F0-\u31FF\u3400-\u4DBF\u4E00-\u9FFF\uAC00-\uD7AF\uF900-\uFAFF\U00020000-\U0003FFFF]' and i + n <= char_length(r.run) + 1) w);
    end if;
  end if;
  return array(select distinct left(word, 64) from unnest(string_to_array(words, ' ')) word where word <> '');
end
$$;

-- The words of a name, folded already: whole, by their beginnings, and with a letter left out.
create function search_names(words text[]) returns text[] language sql immutable parallel safe strict as $$
  select coalesce(array_agg(distinct w.word), '{}') from unnest(words) n(name) cross join lateral (
    select '=' || left(n.name, 64) as word
    union all
    select '^' || left(n.name, i) from generate_series(1, least(char_length(n.name), 24)) i
    union all
    select '?' || left(n.name, i - 1) || substr(n.name, i + 1) from generate_series(1, char_length(n.name) + 1) i
      where char_length(n.name) between 4 and 24
  ) w
$$;

-- 2. Lines of one thing. Something said is found by whoever holds a key of it, and by those whose own it is.
create function search_said(organisation_id uuid, resource text, id uuid, at timestamptz, keys bigint[], body text, author_id uuid, own uuid[])
  returns setof search_word language sql stable rows 100 as $$
  select $1, k.key, w.word, $4, $3, $2, null::bigint
  from (select distinct key from unnest($5) key) k
  cross join unnest(array[':kind:' || $2, ':from:' || $7] || case when $6 ~* 'https?://' then array[':has:link'] else '{}' end || search_words($6)) w(word)
  union all
  select $1, a.key, '~', $4, $3, $2, $5[1]
  from audience a where a.organisation_id = $1 and a.group_id = any ($8) and a.kind = 'person' and a.key <> all ($5)
$$;

create function search_named(organisation_id uuid, resource text, id uuid, at timestamptz, keys bigint[], names text[], said text)
  returns setof search_word language sql stable rows 100 as $$
  select $1, k.key, w.word, $4, $3, $2, null::bigint
  from (select distinct key from unnest($5) key) k cross join unnest(array[':kind:' || $2] || search_names($6) || search_words($7)) w(word)
$$;

-- Colleagues hold the key of the organisation; a guest has one of their own.
create function search_keys_of_employee(organisation_id uuid, id uuid, kind text) returns bigint[] language sql stable as $$
  select coalesce(array_agg(a.key), '{}') from audience a
  where a.organisation_id = $1 and ((a.group_id = $1 and a.kind = 'organisation') or ($3 <> 'employee' and a.group_id = $2 and a.kind = 'person'))
$$;

create function search_keys_of_community(organisation_id uuid, audience_key bigint, access text) returns bigint[] language sql stable as $$
  select coalesce(array_agg(a.key), '{}') || $2 from audience a
  where a.organisation_id = $1 and a.group_id = $1 and a.kind = 'organisation' and $3 in ('open', 'closed')
$$;

create function search_of_post(p post) returns setof search_word language sql stable rows 100 as $$
  select s.* from search_said(p.organisation_id, 'post', p.id, p.published_at, p.audience_keys, p.body, p.author_id, array[p.author_id]) s
  where p.status = 'published'
$$;
create function search_of_comment(c comment) returns setof search_word language sql stable rows 100 as $$
  select s.* from search_said(c.organisation_id, 'comment', c.id, c.created_at, c.audience_keys, c.body, c.author_id, array[c.author_id, c.post_author_id]) s
  where c.status = 'published'
$$;
create function search_of_employee(e employee) returns setof search_word language sql stable rows 100 as $$
  select s.* from search_named(e.organisation_id, 'person', e.id, e.created_at,
    search_keys_of_employee(e.organisation_id, e.id, e.kind), e.name_words, concat_ws(' ', e.name, e.title)) s
  where e.status = 'active'
$$;
create function search_of_community(c community) returns setof search_word language sql stable rows 100 as $$
  select s.* from search_named(c.organisation_id, 'community', c.id, c.created_at,
    search_keys_of_community(c.organisation_id, c.audience_key, c.access), string_to_array(c.name_folded, ' '), concat_ws(' ', c.name, c.purpose)) s
$$;

-- 3. Kept by the tables themselves and not by whoever writes, so that no way to write forgets it, and in the same transaction.
create function search_inserted() returns trigger language plpgsql as $$
begin
  if tg_table_name = 'post' then insert into search_word select s.* from search_of_post(new) s;
  elsif tg_table_name = 'comment' then insert into search_word select s.* from search_of_comment(new) s;
  elsif tg_table_name = 'employee' then insert into search_word select s.* from search_of_employee(new) s;
  elsif tg_table_name = 'community' then insert into search_word select s.* from search_of_community(new) s;
  end if;
  return null;
end
$$;
-- Lines are looked up one by one by their key, whatever the planner believed when the session began.
create function search_changed() returns trigger language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
begin
  if tg_table_name = 'post' then
    delete from search_word w using search_of_post(old) s where w.organisation_id = s.organisation_id
      and w.audience_key = s.audience_key and w.word = s.word and w.at = s.at and w.row_id = s.row_id;
    if tg_op = 'UPDATE' then insert into search_word select s.* from search_of_post(new) s; end if;
  elsif tg_table_name = 'comment' then
    delete from search_word w using search_of_comment(old) s where w.organisation_id = s.organisation_id
      and w.audience_key = s.audience_key and w.word = s.word and w.at = s.at and w.row_id = s.row_id;
    if tg_op = 'UPDATE' then insert into search_word select s.* from search_of_comment(new) s; end if;
  elsif tg_table_name = 'employee' then
    delete from search_word w using search_of_employee(old) s where w.organisation_id = s.organisation_id
      and w.audience_key = s.audience_key and w.word = s.word and w.at = s.at and w.row_id = s.row_id;
    if tg_op = 'UPDATE' then insert into search_word select s.* from search_of_employee(new) s; end if;
  elsif tg_table_name = 'community' then
    delete from search_word w using search_of_community(old) s where w.organisation_id = s.organisation_id
      and w.audience_key = s.audience_key and w.word = s.word and w.at = s.at and w.row_id = s.row_id;
    if tg_op = 'UPDATE' then insert into search_word select s.* from search_of_community(new) s; end if;
  end if;
  return null;
end
$$;
-- A key that comes after those whom it lets find, or be found.
create function search_keyed() returns trigger language plpgsql as $$
begin
  if new.kind = 'person' then
    insert into search_word select s.* from employee e cross join lateral search_of_employee(e) s
      where e.organisation_id = new.organisation_id and e.id = new.group_id and s.audience_key = new.key;
  else
    insert into search_word select s.* from employee e cross join lateral search_of_employee(e) s
      where e.organisation_id = new.organisation_id and s.audience_key = new.key;
    insert into search_word select s.* from community c cross join lateral search_of_community(c) s
      where c.organisation_id = new.organisation_id and s.audience_key = new.key;
  end if;
  return null;
end
$$;

create trigger search_inserted after insert on post for each row execute function search_inserted();
create trigger search_inserted after insert on comment for each row execute function search_inserted();
create trigger search_inserted after insert on employee for each row execute function search_inserted();
create trigger search_inserted after insert on community for each row execute function search_inserted();
create trigger search_changed after update of body, audience_keys, status, author_id, published_at on post
  for each row execute function search_changed();
create trigger search_changed after update of body, audience_keys, status, author_id, post_author_id, created_at on comment
  for each row execute function search_changed();
create trigger search_changed after update of name, name_words, title, status, kind, created_at on employee
  for each row execute function search_changed();
create trigger search_changed after update of name, name_folded, purpose, access, audience_key, created_at on community
  for each row execute function search_changed();
create trigger search_removed after delete on post for each row execute function search_changed();
create trigger search_removed after delete on comment for each row execute function search_changed();
create trigger search_removed after delete on employee for each row execute function search_changed();
create trigger search_removed after delete on community for each row execute function search_changed();
create trigger search_keyed after insert on audience
  for each row when (new.kind in ('organisation', 'person')) execute function search_keyed();

-- The triggers run as whoever writes.
grant select, insert, delete on search_word to :api;
grant execute on function search_composed(text), search_folded(text), search_words(text), search_names(text[]),
  search_said(uuid, text, uuid, timestamptz, bigint[], text, uuid, uuid[]), search_named(uuid, text, uuid, timestamptz, bigint[], text[], text),
  search_keys_of_employee(uuid, uuid, text), search_keys_of_community(uuid, bigint, text),
  search_of_post(post), search_of_comment(comment), search_of_employee(employee), search_of_community(community) to :api;

insert into field (entity, field_no, name) values
  ('SearchWord', 1, 'audienceKey'),
  ('SearchWord', 2, 'word'),
  ('SearchWord', 3, 'at'),
  ('SearchWord', 4, 'rowId'),
  ('SearchWord', 5, 'resource'),
  ('SearchWord', 6, 'via');
