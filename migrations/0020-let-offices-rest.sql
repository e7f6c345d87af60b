-- Who approves, and since when. A role that approves counts 14 days after it was given (docs/decisions/0032): until then
-- colleagues can object to an accomplice. What was switched off starts at no, and a proof stands with what it proved (docs/decisions/0033).

-- 1. The time of a founding is the database's own: what is given in its transaction needs no rest.
create function organisation_found() returns trigger language plpgsql as $$
begin
  new.created_at := now();
  return new;
end
$$;
create trigger organisation_found before insert on organisation for each row execute function organisation_found();

-- 2. A row for each role that approves, as long as it is held. Without a row a role approves nothing. Given again it is another row:
--    nobody may change one.
create table office (
  organisation_id uuid not null,
  employee_id uuid not null,
  role text not null check (role in ('compliance_officer', 'works_council', 'data_protection', 'administrator')),
  given_at timestamptz not null,
  -- Null: with the founding.
  given_by uuid,
  counts_from timestamptz not null,
  constraint office_pkey primary key (organisation_id, employee_id),
  constraint office_employee_fkey foreign key (organisation_id, employee_id) references employee,
  constraint office_giver_fkey foreign key (organisation_id, given_by) references employee,
  constraint office_rests check (counts_from >= given_at)
);
create index office_counts_idx on office (organisation_id, counts_from, employee_id);

-- What stands at the upgrade approved yesterday, so a rest would protect from nobody.
alter table employee no force row level security;
insert into office (organisation_id, employee_id, role, given_at, given_by, counts_from)
select organisation_id, id, r.role, created_at, null, created_at
from employee, unnest(roles) r (role)
where status = 'active' and r.role in ('compliance_officer', 'works_council', 'data_protection', 'administrator');
alter table employee force row level security;

alter table office enable row level security;
alter table office force row level security;
create policy organisation on office
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));
grant select, delete on office to :api;
grant insert (organisation_id, employee_id, role, given_by) on office to :api;

-- The times are set here, whoever writes. One that joins the organisation in the transaction that founds it is trusted by the founding.
create function office_give() returns trigger language plpgsql as $$
begin
  if not exists (select from employee e where e.organisation_id = new.organisation_id and e.id = new.employee_id
    and e.status = 'active' and new.role = any (e.roles)) then
    raise exception 'An office belongs to somebody who has its role.';
  end if;
  new.given_at := clock_timestamp();
  new.counts_from := new.given_at + case when exists (select from organisation o
    where o.organisation_id = new.organisation_id and o.created_at = now()) then interval '0' else interval '14 days' end;
  return new;
end
$$;
create trigger office_give before insert on office for each row execute function office_give();

-- Taken away with its role, and with its holder's access: what comes back is given anew.
create function employee_office_end() returns trigger language plpgsql as $$
begin
  delete from office o where o.organisation_id = new.organisation_id and o.employee_id = new.id
    and (new.status <> 'active' or o.role <> all (new.roles));
  return null;
end
$$;
create trigger employee_office_end after update of roles, status on employee for each row execute function employee_office_end();

-- 3. Twice said: who proposes, decides or approves holds the office that they do it in, and it rests no more.
create function decision_office_keep() returns trigger language plpgsql as $$
begin
  if (tg_op = 'INSERT' or (new.proposed_by, new.proposed_role) is distinct from (old.proposed_by, old.proposed_role))
     and not exists (select from office o where o.organisation_id = new.organisation_id and o.employee_id = new.proposed_by
       and o.role = new.proposed_role and o.counts_from <= now()) then
    raise exception 'Who proposes holds an office that rests no more.';
  end if;
  if new.decided_by is not null
     and (tg_op = 'INSERT' or (new.decided_by, new.decided_role) is distinct from (old.decided_by, old.decided_role))
     and not exists (select from office o where o.organisation_id = new.organisation_id and o.employee_id = new.decided_by
       and o.role = new.decided_role and o.counts_from <= now()) then
    raise exception 'Who decides holds an office that rests no more.';
  end if;
  return new;
end
$$;
create trigger decision_office_keep after insert or update on recipient for each row execute function decision_office_keep();
create trigger decision_office_keep after insert or update on opening for each row execute function decision_office_keep();

create function proposal_office_keep() returns trigger language plpgsql as $$
begin
  if exists (select from office o where o.organisation_id = new.organisation_id and o.employee_id = new.proposed_by
     and o.role = new.proposed_role and o.counts_from <= now()) then
    return new;
  end if;
  raise exception 'Who proposes holds an office that rests no more.';
end
$$;
create trigger proposal_office_keep after insert on purpose_proposal for each row execute function proposal_office_keep();

create function approval_office_keep() returns trigger language plpgsql as $$
begin
  if exists (select from office o where o.organisation_id = new.organisation_id and o.employee_id = new.approver_id
     and o.role = new.role and o.counts_from <= now()) then
    return new;
  end if;
  raise exception 'Who takes a seat holds an office that rests no more.';
end
$$;
create trigger approval_office_keep after insert on disclosure_approval for each row execute function approval_office_keep();

-- A grant follows from two approvals of people who hold their offices still.
create or replace function disclosure_grant_keep() returns trigger language plpgsql as $$
begin
  if (select count(distinct a.approver_id) >= 2 and count(distinct a.role) >= 2 and bool_and(a.decision = 'approved')
        and bool_and(a.approver_id <> d.requested_by) and bool_and(o.counts_from <= now())
        and count(o.employee_id) = count(*)
      from disclosure d join disclosure_approval a on a.organisation_id = d.organisation_id and a.disclosure_id = d.id
      left join office o on o.organisation_id = a.organisation_id and o.employee_id = a.approver_id and o.role = a.role
      where d.organisation_id = new.organisation_id and d.id = new.id and d.status in ('requested', 'approved')
        and d.recipient_id = new.recipient_id and d.purpose = new.purpose and d.expires_at = new.expires_at) then
    return new;
  end if;
  raise exception 'A grant follows from two approvals.';
end
$$;

-- 4. A purpose comes on again by a proposal of an office, and starts at no: no yes to it stands or cools off.
create function purpose_policy_keep() returns trigger language plpgsql as $$
begin
  if new.purpose <> old.purpose then
    raise exception 'What is said of a purpose is not moved to another one.';
  end if;
  if not old.switched_off or new.switched_off then
    return new;
  end if;
  if not exists (select from purpose_proposal p
    join office o on o.organisation_id = p.organisation_id and o.employee_id = p.proposed_by and o.role = p.proposed_role
    where p.organisation_id = new.organisation_id and p.purpose = new.purpose and o.counts_from <= now()) then
    raise exception 'A purpose comes on again by two offices.';
  end if;
  if exists (select from consent_index i where i.organisation_id = new.organisation_id and i.purpose = new.purpose
       and (i.bits <> 0 or i.pending_at is not null))
     or exists (select from consent_item i where i.organisation_id = new.organisation_id and i.purpose = new.purpose
       and (i.bits <> 0 or i.pending_at is not null)) then
    raise exception 'What was switched off starts at no.';
  end if;
  return new;
end
$$;
create trigger purpose_policy_keep before update on purpose_policy for each row execute function purpose_policy_keep();

-- 5. How somebody proved who they are stands with their yes, which they alone read, and in no event of its own.
alter table consent_event add column proven_by text check (proven_by in ('password', 'passkey')),
  add constraint consent_event_proof_of_a_yes check (proven_by is null or kind in ('ConsentGiven', 'RenewedConsentGiven'));

insert into field (entity, field_no, name) values
  ('Consent', 18, 'provenBy'),
  ('Office', 1, 'employeeId'),
  ('Office', 2, 'role'),
  ('Office', 3, 'givenAt'),
  ('Office', 4, 'givenBy'),
  ('Office', 5, 'countsFrom');
