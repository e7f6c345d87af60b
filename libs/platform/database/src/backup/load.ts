import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { Client } from 'pg';
import { type CopyStreamQuery, from as copyFrom } from 'pg-copy-streams';
import { DatabaseUnavailable, MigrationFault } from '../database.errors.js';
import { migrate } from '../migration/migrate.js';
import { migrationsFolder, readMigrations } from '../migration/migration-files.js';
import type { RoleName } from '../migration/role-names.js';
import { rolesOf } from '../migration/roles.js';
import type { SecretStore } from '../secrets.js';
import { databaseOf } from '../url.js';
import { BackupFault } from './backup-fault.js';
import { type BackupHeader, type BackupManifest, readBackup } from './backup-file.js';
import { planTables } from './table-plan.js';

export interface LoadOptions {
  /** Of whoever owns the database. */
  readonly ownerUrl: string;
  readonly secrets: SecretStore;
  readonly onProgress?: (progress: { tables: number; of: number; rows: number }) => void;
  /** Default: `migrations/` of this installation. */
  readonly folder?: string;
}

/** What a database is before a restore. */
export type Emptiness = 'empty' | 'filled';

/**
 * Whether anything was ever stored here: `filled` as soon as one table holds a row that no migration put there.
 * @throws BackupFault when somebody of ours is connected
 */
export async function emptinessOf(ownerUrl: string): Promise<Emptiness> {
  return withOwner(ownerUrl, async (client) => {
    const roles = await rolesOf(client, databaseOf(ownerUrl));
    await assertNobodyElse(client, roles);
    const there = await client.query(`select to_regclass('public.migration') is not null as is`);
    if (!there.rows[0]?.is) return 'empty';
    const plans = await planTables(client, roles.owner);
    await client.query('begin; set local transaction_timeout = 0');
    try {
      await actAsOwner(client, roles);
      for (const { table } of plans) {
        if (MADE_BY_MIGRATIONS.has(table)) continue;
        await client.query(`alter table ${table} no force row level security`);
        const { rows } = await client.query(`select 1 from ${table} limit 1`);
        if (rows.length > 0) return 'filled';
      }
      const grown = await client.query('select size > 0 as is from audit_head');
      return grown.rows[0]?.is ? 'filled' : 'empty';
    } finally {
      // The policies are forced again by that.
      await client.query('rollback');
    }
  });
}

/** What migrations put there themselves, the same for every house. */
const MADE_BY_MIGRATIONS: ReadonlySet<string> = new Set([
  'field',
  'purpose_rule',
  'recipient_rule',
  'audit_head',
]);

/**
 * Migrates an empty database to the version of the backup and fills it, in one transaction: there is all of it or nothing.
 * Row policies, triggers and rights stand as the migrations made them when it is done.
 * @throws BackupFault for a backup that is damaged, or made by other migrations than this program has
 */
export async function loadDatabase(
  source: AsyncIterable<Uint8Array>,
  options: LoadOptions,
): Promise<{ header: BackupHeader; manifest: BackupManifest }> {
  const { ownerUrl, secrets, folder } = options;
  return withOwner(ownerUrl, async (client) => {
    let open: { copy: CopyStreamQuery; done: Promise<void> } | undefined;
    let loader: Loader | undefined;
    let [tables, rows, of] = [0, 0, 0];
    try {
      const read = await readBackup(source, {
        begin: async (header) => {
          await assertSameMigrations(header, folder);
          const last = header.migrations.at(-1)?.name;
          await migrate({ ownerUrl, secrets, folder, through: last });
          of = header.tables.length;
          loader = await Loader.begin(client, ownerUrl, header);
        },
        table: async (table, columns) => {
          const copy = await loader!.open(table, columns);
          open = { copy, done: finished(copy) };
          // Awaited below; until then it must not count as unheard.
          open.done.catch(() => undefined);
        },
        rows: async (bytes) => {
          const { copy, done } = open!;
          if (!copy.write(bytes)) await Promise.race([once(copy, 'drain'), done]);
        },
        tableEnd: async (section) => {
          const { copy, done } = open!;
          copy.end();
          await done;
          await loader!.close(section.table, section.rows, copy.rowCount);
          open = undefined;
          tables++;
          rows += section.rows;
          options.onProgress?.({ tables, of, rows });
        },
      });
      await loader!.finish();
      return read;
    } catch (error) {
      open?.copy.destroy();
      throw error instanceof BackupFault || error instanceof MigrationFault ? error : tidied(error);
    }
  });
}

/** PostgreSQL's own words may repeat a row; its code does not. */
function tidied(error: unknown): unknown {
  const { code, table, constraint } = error as { code?: string; table?: string; constraint?: string };
  if (!code || !/^[0-9A-Z]{5}$/.test(code)) return error;
  return new BackupFault(
    `PostgreSQL did not take the rows of the backup (${[code, table, constraint].filter(Boolean).join(', ')}).`,
    'backup.damaged',
  );
}

/** The open transaction in which everything is loaded. */
class Loader {
  /** As the owner of the tables, with every wall and trigger laid aside until the transaction ends. */
  static async begin(client: Client, ownerUrl: string, header: BackupHeader): Promise<Loader> {
    const roles = await rolesOf(client, databaseOf(ownerUrl));
    const plans = await planTables(client, roles.owner);
    const here = JSON.stringify(plans.map(({ table, columns }) => ({ table, columns })).sort(byName));
    if (here !== JSON.stringify([...header.tables].sort(byName)))
      throw new BackupFault(
        'The tables of the backup are not those of its migrations.',
        'backup.other_schema',
      );
    await client.query('begin; set local transaction_timeout = 0');
    await client.query('set local idle_in_transaction_session_timeout = 0; set local statement_timeout = 0');
    await actAsOwner(client, roles);
    return new Loader(client, roles, header);
  }

  /** Whether row security binds the owner of the table that is being filled. */
  private forced = true;

  private constructor(
    private readonly client: Client,
    private readonly roles: Record<RoleName, string>,
    private readonly header: BackupHeader,
  ) {}

  async open(table: string, columns: readonly string[]): Promise<CopyStreamQuery> {
    const { client } = this;
    const { rows } = await client.query<{ is: boolean }>(
      'select relforcerowsecurity as is from pg_class where oid = $1::regclass',
      [table],
    );
    this.forced = rows[0]?.is ?? true;
    await client.query(`alter table ${table} no force row level security`);
    await client.query(`alter table ${table} disable trigger user`);
    if (MADE_BY_MIGRATIONS.has(table)) await this.empty(table);
    const names = columns.map((column) => client.escapeIdentifier(column)).join(', ');
    return client.query(copyFrom(`copy ${table} (${names}) from stdin`));
  }

  /** @throws BackupFault when not every row is there */
  async close(table: string, rows: number, copied: number): Promise<void> {
    const { client } = this;
    const { rows: counted } = await client.query<{ rows: string }>(`select count(*) as rows from ${table}`);
    if (copied !== rows || Number(counted[0]?.rows) !== rows)
      throw new BackupFault(`Not every row of ${table} was stored.`, 'backup.damaged');
    await client.query(`alter table ${table} enable trigger user`);
    if (this.forced) await client.query(`alter table ${table} force row level security`);
  }

  async finish(): Promise<void> {
    for (const { sequence, last, called } of this.header.sequences)
      await this.client.query('select setval($1::regclass, $2::bigint, $3)', [sequence, last, called]);
    await this.client.query('commit');
  }

  /** The owner gave some of its own rights away; for these rows it takes one back, until they are gone. */
  private async empty(table: string): Promise<void> {
    const { client } = this;
    const owner = client.escapeIdentifier(this.roles.owner);
    const { rows } = await client.query(`select has_table_privilege($1, $2::regclass, 'delete') as is`, [
      this.roles.owner,
      table,
    ]);
    if (!rows[0]?.is) await client.query(`grant delete on ${table} to ${owner}`);
    await client.query(`delete from ${table}`);
    if (!rows[0]?.is) await client.query(`revoke delete on ${table} from ${owner}`);
  }
}

const byName = (a: { table: string }, b: { table: string }) => (a.table < b.table ? -1 : 1);

async function actAsOwner(client: Client, roles: Record<RoleName, string>): Promise<void> {
  await client.query(`set local role ${client.escapeIdentifier(roles.owner)}`);
}

/** @throws BackupFault */
async function assertSameMigrations(header: BackupHeader, folder?: string): Promise<void> {
  const files = await readMigrations(folder ?? migrationsFolder());
  const isBeginning = header.migrations.every(
    ({ name, sha256 }, at) => files[at]?.name === name && files[at]?.sha256 === sha256,
  );
  if (!isBeginning || header.migrations.length === 0)
    throw new BackupFault(
      'The backup was made by another or a newer program: its migrations are not a beginning of ours.',
      'backup.other_schema',
    );
}

/** Whoever serves people on this database must be stopped before. @throws BackupFault */
async function assertNobodyElse(client: Client, roles: Record<RoleName, string>): Promise<void> {
  const names = Object.values(roles);
  const { rows } = await client.query(
    'select 1 from pg_stat_activity where datname = current_database() and usename = any ($1) and pid <> pg_backend_pid() limit 1',
    [names],
  );
  if (rows.length > 0)
    throw new BackupFault('Courtyard runs on this database: stop it first.', 'backup.in_use');
}

async function withOwner<T>(ownerUrl: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: ownerUrl, application_name: 'courtyard restore' });
  client.on('error', () => undefined);
  try {
    await client.connect().catch(() => {
      throw new DatabaseUnavailable('unreachable');
    });
    await client.query('set statement_timeout = 0');
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
