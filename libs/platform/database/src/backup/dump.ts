import { createHash, randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { DatabaseUnavailable } from '../database.errors.js';
import type { RoleName } from '../migration/role-names.js';
import { rolesOf } from '../migration/roles.js';
import { databaseOf } from '../url.js';
import { BackupFault } from './backup-fault.js';
import { type BackupHeader, type BackupSection, newlinesIn } from './backup-file.js';
import { assertNothingHidden } from './backup-role.js';
import { encodeFrame, MAGIC } from './frames.js';
import { planTables, type TablePlan } from './table-plan.js';

export interface DumpOptions {
  /** Of whoever owns the database. */
  readonly ownerUrl: string;
  /** Version of this program. */
  readonly program: string;
  /** What else is to stand in the header, read in the same instant: @param ask SQL without parameters, in that snapshot */
  readonly about?: (ask: Ask) => Promise<Record<string, unknown>>;
  readonly onProgress?: (progress: { tables: number; of: number; rows: number }) => void;
}

export type Ask = (text: string) => Promise<Record<string, unknown>[]>;

/**
 * The whole database of one instant, as frames, while people work on: one read-only REPEATABLE READ transaction, COPY of each
 * table as role `backup`. It needs no tool beside this process, and holds nobody up: a transaction that writes nothing holds back
 * neither the tree of the log nor the outbox.
 * @throws BackupFault when a row could be hidden, or something is there that this program does not know
 */
export async function* dumpDatabase(options: DumpOptions): AsyncGenerator<Buffer> {
  const client = new Client({ connectionString: options.ownerUrl, application_name: 'courtyard backup' });
  client.on('error', () => undefined);
  try {
    await client.connect().catch(() => {
      throw new DatabaseUnavailable('unreachable');
    });
    await client.query('set statement_timeout = 0; set lock_timeout = 0');
    await client.query('begin isolation level repeatable read, read only');
    await client.query(
      'set local idle_in_transaction_session_timeout = 0; set local transaction_timeout = 0',
    );
    yield* dumped(client, options);
    await client.query('commit');
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function* dumped(client: Client, options: DumpOptions): AsyncGenerator<Buffer> {
  const roles = await rolesOf(client, databaseOf(options.ownerUrl));
  await assertNothingHidden(client, roles);
  await assertNoLargeObjects(client);
  const plans = await planTables(client, roles.owner);
  const ask: Ask = async (text) => (await client.query(text)).rows;
  const [{ superuser } = { superuser: false }] = (await ask(
    'select rolsuper or rolbypassrls as superuser from pg_roles where rolname = current_user',
  )) as { superuser: boolean }[];
  const [{ postgres } = { postgres: '' }] = (await ask(
    `select current_setting('server_version') as postgres`,
  )) as { postgres: string }[];
  await client.query(`set local role ${client.escapeIdentifier(roles.backup)}`);
  const header: BackupHeader = {
    id: randomUUID(),
    at: new Date().toISOString(),
    program: options.program,
    postgres,
    migrations: (await ask(
      'select name, sha256 from public.migration order by name',
    )) as BackupHeader['migrations'],
    tables: plans.map(({ table, columns }) => ({ table, columns: [...columns] })),
    sequences: await sequencesOf(client, roles),
    about: (await options.about?.(ask)) ?? {},
  };
  yield MAGIC;
  yield encodeFrame('header', header);
  const sections: BackupSection[] = [];
  let rows = 0;
  for (const plan of plans) {
    yield encodeFrame('table', { table: plan.table });
    const section = yield* copied(client, plan);
    await assertAll(client, section, superuser ? roles.backup : undefined);
    yield encodeFrame('tableEnd', section);
    sections.push(section);
    rows += section.rows;
    options.onProgress?.({ tables: sections.length, of: plans.length, rows });
  }
  yield encodeFrame('end', { id: header.id, tables: sections });
}

async function* copied(client: Client, { table, reads }: TablePlan): AsyncGenerator<Buffer, BackupSection> {
  const hash = createHash('sha256');
  let [rows, bytes] = [0, 0];
  const stream = client.query(copyTo(`copy (select ${reads.join(', ')} from ${table} t) to stdout`));
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    hash.update(chunk);
    rows += newlinesIn(chunk);
    bytes += chunk.length;
    yield encodeFrame('rows', chunk);
  }
  return { table, rows, bytes, sha256: hash.digest('hex') };
}

/**
 * Counts once more, where the owner is above the row policies without them: no policy that we did not think of hid a row.
 * @throws BackupFault
 */
async function assertAll(client: Client, section: BackupSection, backup: string | undefined): Promise<void> {
  if (backup !== undefined) await client.query('reset role');
  const { rows } = await client.query<{ rows: string }>(`select count(*) as rows from ${section.table}`);
  if (backup !== undefined) await client.query(`set local role ${client.escapeIdentifier(backup)}`);
  if (Number(rows[0]?.rows) !== section.rows)
    throw new BackupFault(`Not every row of ${section.table} was read.`, 'backup.unreadable_rows');
}

/** Nothing of ours makes any, and they would be left out. @throws BackupFault */
async function assertNoLargeObjects(client: Client): Promise<void> {
  const { rows } = await client.query('select 1 from pg_largeobject_metadata limit 1');
  if (rows.length > 0)
    throw new BackupFault(
      'The database holds large objects, which are not of Courtyard and would be left out.',
      'backup.large_objects',
    );
}

/** Where each sequence stands. Read as its owner: it names no row of anybody. */
async function sequencesOf(
  client: Client,
  { owner, backup }: Record<RoleName, string>,
): Promise<BackupHeader['sequences']> {
  const { rows } = await client.query<{ name: string }>(
    `select c.oid::regclass::text as name from pg_class c where c.relkind = 'S' and pg_get_userbyid(c.relowner) = $1
     order by 1`,
    [owner],
  );
  await client.query(`set local role ${client.escapeIdentifier(owner)}`);
  const sequences: BackupHeader['sequences'] = [];
  for (const { name } of rows) {
    const { rows: found } = await client.query<{ last: string; called: boolean }>(
      `select last_value as last, is_called as called from ${name}`,
    );
    sequences.push({ sequence: name, last: found[0]!.last, called: found[0]!.called });
  }
  await client.query(`set local role ${client.escapeIdentifier(backup)}`);
  return sequences;
}
