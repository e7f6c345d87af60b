-- The numbers of the data catalogue's fields: each is given once, by the migration that makes the column, and never
-- reused, renamed or reordered, because a consent is a bit at that number. A field that goes is retired; one that changes
-- its name is retired and gets a new number, so that its consents start at no.
--
-- A repetition of what stands in the code, the same for every organisation: the named exception without organisation_id.
-- Written by migrations only; `api` reads it at the start to compare it with the code.
create table field (
  entity text not null,
  field_no smallint not null,
  name text not null,
  retired boolean not null default false,
  constraint field_pkey primary key (entity, field_no),
  constraint field_number_fits_the_index check (field_no between 1 and 63),
  constraint field_entity_is_a_class check (entity ~ '^[A-Z][A-Za-z0-9]*$'),
  constraint field_name_is_a_property check (name ~ '^[a-z][A-Za-z0-9]*$')
);

create unique index field_live_name on field (entity, name) where not retired;

-- A hand-written migration forgets; the table does not.
create function field_keep() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and new.entity = old.entity and new.field_no = old.field_no and new.name = old.name
     and new.retired and not old.retired then
    return new;
  end if;
  raise exception 'A field number is given once: it can be retired, and nothing else.';
end
$$;

create trigger field_keep before update or delete on field for each row execute function field_keep();
create trigger field_keep_all before truncate on field for each statement execute function field_keep();

comment on table field is 'no wall: repeats the catalogue of the code, the same for every organisation';
grant select on field to :api;
