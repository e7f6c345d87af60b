-- Consent: who may receive what for which purpose (the organisation's word), and what each person said (theirs). The events
-- are the truth and are only ever added to; consent_index and consent_item repeat what holds now, for deciders that read
-- millions of cells (privacy-model.md sections 3 and 4).

-- What a purpose may ever be used for repeats the code, so that SQL decides by the same list. Nobody changes it but a
-- migration, which has to take the trigger away first: "never" is not a setting.
create table purpose_rule (
  purpose text not null check (purpose ~ '^[a-z]+(-[a-z]+)*$'),
  rule text not null check (rule in ('inside', 'security', 'rights', 'legal', 'statistics', 'no', 'consent', 'never')),
  constraint purpose_rule_pkey primary key (purpose)
);
insert into purpose_rule (purpose, rule) values
  ('collaboration', 'inside'),
  ('search', 'inside'),
  ('directory', 'inside'),
  ('security', 'security'),
  ('rights', 'rights'),
  ('legal', 'legal'),
  ('statistics', 'statistics'),
  ('monitoring', 'no'),
  ('performance-evaluation', 'no'),
  ('research', 'consent'),
  ('employer-brand', 'consent'),
  ('partner-sharing', 'consent'),
  ('third-party-service', 'consent'),
  ('ai-training', 'consent'),
  ('marketing', 'never'),
  ('advertising', 'never'),
  ('insurance-or-credit-scoring', 'never'),
  ('sale', 'never');
-- The same for categories of recipients.
create table recipient_rule (
  category text not null check (category ~ '^[a-z]+(-[a-z]+)*$'),
  rule text not null check (rule in ('self', 'inside', 'operator', 'processor', 'ordinary', 'authority', 'never')),
  constraint recipient_rule_pkey primary key (category)
);
insert into recipient_rule (category, rule) values
  ('self', 'self'),
  ('audience-member', 'inside'),
  ('manager', 'inside'),
  ('hr', 'inside'),
  ('compliance-officer', 'inside'),
  ('works-council', 'inside'),
  ('it-operator', 'operator'),
  ('processor', 'processor'),
  ('sub-processor', 'processor'),
  ('group-company', 'ordinary'),
  ('business-partner', 'ordinary'),
  ('research-body', 'ordinary'),
  ('authority', 'authority'),
  ('public', 'ordinary'),
  ('ai-provider', 'ordinary'),
  ('marketing-or-advertising-party', 'never'),
  ('data-broker', 'never'),
  ('insurer', 'never'),
  ('credit-agency', 'never'),
  ('unknown-owner', 'never');
create function rule_keep() returns trigger language plpgsql as $$
begin
  raise exception 'The rules of purposes and recipients stand in the code and are changed by a migration only.';
end
$$;
create trigger rule_keep before insert or update or delete or truncate on purpose_rule for each statement execute function rule_keep();
create trigger rule_keep before insert or update or delete or truncate on recipient_rule for each statement execute function rule_keep();
comment on table purpose_rule is 'no wall: repeats the code, the same for every organisation';
comment on table recipient_rule is 'no wall: repeats the code, the same for every organisation';
grant select on purpose_rule, recipient_rule to :api;

-- Without a row a purpose is on, on the basis that the code names.
create table purpose_policy (
  organisation_id uuid not null,
  purpose text not null,
  switched_off boolean not null default false,
  basis text check (basis in ('consent', 'contract', 'legal-obligation', 'legitimate-interest')),
  constraint purpose_policy_pkey primary key (organisation_id, purpose),
  constraint purpose_policy_organisation_fkey foreign key (organisation_id) references organisation
);
-- Somebody wants a purpose on again; it goes on when another person in another role wants it, too.
create table purpose_proposal (
  organisation_id uuid not null,
  purpose text not null,
  proposed_by uuid not null,
  proposed_role text not null check (proposed_role in ('compliance_officer', 'data_protection', 'administrator')),
  proposed_at timestamptz not null,
  constraint purpose_proposal_pkey primary key (organisation_id, purpose),
  constraint purpose_proposal_employee_fkey foreign key (organisation_id, proposed_by) references employee
);
-- How long a yes waits before it counts. Without a row 24 hours; never less.
create table consent_policy (
  organisation_id uuid not null,
  cooling_off_hours smallint not null default 24 check (cooling_off_hours between 24 and 720),
  constraint consent_policy_pkey primary key (organisation_id),
  constraint consent_policy_organisation_fkey foreign key (organisation_id) references organisation
);

create table recipient (
  organisation_id uuid not null,
  id uuid not null,
  -- The first of a line of recipients that replaced each other.
  lineage_id uuid not null,
  version integer not null default 1 check (version >= 1),
  name text not null check (char_length(name) between 1 and 200),
  category text not null check (category in ('self', 'audience-member', 'manager', 'hr', 'compliance-officer', 'works-council', 'it-operator', 'processor',
    'sub-processor', 'group-company', 'business-partner', 'research-body', 'authority', 'public', 'ai-provider',
    'marketing-or-advertising-party', 'data-broker', 'insurer', 'credit-agency', 'unknown-owner')),
  owner_name text not null check (char_length(owner_name) between 1 and 200),
  -- What groups of recipients are told apart by; the owner's name, folded.
  owner_folded text collate "C" not null check (char_length(owner_folded) between 1 and 400),
  country text not null check (country ~ '^[A-Z]{2}$'),
  contract_reference text check (char_length(contract_reference) between 1 and 200),
  transfer_tool text check (char_length(transfer_tool) between 1 and 200),
  contract_fields text[] not null default '{}',
  age_public_key text not null check (char_length(age_public_key) between 1 and 2500),
  delivery_kind text not null check (delivery_kind in ('file_drop', 'https')),
  delivery_endpoint text check (char_length(delivery_endpoint) between 1 and 500),
  -- What the random ids of rows are made with; api cannot read it (244 random bits).
  alias_secret bytea not null default uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) check (octet_length(alias_secret) = 32),
  status text not null default 'proposed' check (status in ('proposed', 'active', 'retired', 'refused')),
  proposed_by uuid not null,
  proposed_role text not null check (proposed_role in ('compliance_officer', 'data_protection', 'administrator')),
  proposed_at timestamptz not null,
  decided_by uuid,
  decided_role text check (decided_role in ('compliance_officer', 'works_council', 'data_protection', 'administrator')),
  decided_at timestamptz,
  constraint recipient_pkey primary key (organisation_id, id),
  constraint recipient_proposer_fkey foreign key (organisation_id, proposed_by) references employee,
  constraint recipient_decider_fkey foreign key (organisation_id, decided_by) references employee,
  -- Two people of two roles, whatever the application believes.
  constraint recipient_two_roles check (
    (status not in ('active', 'refused') or decided_by is not null)
    and (decided_by is null) = (decided_role is null) and (decided_by is null) = (decided_at is null)
    and decided_by is distinct from proposed_by and decided_role is distinct from proposed_role),
  -- GDPR Art. 28: without contract, transfer tool and list of fields nothing goes to a processor.
  constraint recipient_processor_contract check (category not in ('processor', 'sub-processor')
    or (contract_reference is not null and transfer_tool is not null and cardinality(contract_fields) > 0))
);
create index recipient_lineage_idx on recipient (organisation_id, lineage_id);
create index recipient_owner_idx on recipient (organisation_id, owner_folded);
create index recipient_proposed_idx on recipient (organisation_id, proposed_at, id);

-- The organisation's own word: what may be asked and sent at all.
create table opening (
  organisation_id uuid not null,
  id uuid not null,
  purpose text not null,
  recipient_id uuid not null,
  entity text not null check (entity ~ '^[A-Z][A-Za-z0-9]*$'),
  field_nos smallint[] not null check (cardinality(field_nos) between 1 and 63),
  status text not null default 'proposed' check (status in ('proposed', 'active', 'retired', 'refused')),
  proposed_by uuid not null,
  proposed_role text not null check (proposed_role in ('compliance_officer', 'data_protection', 'administrator')),
  proposed_at timestamptz not null,
  decided_by uuid,
  decided_role text check (decided_role in ('compliance_officer', 'works_council', 'data_protection', 'administrator')),
  decided_at timestamptz,
  constraint opening_pkey primary key (organisation_id, id),
  constraint opening_recipient_fkey foreign key (organisation_id, recipient_id) references recipient,
  constraint opening_proposer_fkey foreign key (organisation_id, proposed_by) references employee,
  constraint opening_decider_fkey foreign key (organisation_id, decided_by) references employee,
  constraint opening_two_roles check (
    (status not in ('active', 'refused') or decided_by is not null)
    and (decided_by is null) = (decided_role is null) and (decided_by is null) = (decided_at is null)
    and decided_by is distinct from proposed_by and decided_role is distinct from proposed_role)
);
create index opening_recipient_idx on opening (organisation_id, recipient_id);
create index opening_proposed_idx on opening (organisation_id, proposed_at, id);

-- A step back is never taken: what was refused or retired is proposed anew.
create function decision_keep() returns trigger language plpgsql as $$
begin
  if new.status = old.status or (old.status = 'proposed') or (old.status = 'active' and new.status = 'retired') then
    return new;
  end if;
  raise exception 'What was refused or retired is proposed anew.';
end
$$;
create trigger decision_keep before update on recipient for each row execute function decision_keep();
create trigger decision_keep before update on opening for each row execute function decision_keep();

-- What is "never", or needs no opening, cannot be opened: not even by a role that may insert here.
create function opening_keep() returns trigger language plpgsql as $$
begin
  if exists (select from purpose_rule p where p.purpose = new.purpose and p.rule = 'consent')
     and exists (
       select from recipient r join recipient_rule c on c.category = r.category
       where r.organisation_id = new.organisation_id and r.id = new.recipient_id and c.rule in ('inside', 'ordinary')) then
    return new;
  end if;
  raise exception 'This purpose, or this recipient, is never opened.';
end
$$;
create trigger opening_keep before insert or update of purpose, recipient_id on opening for each row execute function opening_keep();

create table consent_request (
  organisation_id uuid not null,
  id uuid not null,
  recipient_id uuid not null,
  purpose text not null check (purpose in ('research', 'employer-brand', 'partner-sharing', 'third-party-service', 'ai-training')),
  benefit text not null check (char_length(benefit) between 1 and 500),
  question text not null check (char_length(question) between 1 and 500),
  covers_until timestamptz,
  valid_months smallint not null check (valid_months between 1 and 12),
  cooling_off_hours smallint not null check (cooling_off_hours between 24 and 720),
  notice_id text not null,
  notice_version smallint not null check (notice_version >= 1),
  -- Whom it is put to, and how far the asking came: everybody up to this employee, in the order of ids.
  audience_keys bigint[] not null,
  asked_through uuid,
  asking boolean not null default true,
  created_by uuid not null,
  created_role text not null,
  created_at timestamptz not null,
  closed_at timestamptz,
  constraint consent_request_pkey primary key (organisation_id, id),
  constraint consent_request_recipient_fkey foreign key (organisation_id, recipient_id) references recipient,
  constraint consent_request_creator_fkey foreign key (organisation_id, created_by) references employee
);
create index consent_request_recipient_idx on consent_request (organisation_id, recipient_id);
create index consent_request_unasked_idx on consent_request (organisation_id, id) where asking;

create table consent_request_field (
  organisation_id uuid not null,
  request_id uuid not null,
  entity text not null,
  field_no smallint not null check (field_no between 1 and 63),
  constraint consent_request_field_pkey primary key (organisation_id, request_id, entity, field_no),
  constraint consent_request_field_request_fkey foreign key (organisation_id, request_id) references consent_request
);

create table consent_ask (
  organisation_id uuid not null,
  employee_id uuid not null,
  request_id uuid not null,
  -- Of the recipient, repeated so that a person's rests are counted from their own rows.
  lineage_id uuid not null,
  owner_folded text collate "C" not null,
  asked_at timestamptz not null,
  open boolean not null default true,
  -- What a person's own list is ordered by, backwards: open ones first, then the newest.
  place text collate "C" not null generated always as (case when open then '1' else '0' end || request_id::text) stored,
  constraint consent_ask_pkey primary key (organisation_id, employee_id, request_id),
  constraint consent_ask_employee_fkey foreign key (organisation_id, employee_id) references employee,
  constraint consent_ask_request_fkey foreign key (organisation_id, request_id) references consent_request
);
create index consent_ask_place_idx on consent_ask (organisation_id, employee_id, place);
create index consent_ask_request_idx on consent_ask (organisation_id, request_id, employee_id);

-- What was said. Only ever added to: api may neither change nor delete. entity, field_no: null where the whole card is meant
-- (asked, deferred). row_id: the one item meant; null for the field.
create table consent_event (
  organisation_id uuid not null,
  id uuid not null,
  employee_id uuid not null,
  kind text not null check (kind in ('ConsentRequested', 'ConsentRequestDeferred', 'ConsentGiven', 'ConsentRefused',
    'RenewedConsentGiven', 'ConsentExpired', 'ConsentInvalidated', 'ConsentRevoked', 'ConsentWithdrawn')),
  request_id uuid not null,
  purpose text not null check (purpose in ('research', 'employer-brand', 'partner-sharing', 'third-party-service', 'ai-training')),
  recipient_id uuid not null,
  entity text,
  field_no smallint check (field_no between 1 and 63),
  row_id uuid,
  at timestamptz not null,
  effective_at timestamptz,
  covers_until timestamptz,
  valid_until timestamptz,
  notice_id text not null,
  notice_version smallint not null check (notice_version >= 1),
  language text not null check (language in ('en', 'de')),
  -- Opens the commitment that the audit log holds of this.
  salt text,
  constraint consent_event_pkey primary key (organisation_id, id),
  constraint consent_event_employee_fkey foreign key (organisation_id, employee_id) references employee,
  constraint consent_event_request_fkey foreign key (organisation_id, request_id) references consent_request,
  constraint consent_event_recipient_fkey foreign key (organisation_id, recipient_id) references recipient,
  constraint consent_event_names_a_field check (
    (entity is null) = (field_no is null) and (row_id is null or entity is not null)
    and (entity is null) = (kind in ('ConsentRequested', 'ConsentRequestDeferred'))),
  constraint consent_event_yes_has_bounds check (kind not in ('ConsentGiven', 'RenewedConsentGiven')
    or (effective_at >= at and valid_until > effective_at and valid_until <= at + interval '12 months' + interval '1 day'
        and (row_id is not null or covers_until is not null)))
) with (autovacuum_vacuum_insert_scale_factor = 0.01);
create index consent_event_employee_idx on consent_event (organisation_id, employee_id, id);

-- What holds now, one bit a field (bit n is field number n). A yes that cools off is not set. A row past valid_until counts as
-- absent until it is rebuilt, but for no_bits, which hold whatever valid_until says: a no does not run out. covers_until is the
-- latest time at which a covered cell came to be; rows of noes have the beginning of time there.
create table consent_index (
  organisation_id uuid not null,
  employee_id uuid not null,
  purpose text not null check (purpose in ('research', 'employer-brand', 'partner-sharing', 'third-party-service', 'ai-training')),
  recipient_id uuid not null,
  entity text not null,
  covers_until timestamptz not null,
  bits bigint not null default 0,
  no_bits bigint not null default 0,
  valid_until timestamptz not null,
  pending_at timestamptz,
  -- When this row must be looked at again.
  due_at timestamptz not null generated always as (least(pending_at, valid_until)) stored,
  version bigint not null,
  constraint consent_index_pkey primary key (organisation_id, employee_id, purpose, recipient_id, entity, covers_until),
  constraint consent_index_employee_fkey foreign key (organisation_id, employee_id) references employee
);
create index consent_index_due_idx on consent_index (organisation_id, due_at);
create index consent_index_recipient_idx on consent_index (organisation_id, recipient_id, purpose);
create table consent_item (
  organisation_id uuid not null,
  employee_id uuid not null,
  purpose text not null check (purpose in ('research', 'employer-brand', 'partner-sharing', 'third-party-service', 'ai-training')),
  recipient_id uuid not null,
  entity text not null,
  row_id uuid not null,
  -- A yes was said of the item as it stood then; words that were changed later are others.
  covers_until timestamptz not null default now(),
  bits bigint not null default 0,
  no_bits bigint not null default 0,
  valid_until timestamptz not null,
  pending_at timestamptz,
  due_at timestamptz not null generated always as (least(pending_at, valid_until)) stored,
  version bigint not null,
  constraint consent_item_pkey primary key (organisation_id, employee_id, purpose, recipient_id, entity, row_id),
  constraint consent_item_employee_fkey foreign key (organisation_id, employee_id) references employee
);
create index consent_item_due_idx on consent_item (organisation_id, due_at);
create index consent_item_recipient_idx on consent_item (organisation_id, recipient_id, purpose);
comment on column consent_index.no_bits is 'hold whatever valid_until says';
comment on column consent_item.no_bits is 'hold whatever valid_until says';

-- The index version: counted up under this row's lock by every change of the index.
create table consent_epoch (
  organisation_id uuid not null,
  version bigint not null default 0,
  -- The notice the index was last judged by; a newer one lets every yes to an older fall.
  notice_version smallint not null default 0,
  constraint consent_epoch_pkey primary key (organisation_id),
  constraint consent_epoch_organisation_fkey foreign key (organisation_id) references organisation
);

create table processing_limit (
  organisation_id uuid not null,
  employee_id uuid not null,
  kind text not null check (kind in ('restriction', 'objection')),
  -- '' for a restriction, which is of every purpose but legal claims.
  purpose text not null,
  since timestamptz not null,
  constraint processing_limit_pkey primary key (organisation_id, employee_id, kind, purpose),
  constraint processing_limit_employee_fkey foreign key (organisation_id, employee_id) references employee,
  constraint processing_limit_names_a_purpose check ((kind = 'restriction') = (purpose = ''))
);

alter table purpose_policy enable row level security;
alter table purpose_policy force row level security;
create policy organisation on purpose_policy
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));
alter table purpose_proposal enable row level security;
alter table purpose_proposal force row level security;
create policy organisation on purpose_proposal
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));
alter table consent_policy enable row level security;
alter table consent_policy force row level security;
create policy organisation on consent_policy
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));
alter table recipient enable row level security;
alter table recipient force row level security;
create policy organisation on recipient
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));
alter table opening enable row level security;
alter table opening force row level security;
create policy organisation on opening
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));
alter table consent_request enable row level security;
alter table consent_request force row level security;
create policy organisation on consent_request
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));
alter table consent_request_field enable row level security;
alter table consent_request_field force row level security;
create policy organisation on consent_request_field
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));
alter table consent_ask enable row level security;
alter table consent_ask force row level security;
create policy organisation on consent_ask
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));
alter table consent_event enable row level security;
alter table consent_event force row level security;
create policy organisation on consent_event
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));
alter table consent_index enable row level security;
alter table consent_index force row level security;
create policy organisation on consent_index
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));
alter table consent_item enable row level security;
alter table consent_item force row level security;
create policy organisation on consent_item
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));
alter table consent_epoch enable row level security;
alter table consent_epoch force row level security;
create policy organisation on consent_epoch
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));
alter table processing_limit enable row level security;
alter table processing_limit force row level security;
create policy organisation on processing_limit
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));

grant select, insert, update on purpose_policy to :api;
grant select, insert, delete on purpose_proposal to :api;
grant select on consent_policy to :api;
-- Column by column: the alias secret is no concern of api.
grant select (organisation_id, id, lineage_id, version, name, category, owner_name, owner_folded, country, contract_reference,
  transfer_tool, contract_fields, age_public_key, delivery_kind, delivery_endpoint, status, proposed_by, proposed_role,
  proposed_at, decided_by, decided_role, decided_at) on recipient to :api;
grant insert (organisation_id, id, lineage_id, version, name, category, owner_name, owner_folded, country, contract_reference,
  transfer_tool, contract_fields, age_public_key, delivery_kind, delivery_endpoint, status, proposed_by, proposed_role,
  proposed_at) on recipient to :api;
grant update (status, decided_by, decided_role, decided_at) on recipient to :api;
grant select, insert, update (status, decided_by, decided_role, decided_at) on opening to :api;
grant select, insert, update (asked_through, asking, closed_at) on consent_request to :api;
grant select, insert on consent_request_field to :api;
grant select, insert, update (open) on consent_ask to :api;
grant select, insert on consent_event to :api;
grant select, insert, update, delete on consent_index, consent_item to :api;
grant select, insert, update on consent_epoch to :api;
grant select, insert, delete on processing_limit to :api;

insert into field (entity, field_no, name) values
  ('Recipient', 1, 'id'),
  ('Recipient', 2, 'lineageId'),
  ('Recipient', 3, 'lineageVersion'),
  ('Recipient', 4, 'name'),
  ('Recipient', 5, 'category'),
  ('Recipient', 6, 'ownerName'),
  ('Recipient', 7, 'ownerFolded'),
  ('Recipient', 8, 'country'),
  ('Recipient', 9, 'contractReference'),
  ('Recipient', 10, 'transferTool'),
  ('Recipient', 11, 'contractFields'),
  ('Recipient', 12, 'agePublicKey'),
  ('Recipient', 13, 'deliveryKind'),
  ('Recipient', 14, 'deliveryEndpoint'),
  ('Recipient', 15, 'aliasSecret'),
  ('Recipient', 16, 'status'),
  ('Recipient', 17, 'proposedBy'),
  ('Recipient', 18, 'proposedRole'),
  ('Recipient', 19, 'proposedAt'),
  ('Recipient', 20, 'decidedBy'),
  ('Recipient', 21, 'decidedRole'),
  ('Recipient', 22, 'decidedAt'),
  ('Opening', 1, 'id'),
  ('Opening', 2, 'purpose'),
  ('Opening', 3, 'recipientId'),
  ('Opening', 4, 'entity'),
  ('Opening', 5, 'fieldNos'),
  ('Opening', 6, 'status'),
  ('Opening', 7, 'proposedBy'),
  ('Opening', 8, 'proposedRole'),
  ('Opening', 9, 'proposedAt'),
  ('Opening', 10, 'decidedBy'),
  ('Opening', 11, 'decidedRole'),
  ('Opening', 12, 'decidedAt'),
  ('PurposeProposal', 1, 'purpose'),
  ('PurposeProposal', 2, 'proposedBy'),
  ('PurposeProposal', 3, 'proposedRole'),
  ('PurposeProposal', 4, 'proposedAt'),
  ('ConsentRequest', 1, 'id'),
  ('ConsentRequest', 2, 'recipientId'),
  ('ConsentRequest', 3, 'purpose'),
  ('ConsentRequest', 4, 'benefit'),
  ('ConsentRequest', 5, 'question'),
  ('ConsentRequest', 6, 'coversUntil'),
  ('ConsentRequest', 7, 'validMonths'),
  ('ConsentRequest', 8, 'coolingOffHours'),
  ('ConsentRequest', 9, 'noticeId'),
  ('ConsentRequest', 10, 'noticeVersion'),
  ('ConsentRequest', 11, 'audienceKeys'),
  ('ConsentRequest', 12, 'askedThrough'),
  ('ConsentRequest', 13, 'asking'),
  ('ConsentRequest', 14, 'createdBy'),
  ('ConsentRequest', 15, 'createdRole'),
  ('ConsentRequest', 16, 'createdAt'),
  ('ConsentRequest', 17, 'closedAt'),
  ('ConsentAsk', 1, 'employeeId'),
  ('ConsentAsk', 2, 'requestId'),
  ('ConsentAsk', 3, 'lineageId'),
  ('ConsentAsk', 4, 'ownerFolded'),
  ('ConsentAsk', 5, 'askedAt'),
  ('ConsentAsk', 6, 'open'),
  ('ConsentAsk', 7, 'place'),
  ('Consent', 1, 'id'),
  ('Consent', 2, 'employeeId'),
  ('Consent', 3, 'kind'),
  ('Consent', 4, 'requestId'),
  ('Consent', 5, 'purpose'),
  ('Consent', 6, 'recipientId'),
  ('Consent', 7, 'entity'),
  ('Consent', 8, 'fieldNo'),
  ('Consent', 9, 'rowId'),
  ('Consent', 10, 'at'),
  ('Consent', 11, 'effectiveAt'),
  ('Consent', 12, 'coversUntil'),
  ('Consent', 13, 'validUntil'),
  ('Consent', 14, 'noticeId'),
  ('Consent', 15, 'noticeVersion'),
  ('Consent', 16, 'language'),
  ('Consent', 17, 'salt'),
  ('ConsentIndexRow', 1, 'employeeId'),
  ('ConsentIndexRow', 2, 'purpose'),
  ('ConsentIndexRow', 3, 'recipientId'),
  ('ConsentIndexRow', 4, 'entity'),
  ('ConsentIndexRow', 5, 'coversUntil'),
  ('ConsentIndexRow', 6, 'bits'),
  ('ConsentIndexRow', 7, 'noBits'),
  ('ConsentIndexRow', 8, 'validUntil'),
  ('ConsentIndexRow', 9, 'pendingAt'),
  ('ConsentIndexRow', 10, 'dueAt'),
  ('ConsentIndexRow', 11, 'changedIn'),
  ('ConsentItemRow', 1, 'employeeId'),
  ('ConsentItemRow', 2, 'purpose'),
  ('ConsentItemRow', 3, 'recipientId'),
  ('ConsentItemRow', 4, 'entity'),
  ('ConsentItemRow', 5, 'rowId'),
  ('ConsentItemRow', 6, 'bits'),
  ('ConsentItemRow', 7, 'noBits'),
  ('ConsentItemRow', 8, 'validUntil'),
  ('ConsentItemRow', 9, 'pendingAt'),
  ('ConsentItemRow', 10, 'dueAt'),
  ('ConsentItemRow', 11, 'changedIn'),
  ('ConsentItemRow', 12, 'coversUntil'),
  ('ProcessingLimit', 1, 'employeeId'),
  ('ProcessingLimit', 2, 'kind'),
  ('ProcessingLimit', 3, 'purpose'),
  ('ProcessingLimit', 4, 'since');
