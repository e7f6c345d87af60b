-- Whose yes a cell needs (privacy-model.md section 2): one row per asked field of a row and person concerned. The gate keeps
-- both tables in the transaction of the row they are about; a row that cannot be disclosed at all has nothing here.

create table cell_person (
  organisation_id uuid not null,
  entity text not null,
  row_id uuid not null,
  field_no smallint not null,
  employee_id uuid not null,
  role text not null check (role in ('owner', 'about')),
  constraint cell_person_pkey primary key (organisation_id, entity, row_id, field_no, employee_id),
  constraint cell_person_employee_fkey foreign key (organisation_id, employee_id) references employee
) with (autovacuum_vacuum_insert_scale_factor = 0.01);
create index cell_person_employee_idx on cell_person (organisation_id, employee_id, entity, row_id);

-- Why a cell is withheld whatever anybody says: its author has not marked yet whom it is about, or it is about somebody who
-- can never agree. Marking takes every reason away but 'outside'.
create table cell_unmarked (
  organisation_id uuid not null,
  entity text not null,
  row_id uuid not null,
  field_no smallint not null,
  reason text not null check (reason in ('name_found', 'attachment', 'outside')),
  constraint cell_unmarked_pkey primary key (organisation_id, entity, row_id, field_no, reason)
) with (autovacuum_vacuum_insert_scale_factor = 0.01);

-- The word somebody is called by, so that it is found where a text has it alone: the first, or the first after a comma
-- ("Kessler, Bill"). Counted in runs of letters and digits, as the words are.
create function employee_given_word(name text, words text[]) returns text language sql immutable as $$
  select coalesce(
    case when position(',' in name) > 0
      then words[1 + (select count(*) from regexp_matches(split_part(name, ',', 1), '[[:alnum:]]+', 'g'))] end,
    words[1])
$$;

alter table employee_name_word add column given boolean not null default false;

create or replace function employee_name_words() returns trigger language plpgsql as $$
declare
  given_word text := employee_given_word(new.name, new.name_words);
begin
  if tg_op = 'UPDATE' then
    if new.name_words = old.name_words and given_word is not distinct from employee_given_word(old.name, old.name_words) then
      return null;
    end if;
    delete from employee_name_word where organisation_id = new.organisation_id and employee_id = new.id;
  end if;
  insert into employee_name_word (organisation_id, word, employee_id, given)
  select distinct new.organisation_id, word, new.id, word = given_word from unnest(new.name_words) word;
  return null;
end
$$;
drop trigger employee_name_words on employee;
create trigger employee_name_words after insert or update of name, name_words on employee
  for each row execute function employee_name_words();

-- What is there already, of all organisations at once: the walls bind the owner too, so they are opened for this transaction.
alter table employee no force row level security;
alter table employee_name_word no force row level security;
alter table post no force row level security;
alter table comment no force row level security;

update employee_name_word w set given = true from employee e
where e.organisation_id = w.organisation_id and e.id = w.employee_id and w.word = employee_given_word(e.name, e.name_words);

-- Numbers as given in `field`: Employee 2 name, 5 title; Post 5 body, 12 publishedAt; Comment 4 body, 8 createdAt.
insert into cell_person
select e.organisation_id, 'Employee', e.id, f.no, e.id, 'owner' from employee e, unnest(array[2, 5]) f(no)
where e.status = 'active' and e.kind = 'employee';

insert into cell_person
select p.organisation_id, 'Post', p.id, f.no, p.author_id, 'owner' from post p, unnest(array[5, 12]) f(no)
where p.status = 'published';
insert into cell_person
select p.organisation_id, 'Post', p.id, 5, e.id, 'about' from post p
join employee e on e.organisation_id = p.organisation_id and e.id = any (p.mentioned_ids) and e.kind <> 'integration'
where p.status = 'published' on conflict do nothing;

insert into cell_person
select c.organisation_id, 'Comment', c.id, f.no, c.author_id, 'owner' from comment c, unnest(array[4, 8]) f(no)
where c.status = 'published';
insert into cell_person
select c.organisation_id, 'Comment', c.id, 4, e.id, 'about' from comment c
join employee e on e.organisation_id = c.organisation_id and e.id = any (c.mentioned_ids) and e.kind <> 'integration'
where c.status = 'published' on conflict do nothing;

-- No text was matched against the directory when it was saved, so each may name somebody: withheld until its author says.
insert into cell_unmarked
select organisation_id, 'Post', id, 5, 'name_found' from post where status = 'published';
insert into cell_unmarked
select organisation_id, 'Comment', id, 4, 'name_found' from comment where status = 'published';

-- Whoever is mentioned and is a guest, has left, or is unknown can never agree.
insert into cell_unmarked
select distinct p.organisation_id, 'Post', p.id, 5, 'outside' from post p cross join unnest(p.mentioned_ids) m(id)
left join employee e on e.organisation_id = p.organisation_id and e.id = m.id
where p.status = 'published' and (e.id is null or e.kind = 'guest' or (e.kind = 'employee' and e.status <> 'active'));
insert into cell_unmarked
select distinct c.organisation_id, 'Comment', c.id, 4, 'outside' from comment c cross join unnest(c.mentioned_ids) m(id)
left join employee e on e.organisation_id = c.organisation_id and e.id = m.id
where c.status = 'published' and (e.id is null or e.kind = 'guest' or (e.kind = 'employee' and e.status <> 'active'));

alter table employee force row level security;
alter table employee_name_word force row level security;
alter table post force row level security;
alter table comment force row level security;

create index employee_name_word_given_idx on employee_name_word (organisation_id, word, employee_id) where given;

alter table cell_person enable row level security;
alter table cell_person force row level security;
create policy organisation on cell_person
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));
alter table cell_unmarked enable row level security;
alter table cell_unmarked force row level security;
create policy organisation on cell_unmarked
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));

grant select, insert, delete on cell_person, cell_unmarked to :api;
-- Called by the trigger, which runs as whoever writes the name.
grant execute on function employee_given_word(text, text[]) to :api;

insert into field (entity, field_no, name) values
  ('EmployeeNameWord', 3, 'given'),
  ('CellPerson', 1, 'entity'),
  ('CellPerson', 2, 'rowId'),
  ('CellPerson', 3, 'fieldNo'),
  ('CellPerson', 4, 'employeeId'),
  ('CellPerson', 5, 'role'),
  ('CellUnmarked', 1, 'entity'),
  ('CellUnmarked', 2, 'rowId'),
  ('CellUnmarked', 3, 'fieldNo'),
  ('CellUnmarked', 4, 'reason');
