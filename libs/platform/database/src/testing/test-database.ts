import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { Database } from '../database.js';
import { EmbeddedPostgres } from '../embedded/embedded-postgres.js';
import { migrationsFolder, readMigrations } from '../migration/migration-files.js';
import type { SignInRole } from '../migration/role-names.js';
import { roleUrls } from '../migration/roles.js';
import { FolderSecrets } from '../secrets.js';
import { inDatabase } from '../url.js';
import { cloneDatabase, createTemplate, dropDatabase } from './template.js';

/** Where the runner's global set-up leaves the folder of its server for the workers. */
const VARIABLE = 'COURTYARD_TEST_SERVER';
const PREFIX = 'courtyard-test-';

export interface TestServer {
  stop(): Promise<void>;
}

/**
 * Starts the one server of a test run and tells the processes that are started from here on. Call it from Jest's
 * globalSetup. When the calling process dies the server goes with it; its folder goes at the next start.
 */
export async function startTestServer(): Promise<TestServer> {
  await removeLeftovers();
  const folder = join(tmpdir(), `${PREFIX}${process.pid}`);
  const server = await EmbeddedPostgres.start({ folder, durable: false });
  process.env[VARIABLE] = folder;
  return {
    stop: async () => {
      delete process.env[VARIABLE];
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export interface TestDatabase {
  /** Superuser, above the row policies: for looking at what the roles may not see. */
  readonly ownerUrl: string;
  readonly urls: Record<SignInRole, string>;
  /** Closed with the test database. */
  open(role?: SignInRole, max?: number): Database;
  close(): Promise<void>;
}

export interface TestDatabaseOptions {
  /** A copy of its own, dropped on close, instead of the worker's shared one. */
  fresh?: boolean;
  /** Other migrations than the product's. */
  migrations?: string;
}

/**
 * A migrated database on a real server. All specs of one Jest worker share one and keep apart by their organisations;
 * `fresh` is for tests that change tables or roles.
 */
export async function testDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const folder = process.env[VARIABLE] ?? join(tmpdir(), `${PREFIX}${process.pid}`);
  const server = (await EmbeddedPostgres.attach({ folder })) ?? (await startHere(folder));
  const ownerUrl = server.ownerSocketUrl;
  const secrets = new FolderSecrets(join(folder, 'secrets'));
  const migrations = options.migrations ?? migrationsFolder();
  const template = `template_${await digestOf(migrations)}`;
  const name = options.fresh
    ? `fresh_${randomBytes(6).toString('hex')}`
    : `worker_${process.env['JEST_WORKER_ID'] ?? '0'}_${template.slice(-12)}`;
  await withLock(ownerUrl, async (client) => {
    const found = await client.query('select from pg_database where datname = $1', [name]);
    if (found.rowCount) return;
    await cloneDatabase(await createTemplate(ownerUrl, template, secrets, migrations), name);
  });
  const cloneUrl = inDatabase(ownerUrl, name);
  const urls = await roleUrls({ ownerUrl: cloneUrl, secrets });
  const opened: Database[] = [];
  return {
    ownerUrl: cloneUrl,
    urls,
    open: (role = 'api', max = 4) => {
      const database = Database.open({ url: urls[role], max, applicationName: 'test' });
      opened.push(database);
      return database;
    },
    close: async () => {
      await Promise.all(opened.map((database) => database.close()));
      if (options.fresh) await dropDatabase(ownerUrl, name);
    },
  };
}

/** Outside a run with a global set-up: this process has its own. */
async function startHere(folder: string): Promise<EmbeddedPostgres> {
  await removeLeftovers();
  const deadline = Date.now() + 30_000;
  for (;;) {
    try {
      return await EmbeddedPostgres.start({ folder, durable: false });
    } catch (error) {
      // Two who ask at once: one starts it, and the other finds it started.
      const server = await EmbeddedPostgres.attach({ folder });
      if (server) return server;
      if (Date.now() > deadline) throw error;
    }
  }
}

/** A copy half made when a neighbour looks would count as there. */
async function withLock(ownerUrl: string, work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: inDatabase(ownerUrl, 'postgres') });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock(hashtext('test database'))");
    await work(client);
  } finally {
    await client.end();
  }
}

async function digestOf(folder: string): Promise<string> {
  const hash = createHash('sha256');
  for (const file of await readMigrations(folder)) hash.update(`${file.name} ${file.sha256}\n`);
  return hash.digest('hex').slice(0, 12);
}

async function removeLeftovers(): Promise<void> {
  for (const entry of await readdir(tmpdir())) {
    const pid = entry.startsWith(PREFIX) ? Number(entry.slice(PREFIX.length)) : Number.NaN;
    if (!Number.isInteger(pid) || existsSync(`/proc/${pid}`)) continue;
    await rm(join(tmpdir(), entry), { recursive: true, force: true }).catch(() => undefined);
  }
}
