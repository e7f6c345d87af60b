-- A disclosure ends in one of two ways that people here are told of: it was delivered, with or without a row, or it failed. That
-- sending `stopped`, because somebody took back what had begun to leave, is no end: it ends when it expires, as one does whose
-- recipient never answered. So nobody learns from an end, or from its time, what anybody said (privacy-model.md section 4).
drop index disclosure_step_end;
create unique index disclosure_step_end on disclosure_step (organisation_id, disclosure_id)
  where step in ('delivered', 'failed');

grant create on schema egress to :egress_def;
set local role :egress_def;
create or replace view egress.due_disclosure with (security_barrier) as
select d.organisation_id, d.id as disclosure_id, d.recipient_id, r.name as recipient_name, r.category as recipient_category,
  r.country as recipient_country, r.contract_reference, r.age_public_key, r.delivery_kind, r.delivery_endpoint,
  d.purpose, d.question, d.format, d.expires_at, g.sealed_secret,
  encode(sha256(r.alias_secret || convert_to('canary', 'UTF8')), 'hex') as canary,
  coalesce((select e.version from public.consent_epoch e where e.organisation_id = d.organisation_id), 0) as index_version,
  r.status = 'active' and not exists (select from public.purpose_policy pp where pp.organisation_id = d.organisation_id
    and pp.purpose = d.purpose and pp.switched_off) as open
from public.disclosure d
join public.disclosure_grant g on g.organisation_id = d.organisation_id and g.id = d.id
join public.recipient r on r.organisation_id = d.organisation_id and r.id = d.recipient_id
where d.organisation_id = (select current_setting('app.org')::uuid)
  and d.status = 'approved' and d.expires_at > now() and g.expires_at > now()
  and not exists (select from public.disclosure_step s where s.organisation_id = d.organisation_id
    and s.disclosure_id = d.id and s.step in ('delivered', 'failed'));
set local role :owner;
revoke create on schema egress from :egress_def;
