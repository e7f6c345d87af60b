import { type Client, escapeIdentifier } from 'pg';
import type { RoleName } from '../migration/role-names.js';
import { BackupFault } from './backup-fault.js';

/** Every table of ours, in whatever schema; those of extensions and of whoever else uses the database are not. */
export const OUR_TABLES = `select c.oid, c.oid::regclass::text as name, n.nspname as schema
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p') and not c.relispartition and n.nspname !~ '^(pg_|information_schema)'
  and pg_get_userbyid(c.relowner) = $1`;

/** The right to read, and for whom row security holds a policy that hides nothing. */
const OPENNESS = `select t.name, t.schema, t.oid,
  has_schema_privilege($2, t.schema, 'usage') as enters, has_table_privilege($2, t.oid, 'select') as reads,
  not c.relrowsecurity or exists (select from pg_policy p where p.polrelid = t.oid and p.polpermissive
    and p.polcmd in ('r', '*') and p.polroles = array[(select oid from pg_roles where rolname = $2)]
    and pg_get_expr(p.polqual, t.oid) = 'true') as sees_all,
  exists (select from pg_policy p where p.polrelid = t.oid and not p.polpermissive) as restricted
from (${OUR_TABLES}) t join pg_class c on c.oid = t.oid order by t.name`;

interface Openness {
  readonly name: string;
  readonly schema: string;
  readonly enters: boolean;
  readonly reads: boolean;
  readonly sees_all: boolean;
  readonly restricted: boolean;
}

/**
 * Lets role `backup` read every row of every table: row policies bind the owner of a table, too, and whoever owns the database
 * need not be a superuser. Nobody signs in as it, and it changes nothing. Done at each migration, so that no new table is
 * forgotten.
 */
export async function openToBackup(client: Client, roles: Record<RoleName, string>): Promise<void> {
  const backup = escapeIdentifier(roles.backup);
  await client.query(`set role ${escapeIdentifier(roles.owner)}`);
  try {
    for (const table of await opennessOf(client, roles)) {
      if (!table.enters)
        await client.query(`grant usage on schema ${escapeIdentifier(table.schema)} to ${backup}`);
      if (!table.reads) await client.query(`grant select on ${table.name} to ${backup}`);
      if (!table.sees_all)
        await client.query(`create policy backup on ${table.name} for select to ${backup} using (true)`);
    }
  } finally {
    await client.query('reset role');
  }
}

/** @throws BackupFault where a row policy could hide a row from the backup */
export async function assertNothingHidden(client: Client, roles: Record<RoleName, string>): Promise<void> {
  const hidden = (await opennessOf(client, roles)).filter(
    (table) => !table.enters || !table.reads || !table.sees_all || table.restricted,
  );
  if (hidden.length > 0)
    throw new BackupFault(
      `Rows of ${hidden.map(({ name }) => name).join(', ')} are hidden from the backup; run \`courtyard migrate\`.`,
      'backup.unreadable_rows',
    );
}

async function opennessOf(client: Client, roles: Record<RoleName, string>): Promise<Openness[]> {
  const { rows } = await client.query<Openness>(OPENNESS, [roles.owner, roles.backup]);
  return rows;
}
