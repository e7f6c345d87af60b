import { inspect, ROLE_SUFFIX } from './inspect.js';

const KINDS = `unnest(array['owner','backup','egdef','api','egress','audit','search','relay'])`;

const ROLES = `
with mine as (select split_part(rolname, '_', 1) as role, pg_roles.* from pg_roles
  where rolname in (select kind || '_' || ${ROLE_SUFFIX} from ${KINDS} kind))
select format('Role %s is above the policies.', role) as sentence from mine
where rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication
union all
select format('Role %s is also %s.', m.role, pg_get_userbyid(a.roleid)) from mine m join pg_auth_members a on a.member = m.oid
  -- A migration hands the views over; nothing is inherited.
  where not (m.role = 'owner' and pg_get_userbyid(a.roleid) = 'egdef_' || ${ROLE_SUFFIX} and not a.inherit_option and not a.admin_option)
union all select format('Role %s can sign in.', role) from mine where role in ('owner', 'backup', 'egdef') and rolcanlogin
union all
select format('Role %s owns %s.', m.role, c.relname) from mine m join pg_class c on c.relowner = m.oid
  where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S') and m.role <> 'owner' and not (m.role = 'egdef' and c.relkind = 'v' and c.relnamespace = to_regnamespace('egress'))
order by 1`;

const MISSING = `select format('Role %s is missing.', kind) as sentence from ${KINDS} kind
where not exists (select from pg_roles where rolname = kind || '_' || ${ROLE_SUFFIX}) order by 1`;

/** One sentence for each role of the product that is above the policies, is another, owns what it must not, or is not there. */
export async function inspectRoles(ownerUrl: string): Promise<string[]> {
  const found = [
    ...(await inspect<{ sentence: string }>(ownerUrl, ROLES)),
    ...(await inspect<{ sentence: string }>(ownerUrl, MISSING)),
  ];
  return found.map(({ sentence }) => sentence);
}
