import type { Client } from 'pg';
import { BackupFault } from './backup-fault.js';
import { OUR_TABLES } from './backup-role.js';

export interface TablePlan {
  readonly table: string;
  readonly columns: readonly string[];
  /** What is read of each column, in their order. */
  readonly reads: readonly string[];
}

/** The history of the schema stands in the header: it is made by migrating, not by loading. */
const MIGRATIONS = ['migration', 'public.migration'];

/**
 * Transactions are numbered by the PostgreSQL that ran them, and another begins at 3. So what stands in the tree of the audit
 * log gets 0, what waits for its place there gets 1, and everything else that is read in this order 1: all of it before
 * whatever comes, in the order it had.
 */
const PLACED = `case when exists (select from audit_leaf l
  where l.organisation_id = t.organisation_id and l.event_id = t.id) then '0'::xid8 else '1'::xid8 end`;
const LAST_ID = `'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid`;
const RENUMBERED: Readonly<Record<string, string>> = {
  'audit_event.xid': PLACED,
  'audit_head.xid': `'0'::xid8`,
  // Behind everything that has number 0.
  'audit_head.event_id': LAST_ID,
  'audit_head.organisation_id': LAST_ID,
  'outbox.xid': `'1'::xid8`,
  'outbox_cursor.xid': `'0'::xid8`,
};

/**
 * Every table of ours with the columns that are stored, each table behind those that its foreign keys name.
 * @throws BackupFault for a column that names a transaction and of which nobody said what becomes of it; for tables that
 * name each other in a circle
 */
export async function planTables(client: Client, owner: string): Promise<TablePlan[]> {
  const { rows } = await client.query<{ name: string; columns: string[]; types: string[]; needs: string[] }>(
    `select t.name,
  (select json_agg(a.attname order by a.attnum) from pg_attribute a
    where a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
  (select json_agg(a.atttypid::regtype::text order by a.attnum) from pg_attribute a
    where a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as types,
  coalesce((select json_agg(distinct f.confrelid::regclass::text) from pg_constraint f
    where f.conrelid = t.oid and f.contype = 'f' and f.confrelid <> t.oid), '[]') as needs
from (${OUR_TABLES}) t order by t.name`,
    [owner],
  );
  const plans = rows
    .filter(({ name }) => !MIGRATIONS.includes(name))
    .map(({ name, columns, types, needs }) => ({
      needs,
      plan: {
        table: name,
        columns,
        reads: columns.map((column, at) => readOf(client, name, column, types[at] ?? '')),
      },
    }));
  const ordered: TablePlan[] = [];
  const done = new Set<string>();
  while (ordered.length < plans.length) {
    const next = plans.filter(
      ({ plan, needs }) => !done.has(plan.table) && needs.every((need) => done.has(need)),
    );
    if (next.length === 0)
      throw new BackupFault('Tables name each other in a circle.', 'backup.unknown_column');
    for (const { plan } of next) {
      ordered.push(plan);
      done.add(plan.table);
    }
  }
  return ordered;
}

function readOf(client: Client, table: string, column: string, type: string): string {
  const renumbered = RENUMBERED[`${table}.${column}`];
  if (renumbered) return renumbered;
  if (['xid', 'xid8', 'pg_lsn', 'pg_snapshot', 'oid'].includes(type))
    throw new BackupFault(`What ${table}.${column} means elsewhere is not known.`, 'backup.unknown_column');
  return `t.${client.escapeIdentifier(column)}`;
}
