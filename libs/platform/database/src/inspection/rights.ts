import { inspect, OURS, ROLE_SUFFIX } from './inspect.js';

/** What one role of the product may do to one thing. */
export interface Right {
  readonly role: string;
  readonly kind: string;
  readonly name: string;
  /** Sorted, with commas. */
  readonly rights: string;
}

/** Of schema public without it. */
const NAME = `case n.nspname when 'public' then '' else n.nspname || '.' end || c.relname`;

const RIGHTS = `
with mine as (select oid, split_part(rolname, '_', 1) as role from pg_roles
  where rolname in (select kind || '_' || ${ROLE_SUFFIX} from unnest(array['api','backup','egdef','egress','audit','search','relay']) kind)),
held as (
  select a.grantee, case c.relkind when 'S' then 'sequence' when 'v' then 'view' else 'table' end as kind, ${NAME} as name,
    lower(a.privilege_type) as right
  from pg_class c join pg_namespace n on n.oid = c.relnamespace, aclexplode(c.relacl) a where ${OURS}
  union all
  select a.grantee, 'table', ${NAME},
    lower(a.privilege_type) || ' (' || string_agg(t.attname, ', ' order by t.attnum) || ')'
  from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute t on t.attrelid = c.oid, aclexplode(t.attacl) a
  where ${OURS} group by a.grantee, n.nspname, c.relname, a.privilege_type
  union all
  select a.grantee, 'schema', n.nspname::text, lower(a.privilege_type) from pg_namespace n, aclexplode(n.nspacl) a where ${OURS}
  union all
  select a.grantee, 'function', p.proname::text, lower(a.privilege_type)
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace, aclexplode(p.proacl) a where ${OURS}
  union all
  select a.grantee, 'database', 'its own', lower(a.privilege_type)
  from pg_database d, aclexplode(d.datacl) a where d.datname = current_database()
  union all
  select a.grantee, 'default', coalesce(n.nspname, 'everywhere')::text, lower(a.privilege_type)
  from pg_default_acl d left join pg_namespace n on n.oid = d.defaclnamespace, aclexplode(d.defaclacl) a
)
select m.role, h.kind, h.name, string_agg(h.right, ', ' order by h.right) as rights
from held h join mine m on m.oid = h.grantee group by 1, 2, 3 order by 1, 2, 3`;

/** Every right that a role of the product has, but for the owner of the tables. */
export function inspectRights(ownerUrl: string): Promise<Right[]> {
  return inspect<Right>(ownerUrl, RIGHTS);
}
