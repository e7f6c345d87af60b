-- Rows whose counters are to be counted anew. Appended without waiting for anybody, also a hundred times for one row.
create table tally_due (
  organisation_id uuid not null,
  id bigint generated always as identity,
  resource text not null,
  row_id uuid not null,
  constraint tally_due_pkey primary key (organisation_id, id)
);
alter table tally_due enable row level security;
alter table tally_due force row level security;
create policy organisation on tally_due
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));
grant select, insert, delete on tally_due to :api;
