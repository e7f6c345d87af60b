import { existsSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { EmbeddedPostgresFault } from '../database.errors.js';
import { type RoleName, roleNames, suffixOf } from '../migration/role-names.js';
import { FolderSecrets, makePassword } from '../secrets.js';
import { urlOf } from '../url.js';
import { findBinaries } from './binaries.js';
import { postgresArguments } from './configuration.js';
import { assertVersion, initialise, prepareFolder, SUPERUSER } from './data-folder.js';
import { type FolderLock, lockFolder } from './folder-lock.js';
import { clearPostmaster, findPostmaster } from './postmaster.js';
import { RunningServer, signIn } from './running-server.js';
import { ServerLog } from './server-log.js';
import { makeSocketFolder, removeSocketFolder } from './socket-folder.js';
import { unprivileged } from './unprivileged.js';

export interface EmbeddedPostgresOptions {
  /** Holds everything: `postgres/` the data, `secrets/`, `run/` the socket, `postgres.log`. */
  folder: string;
  /** The database to make and to point `ownerUrl` at. */
  database?: string;
  /** `false` gives up safety against power loss for speed: tests only. */
  durable?: boolean;
  sharedBuffers?: string;
  /** Absent: a free one. */
  port?: number;
}

/** Another process may take the port between our choice and PostgreSQL's start. */
const PORT_TRIES = 5;

/**
 * PostgreSQL 18 as a child of this process. It stops when this process ends, however it ends; a start after any kind
 * of death recovers. One process per folder.
 */
export class EmbeddedPostgres {
  /** Loopback TCP, superuser. */
  readonly ownerUrl: string;
  /** The same over the Unix socket: faster, and reachable for this machine's user only. */
  readonly ownerSocketUrl: string;

  static async start(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
    const folder = await prepareFolder(options.folder);
    const lock = await lockFolder(folder);
    try {
      return await launch(folder, options, lock);
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  /** The server that another process runs on this folder, or undefined. Its `stop` leaves the server alone. */
  static async attach(
    options: Pick<EmbeddedPostgresOptions, 'folder' | 'database'>,
  ): Promise<EmbeddedPostgres | undefined> {
    const folder = await realpath(options.folder).catch(() => undefined);
    if (folder === undefined) return undefined;
    const postmaster = await findPostmaster(join(folder, 'postgres'));
    const password = await new FolderSecrets(join(folder, 'secrets')).read(SUPERUSER);
    if (!postmaster || password === undefined) return undefined;
    const server = new EmbeddedPostgres(postmaster, password, options.database ?? 'courtyard');
    return (await signIn(server.ownerUrl)) ? server : undefined;
  }

  /** @internal made by `start` and `attach` */
  constructor(
    private readonly address: { port: number; socketFolder: string },
    password: string,
    database: string,
    private readonly child?: RunningServer,
  ) {
    const owner = { database, user: SUPERUSER, password, port: address.port };
    this.ownerUrl = urlOf({ ...owner, host: '127.0.0.1' });
    this.ownerSocketUrl = urlOf({ ...owner, host: address.socketFolder });
  }

  socketUrl(database: string, role: RoleName, password: string): string {
    const user = roleNames(suffixOf(database))[role];
    return urlOf({ database, user, password, port: this.address.port, host: this.address.socketFolder });
  }

  /** Resolves if the server ends without `stop`, so that whoever serves with it can end with one sentence. */
  get lost(): Promise<EmbeddedPostgresFault> {
    return this.child?.lost ?? new Promise(() => undefined);
  }

  /** Within 3 seconds, whatever the server is doing. */
  async stop(): Promise<void> {
    await this.child?.stop();
  }
}

async function launch(
  folder: string,
  options: EmbeddedPostgresOptions,
  lock: FolderLock,
): Promise<EmbeddedPostgres> {
  const database = options.database ?? 'courtyard';
  const dataFolder = join(folder, 'postgres');
  const [binaries, identity] = [await findBinaries(), await unprivileged()];
  const secrets = new FolderSecrets(join(folder, 'secrets'));
  await identity.pass(folder);
  await clearPostmaster(dataFolder);
  if (existsSync(dataFolder)) {
    await assertVersion(dataFolder);
    if ((await secrets.read(SUPERUSER)) === undefined) {
      throw new EmbeddedPostgresFault(
        'The data of the embedded PostgreSQL is there, but its password file is gone.',
      );
    }
  }
  const password = await secrets.obtain(SUPERUSER, makePassword);
  if (!existsSync(dataFolder))
    await initialise(folder, dataFolder, password, binaries, identity, options.durable ?? true);
  const socketFolder = await makeSocketFolder(folder);
  await identity.own(dataFolder, socketFolder);
  const log = new ServerLog(join(folder, 'postgres.log'));
  const tidy = () => removeSocketFolder(folder, socketFolder);
  for (let tries = 1; ; tries++) {
    const port = options.port ?? (await freePort());
    const args = postgresArguments({
      dataFolder,
      socketFolder,
      port,
      durable: options.durable ?? true,
      sharedBuffers: options.sharedBuffers ?? '256MB',
    });
    const child = await RunningServer.spawn(binaries.postgres, args, identity, log, lock, tidy);
    const server = new EmbeddedPostgres({ port, socketFolder }, password, database, child);
    if (
      await child.ready(urlOf({ host: socketFolder, port, database: 'postgres', user: SUPERUSER, password }))
    ) {
      await makeDatabase(server, { port, socketFolder, password, database });
      return server;
    }
    await child.kill();
    if (tries === PORT_TRIES) {
      log.stop();
      throw new EmbeddedPostgresFault(
        'The embedded PostgreSQL does not start; its log is postgres.log in its folder.',
      );
    }
    // Children of a killed postmaster hold its shared memory for a moment.
    await sleep(200 * tries);
    await clearPostmaster(dataFolder);
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done, fail) => server.once('error', fail).listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (address === null || typeof address === 'string')
    throw new EmbeddedPostgresFault('There is no free port.');
  return address.port;
}

async function makeDatabase(
  server: EmbeddedPostgres,
  at: { port: number; socketFolder: string; password: string; database: string },
): Promise<void> {
  const url = urlOf({
    host: at.socketFolder,
    port: at.port,
    database: 'postgres',
    user: SUPERUSER,
    password: at.password,
  });
  const client = new Client({ connectionString: url });
  try {
    await client.connect();
    const found = await client.query('select from pg_database where datname = $1', [at.database]);
    if (found.rowCount === 0) await client.query(`create database ${client.escapeIdentifier(at.database)}`);
  } catch {
    await server.stop();
    throw new EmbeddedPostgresFault('The database could not be made in the embedded PostgreSQL.');
  } finally {
    await client.end().catch(() => undefined);
  }
}
