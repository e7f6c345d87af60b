import { Client } from 'pg';

/** A table whose comment begins so is a named exception; the rest of the comment is the reason. */
const EXCEPTION = 'no wall: ';

/** The one form a policy may have that holds for more than a single role; see migration 0001. */
const ORGANISATION =
  "(organisation_id = ( SELECT (current_setting('app.org'::text))::uuid AS current_setting))";

interface TableFacts {
  name: string;
  comment: string | null;
  enabled: boolean;
  forced: boolean;
  first_key: string | null;
  owner: string;
  public_grants: boolean;
  policies: { name: string; roles: string[]; using: string | null; check: string | null; command: string }[];
}

export interface Walls {
  /** One sentence per table that is not walled as it must be. */
  readonly breaches: string[];
  /** Tables that say why they have no wall. */
  readonly exceptions: string[];
}

/** Looks at every table of every schema of ours: key, row policy, owner, grants. For the test that nobody forgets. */
export async function inspectWalls(ownerUrl: string): Promise<Walls> {
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const { rows } = await client.query<TableFacts>(TABLES);
    const exceptions = rows
      .filter((table) => table.comment?.startsWith(EXCEPTION))
      .map((table) => table.name);
    return {
      breaches: rows.flatMap((table) => [...breachesOf(table, exceptions.includes(table.name))]),
      exceptions,
    };
  } finally {
    await client.end();
  }
}

function* breachesOf(table: TableFacts, exception: boolean): Generator<string> {
  if (!table.owner.startsWith('owner_')) yield `${table.name} is not owned by the owner role.`;
  if (table.public_grants) yield `${table.name} is granted to everybody.`;
  if (exception) return;
  if (table.first_key !== 'organisation_id')
    yield `${table.name} has no key that begins with organisation_id.`;
  if (!table.enabled) yield `${table.name} has row-level security off.`;
  if (!table.forced) yield `${table.name} does not force row-level security on its owner.`;
  const walls = table.policies.filter(
    (policy) => policy.using === ORGANISATION && policy.check === ORGANISATION,
  );
  if (!walls.some((policy) => policy.command === '*'))
    yield `${table.name} lacks the policy on organisation_id.`;
  for (const policy of table.policies) {
    if (walls.includes(policy)) continue;
    // Policies add up: any other one widens the wall, so it may hold for a role of one duty only.
    if (policy.roles.length !== 1 || !/^(relay|audit|search|backup)_/.test(policy.roles[0] ?? '')) {
      yield `${table.name} has the policy ${policy.name}, which opens the wall.`;
    }
  }
}

const TABLES = `
select c.relname as name, obj_description(c.oid, 'pg_class') as comment,
  c.relrowsecurity as enabled, c.relforcerowsecurity as forced, pg_get_userbyid(c.relowner) as owner,
  (select a.attname from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
    where i.indrelid = c.oid and i.indisprimary) as first_key,
  exists (select from aclexplode(c.relacl) where grantee = 0) as public_grants,
  coalesce((select json_agg(json_build_object('name', p.polname, 'command', p.polcmd,
    'roles', case when p.polroles = '{0}' then '["public"]'::json
      else (select json_agg(pg_get_userbyid(r)) from unnest(p.polroles) r) end,
    'using', pg_get_expr(p.polqual, c.oid), 'check', pg_get_expr(p.polwithcheck, c.oid)))
    from pg_policy p where p.polrelid = c.oid), '[]') as policies
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast') and not c.relispartition
order by 1`;
