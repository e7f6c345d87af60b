-- Who looks after a community and how people come into it: roles, charter, requests, invitations, an end (decision 49).
-- locks: communities are few, thousands at most; is_owned is written into each in an instant.

alter table community add column moderator_ids uuid[] not null default '{}';
alter table community add column charter text not null default '';
-- Counts the wordings of the charter: whoever joins says which one they were shown.
alter table community add column charter_version integer not null default 0;
-- From then on it is archived; null: it has no end.
alter table community add column ends_at timestamptz;
alter table community add column started_from_id uuid;
-- So that a policy can say "without owners" over the row's own columns.
alter table community add column is_owned boolean not null generated always as (cardinality(owner_ids) > 0) stored;
alter table community add constraint community_charter_length check (char_length(charter) <= 5000) not valid;
alter table community validate constraint community_charter_length;

-- Repeats a group's end, so that whoever writes to it needs one look-up.
alter table audience add column rests_from timestamptz;
grant update (rests_from) on audience to :api;

create table community_request (
  organisation_id uuid not null,
  community_id uuid not null,
  employee_id uuid not null,
  words text not null check (char_length(words) <= 500),
  asked_at timestamptz not null,
  declined boolean not null default false,
  declined_at timestamptz,
  -- Owners and moderators, who may see it; repeated from the community, kept with every change of them.
  keeper_ids uuid[] not null,
  constraint community_request_pkey primary key (organisation_id, community_id, employee_id),
  constraint community_request_community_fkey foreign key (organisation_id, community_id) references community,
  constraint community_request_employee_fkey foreign key (organisation_id, employee_id) references employee,
  constraint community_request_declined check (declined = (declined_at is not null))
);
create index community_request_employee_idx on community_request (organisation_id, employee_id);

create table community_invitation (
  organisation_id uuid not null,
  community_id uuid not null,
  employee_id uuid not null,
  invited_by uuid not null,
  invited_at timestamptz not null,
  expires_at timestamptz not null,
  revoked boolean not null default false,
  -- Known to the invited person alone: a no looks like no answer.
  declined boolean not null default false,
  declined_at timestamptz,
  keeper_ids uuid[] not null,
  constraint community_invitation_pkey primary key (organisation_id, community_id, employee_id),
  constraint community_invitation_community_fkey foreign key (organisation_id, community_id) references community,
  constraint community_invitation_employee_fkey foreign key (organisation_id, employee_id) references employee,
  constraint community_invitation_by_fkey foreign key (organisation_id, invited_by) references employee,
  constraint community_invitation_declined check (declined = (declined_at is not null)),
  constraint community_invitation_expires check (expires_at > invited_at)
);
create index community_invitation_employee_idx on community_invitation (organisation_id, employee_id);

alter table community_request enable row level security;
alter table community_request force row level security;
create policy organisation on community_request
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));

alter table community_invitation enable row level security;
alter table community_invitation force row level security;
create policy organisation on community_invitation
  using (organisation_id = (select current_setting('app.org')::uuid))
  with check (organisation_id = (select current_setting('app.org')::uuid));

grant select, insert, update, delete on community_request, community_invitation to :api;

insert into field (entity, field_no, name) values
  ('Community', 12, 'moderatorIds'),
  ('Community', 13, 'charter'),
  ('Community', 14, 'charterVersion'),
  ('Community', 15, 'endsAt'),
  ('Community', 16, 'startedFromId'),
  ('Community', 17, 'isOwned'),
  ('AudienceGroup', 9, 'restsFrom'),
  ('CommunityRequest', 1, 'communityId'),
  ('CommunityRequest', 2, 'employeeId'),
  ('CommunityRequest', 3, 'words'),
  ('CommunityRequest', 4, 'askedAt'),
  ('CommunityRequest', 5, 'declined'),
  ('CommunityRequest', 6, 'declinedAt'),
  ('CommunityRequest', 7, 'keeperIds'),
  ('CommunityInvitation', 1, 'communityId'),
  ('CommunityInvitation', 2, 'employeeId'),
  ('CommunityInvitation', 3, 'invitedBy'),
  ('CommunityInvitation', 4, 'invitedAt'),
  ('CommunityInvitation', 5, 'expiresAt'),
  ('CommunityInvitation', 6, 'revoked'),
  ('CommunityInvitation', 7, 'declined'),
  ('CommunityInvitation', 8, 'declinedAt'),
  ('CommunityInvitation', 9, 'keeperIds');
