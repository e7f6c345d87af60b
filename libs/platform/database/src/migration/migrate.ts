import { setTimeout as sleep } from 'node:timers/promises';
import { Client, escapeIdentifier } from 'pg';
import { openToBackup } from '../backup/backup-role.js';
import { DatabaseUnavailable, MigrationFault } from '../database.errors.js';
import type { SecretStore } from '../secrets.js';
import { databaseOf } from '../url.js';
import { type MigrationFile, migrationsFolder, readMigrations } from './migration-files.js';
import type { RoleName } from './role-names.js';
import { ensureRoles, rolesOf, wallDatabase, wallSchema } from './roles.js';

export interface MigrateOptions {
  /** Of a user that owns the database and may make roles. */
  ownerUrl: string;
  secrets: SecretStore;
  /** Default: `migrations/` of this installation. */
  folder?: string;
  /** The name of the last migration to apply; default: all. For loading what an older program wrote. */
  through?: string;
}

interface Applied {
  name: string;
  sha256: string;
}

/** Any constant; "COURTYRD" in ASCII. */
const LOCK = '4850475354595244';
const LOCK_PATIENCE = '120s';
/**
 * Whoever waits for a table's lock keeps everybody behind it waiting, also those who only read: a migration steps back soon and comes again, so
 * that the version that serves goes on.
 */
const TABLE_PATIENCE = '1s';
const TABLE_TRIES = 60;
const TABLE_PAUSE_MILLIS = 1_000;

/** Makes roles, rights and tables, or finds them made. Any number of processes may call it at once. */
export async function migrate(options: MigrateOptions): Promise<void> {
  const database = databaseOf(options.ownerUrl);
  await asOnlyMigrator(options.ownerUrl, async (client) => {
    const roles = await rolesOf(client, database);
    await ensureRoles(client, options.ownerUrl, roles, options.secrets);
    await wallDatabase(client, database, roles);
    await wallSchema(client, roles);
    await apply(client, roles, await filesOf(options));
    await openToBackup(client, roles);
  });
}

async function filesOf({ folder, through }: MigrateOptions): Promise<MigrationFile[]> {
  const files = await readMigrations(folder ?? migrationsFolder());
  return through === undefined ? files : files.filter(({ name }) => name <= through);
}

/** The migrations of a folder alone, on a database whose roles exist. Returns the names that were applied now. */
export async function runMigrations(ownerUrl: string, folder: string): Promise<string[]> {
  const files = await readMigrations(folder);
  return asOnlyMigrator(ownerUrl, async (client) =>
    apply(client, await rolesOf(client, databaseOf(ownerUrl)), files),
  );
}

async function asOnlyMigrator<T>(ownerUrl: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({
    connectionString: ownerUrl,
    application_name: 'courtyard migrate',
    connectionTimeoutMillis: 10_000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    await client.end().catch(() => undefined);
    const { code } = error as { code?: string };
    throw new DatabaseUnavailable(code?.startsWith('28') || code === '3D000' ? 'refused' : 'unreachable');
  }
  try {
    await client.query(
      `set statement_timeout = 0; set transaction_timeout = 0; set lock_timeout = '${LOCK_PATIENCE}'`,
    );
    await client.query('select pg_advisory_lock($1)', [LOCK]).catch((error: { code?: string }) => {
      if (error.code !== '55P03') throw error;
      throw new MigrationFault('Another process is migrating this database and does not come to an end.');
    });
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function apply(
  client: Client,
  roles: Record<RoleName, string>,
  files: MigrationFile[],
): Promise<string[]> {
  const applied = await transaction(client, roles, 'the table of migrations', async () => {
    await client.query(
      `create table if not exists public.migration (
         name text primary key, sha256 text not null, applied_at timestamptz not null default now())`,
    );
    await client.query(
      `comment on table public.migration is 'no wall: the history of the schema; of no organisation'`,
    );
    // Whoever answers people may know that the tables are those it was made for.
    await client.query(`grant select (name) on public.migration to ${escapeIdentifier(roles.api)}`);
    const { rows } = await client.query<Applied>('select name, sha256 from public.migration order by name');
    return rows;
  });
  assertSameHistory(applied, files);
  const fresh = files.slice(applied.length);
  for (const file of fresh) {
    await transaction(client, roles, file.name, async () => {
      await client.query(withRoles(file.text, roles));
      await client.query('insert into public.migration (name, sha256) values ($1, $2)', [
        file.name,
        file.sha256,
      ]);
    });
  }
  return fresh.map((file) => file.name);
}

/** What was applied must be a beginning of what is on disk, byte for byte. */
function assertSameHistory(applied: readonly Applied[], files: readonly MigrationFile[]): void {
  for (const [index, { name, sha256 }] of applied.entries()) {
    const file = files[index];
    if (file?.name === name) {
      if (file.sha256 === sha256) continue;
      throw new MigrationFault(
        `The migration ${name} was changed after it was applied; write a new one instead.`,
      );
    }
    if (files.length < applied.length) {
      throw new MigrationFault(`The database is newer than this program: it knows the migration ${name}.`);
    }
    throw new MigrationFault(
      `The migration ${name} was applied but is missing, or another was put before it.`,
    );
  }
}

/** As the owner of the tables, whom row policies bind: a migration that moves rows must name an organisation, too. */
async function transaction<T>(
  client: Client,
  roles: Record<RoleName, string>,
  what: string,
  work: () => Promise<T>,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt(client, roles, what, work);
    } catch (error) {
      if (!(error instanceof TableInUse)) throw error;
      if (tries === TABLE_TRIES)
        throw new MigrationFault(
          `Applying ${what} waits for a table that others do not let go of; try again.`,
        );
      await sleep(TABLE_PAUSE_MILLIS);
    }
  }
}

class TableInUse extends Error {}

async function attempt<T>(
  client: Client,
  roles: Record<RoleName, string>,
  what: string,
  work: () => Promise<T>,
): Promise<T> {
  try {
    await client.query(
      `begin; set local lock_timeout = '${TABLE_PATIENCE}'; set local role ${escapeIdentifier(roles.owner)}`,
    );
    const result = await work();
    // The role was set for this transaction only, so it tells whether the transaction is still ours.
    const { rows } = await client.query<{ role: string }>('select current_user as role');
    if (rows[0]?.role !== roles.owner)
      throw new MigrationFault(`The migration ${what} ends its transaction by itself.`);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    if (error instanceof MigrationFault) throw error;
    if ((error as { code?: string }).code === '55P03') throw new TableInUse();
    const { code, position, message } = error as { code?: string; position?: string; message: string };
    // A migration's text is ours and holds no content, so its message may be told; rows are in `detail`.
    throw new MigrationFault(
      `Applying ${what} failed and was rolled back (${code ?? 'connection lost'}${position ? ` at character ${position}` : ''}): ${message}`,
    );
  }
}

/** `:api` becomes the name of the role in this database; `::api` is a cast and stays. */
function withRoles(text: string, roles: Record<RoleName, string>): string {
  return text.replace(/(?<![:\w]):(owner|api|egress_def|egress|audit|search|relay)\b/g, (_, kind: RoleName) =>
    escapeIdentifier(roles[kind]),
  );
}
