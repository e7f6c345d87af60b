/** What must hold of every row of an organisation. `$1` is the organisation; nothing but numbers is read. */
export interface Check {
  /** Number of the promise of product.md. */
  readonly promise: number;
  /** In words, for whoever is told that it does not hold. */
  readonly rule: string;
  /** How many cases there are: one number. */
  readonly cases: string;
  /** How many of them break the rule: one number. */
  readonly broken: string;
}

/** A yes that stood at some moment, and that nothing has taken back since. */
const STANDING_YES = `select from consent_event y
  where y.organisation_id = i.organisation_id and y.employee_id = i.employee_id and y.purpose = i.purpose
    and y.recipient_id = i.recipient_id and y.entity = i.entity and y.field_no = n.field_no
    and y.kind in ('ConsentGiven', 'RenewedConsentGiven') and y.valid_until > now()
    and not exists (select from consent_event l
      where l.organisation_id = y.organisation_id and l.employee_id = y.employee_id and l.purpose = y.purpose
        and l.recipient_id = y.recipient_id and l.entity = y.entity and l.field_no = y.field_no
        and l.row_id is not distinct from y.row_id and l.id > y.id
        and l.kind in ('ConsentRefused', 'ConsentExpired', 'ConsentInvalidated', 'ConsentRevoked', 'ConsentWithdrawn'))`;

export const CHECKS: readonly Check[] = [
  {
    promise: 1,
    rule: 'nothing is opened for a purpose or a recipient that is never served',
    cases: 'select count(*) from opening where organisation_id = $1::uuid',
    broken: `select count(*) from opening o
      join recipient r on r.organisation_id = o.organisation_id and r.id = o.recipient_id
      join recipient_rule c on c.category = r.category join purpose_rule p on p.purpose = o.purpose
      where o.organisation_id = $1::uuid and (p.rule <> 'consent' or c.rule not in ('inside', 'ordinary'))`,
  },
  {
    promise: 1,
    rule: 'recipients and openings in force were decided by two people of two roles',
    cases: `select (select count(*) from recipient where organisation_id = $1::uuid and status = 'active')
      + (select count(*) from opening where organisation_id = $1::uuid and status = 'active')`,
    broken: `select count(*) from (
      select proposed_by, decided_by, proposed_role, decided_role from recipient where organisation_id = $1::uuid and status = 'active'
      union all
      select proposed_by, decided_by, proposed_role, decided_role from opening where organisation_id = $1::uuid and status = 'active') two
      where decided_by is null or decided_by = proposed_by or decided_role = proposed_role`,
  },
  {
    promise: 1,
    rule: 'a disclosure was granted by two approvals of different people and roles, neither of them who asked',
    cases: 'select count(*) from disclosure_grant where organisation_id = $1::uuid',
    broken: `select count(*) from disclosure_grant g join disclosure d on d.organisation_id = g.organisation_id and d.id = g.id
      where g.organisation_id = $1::uuid and (select count(distinct a.approver_id) < 2 or count(distinct a.role) < 2
        or bool_or(a.decision <> 'approved' or a.approver_id = d.requested_by)
        from disclosure_approval a where a.organisation_id = g.organisation_id and a.disclosure_id = g.id)`,
  },
  {
    promise: 1,
    rule: 'whatever left about a person had a yes of theirs, to that recipient for that purpose, before it left',
    cases: 'select coalesce(sum(cardinality(field_nos)), 0) from departure where organisation_id = $1::uuid',
    broken: `select count(*) from departure i
      join disclosure d on d.organisation_id = i.organisation_id and d.id = i.disclosure_id
      cross join lateral unnest(i.field_nos) n(field_no)
      where i.organisation_id = $1::uuid and not exists (select from consent_event y
        where y.organisation_id = i.organisation_id and y.employee_id = i.employee_id and y.purpose = d.purpose
          and y.recipient_id = d.recipient_id and y.entity = i.entity and y.field_no = n.field_no
          and y.kind in ('ConsentGiven', 'RenewedConsentGiven') and y.at <= i.at)`,
  },
  {
    promise: 1,
    rule: 'the index says yes only where the person’s last word is yes',
    cases: `select coalesce(sum(bit_count(i.bits::bit(64))), 0) from consent_index i where i.organisation_id = $1::uuid`,
    broken: `select count(*) from consent_index i cross join generate_series(1, 62) n(field_no)
      where i.organisation_id = $1::uuid and i.bits & (1::bigint << n.field_no) <> 0 and i.valid_until > now()
        and not exists (${STANDING_YES})`,
  },
  {
    promise: 2,
    rule: 'what a person may see is what their groups hold, and nothing more',
    cases:
      'select coalesce(sum(cardinality(audience_keys)), 0) from employee where organisation_id = $1::uuid',
    broken: `select count(*) from employee e cross join lateral unnest(e.audience_keys) k(key)
      where e.organisation_id = $1::uuid and not exists (select from audience_holder h
        where h.organisation_id = e.organisation_id and h.employee_id = e.id and h.audience_key = k.key)`,
  },
  {
    promise: 2,
    rule: 'nobody who was deactivated has a session or holds a key',
    cases: `select count(*) from employee where organisation_id = $1::uuid and status <> 'active'`,
    broken: `select count(*) from employee e where e.organisation_id = $1::uuid and e.status <> 'active'
      and (cardinality(e.audience_keys) > 0 or exists (select from session s
        where s.organisation_id = e.organisation_id and s.employee_id = e.id and s.expires_at > now()))`,
  },
  {
    promise: 3,
    rule: 'each event in the tree is the one that was recorded',
    cases: 'select count(*) from audit_leaf where organisation_id = $1::uuid',
    broken: `select count(*) from audit_leaf l left join audit_event e on e.organisation_id = l.organisation_id and e.id = l.event_id
      where l.organisation_id = $1::uuid and (e.leaf is null or e.leaf <> l.leaf or e.leaf <> sha256('\\x00'::bytea || e.body))`,
  },
  {
    promise: 3,
    rule: 'no event older than a minute is missing from the tree',
    cases: `select count(*) from audit_event where organisation_id = $1::uuid`,
    broken: `select count(*) from audit_event e where e.organisation_id = $1::uuid and e.at < now() - interval '1 minute'
      and not exists (select from audit_leaf l where l.organisation_id = e.organisation_id and l.event_id = e.id)`,
  },
  {
    promise: 7,
    rule: 'what was withdrawn is in no list',
    cases: 'select count(*) from post_audience where organisation_id = $1::uuid',
    broken: `select count(*) from post_audience a join post p on p.organisation_id = a.organisation_id and p.id = a.post_id
      where a.organisation_id = $1::uuid and (p.status <> 'published' or not a.audience_key = any (p.audience_keys))`,
  },
];
