import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { access, constants, mkdir, open, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { EmbeddedPostgresFault } from '../database.errors.js';
import { type RoleName, roleNames, suffixOf } from '../migration/role-names.js';
import { FolderSecrets, makePassword } from '../secrets.js';
import { urlOf } from '../url.js';
import { type Binaries, findBinaries } from './binaries.js';
import { postgresArguments } from './configuration.js';
import { type FolderLock, lockFolder } from './folder-lock.js';
import { clearPostmaster, findPostmaster, killPostmaster } from './postmaster.js';
import { ServerLog } from './server-log.js';
import { makeSocketFolder, removeSocketFolder } from './socket-folder.js';
import { type Unprivileged, unprivileged } from './unprivileged.js';

export interface EmbeddedPostgresOptions {
  /** Holds everything: `postgres/` the data, `secrets/`, `run/` the socket, `postgres.log`. */
  folder: string;
  /** The database to make and to point `ownerUrl` at. */
  database?: string;
  /** `false` gives up safety against power loss for speed: tests only. */
  durable?: boolean;
  sharedBuffers?: string;
}

const MAJOR = '18';
const SUPERUSER = 'postgres';
const READY_WITHIN_MILLIS = 30_000;
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

async function prepareFolder(wanted: string): Promise<string> {
  const folder = resolve(wanted);
  try {
    await makeFolder(folder);
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    // access(2) asks for root's sake about the mode only; a read-only file system shows when writing.
    const probe = join(folder, `.probe-${process.pid}`);
    await writeFile(probe, '');
    await rm(probe);
    return await realpath(folder);
  } catch {
    throw new EmbeddedPostgresFault(`The folder ${wanted} for the database cannot be made or written.`);
  }
}

/** Not mkdir's own `recursive`: Node 24 never returns from it below /proc. */
async function makeFolder(folder: string): Promise<void> {
  if (existsSync(folder)) return;
  await makeFolder(dirname(folder));
  await mkdir(folder, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
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
    const port = await freePort();
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

/** Into a folder aside that is renamed when complete: killed in the middle, it leaves nothing half made. */
async function initialise(
  folder: string,
  dataFolder: string,
  password: string,
  binaries: Binaries,
  identity: Unprivileged,
  durable: boolean,
): Promise<void> {
  const draft = join(folder, 'postgres.new');
  const passwordFile = join(folder, 'postgres.new', '.password');
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o700 });
  await writeFile(passwordFile, password, { mode: 0o600 });
  // initdb wants an empty folder, so the data goes one level deeper.
  const data = join(draft, 'data');
  await mkdir(data, { mode: 0o700 });
  await identity.own(draft);
  const args = [
    `--pgdata=${data}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
  ];
  // The built-in collation sorts by code point and never changes with a library, so no upgrade corrupts an index;
  // lists sorted for people name an ICU collation themselves.
  args.push('--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8');
  if (!durable) args.push('--no-sync');
  const log = await open(join(folder, 'postgres.log'), 'a', 0o600);
  const code = await new Promise<number | null>((done) => {
    spawn(...identity.wrap(binaries.initdb, args), { stdio: ['ignore', 'ignore', log.fd], cwd: '/' })
      .on('error', () => done(null))
      .on('exit', done);
  });
  await log.close();
  if (code !== 0) {
    throw new EmbeddedPostgresFault(
      'The data folder of the embedded PostgreSQL could not be made; why is in postgres.log in its folder.',
    );
  }
  await rename(data, dataFolder);
  await rm(draft, { recursive: true, force: true });
}

async function assertVersion(dataFolder: string): Promise<void> {
  const version = await readFile(join(dataFolder, 'PG_VERSION'), 'utf8').catch(() => '');
  if (version.trim() !== MAJOR) {
    throw new EmbeddedPostgresFault(
      `The data folder was not made by PostgreSQL ${MAJOR}, which is the one embedded here.`,
    );
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

/** A real sign-in; with SCRAM the server must prove that it knows the password, too, so no stranger on the port passes. */
async function signIn(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** @internal */
export class RunningServer {
  readonly lost: Promise<EmbeddedPostgresFault>;
  private readonly ended: Promise<void>;
  private alive = true;
  private wanted = true;

  static async spawn(
    program: string,
    args: readonly string[],
    identity: Unprivileged,
    log: ServerLog,
    lock: FolderLock,
    tidy: () => Promise<void>,
  ): Promise<RunningServer> {
    const descriptor = await log.open();
    // Innermost, because changing the identity clears it: the kernel sends SIGINT, a fast shutdown, when we die.
    const dying = ['--pdeathsig', 'INT', '--', program, ...args];
    try {
      const child = spawn(...identity.wrap('setpriv', dying), {
        stdio: ['ignore', descriptor, descriptor],
        cwd: '/',
        // A session of its own: Ctrl-C reaches us alone, and we stop in our order.
        detached: true,
      });
      return new RunningServer(child, log, lock, tidy);
    } finally {
      log.close(descriptor);
    }
  }

  private constructor(
    private readonly child: ChildProcess,
    private readonly log: ServerLog,
    private readonly lock: FolderLock,
    private readonly tidy: () => Promise<void>,
  ) {
    child.unref();
    this.ended = new Promise((done) => {
      const end = () => {
        this.alive = false;
        done();
      };
      child.once('exit', end);
      child.once('error', end);
    });
    this.lost = new Promise((done) => {
      void this.ended.then(() => {
        if (this.wanted) done(new EmbeddedPostgresFault('The embedded PostgreSQL ended unexpectedly.'));
      });
    });
  }

  async ready(url: string): Promise<boolean> {
    const deadline = Date.now() + READY_WITHIN_MILLIS;
    while (this.alive && Date.now() < deadline) {
      if ((await signIn(url)) && this.alive) return true;
      await sleep(25);
    }
    return false;
  }

  async stop(): Promise<void> {
    this.wanted = false;
    // Fast shutdown; immediate shutdown; the end. All three keep what was committed.
    if (this.alive) this.child.kill('SIGINT');
    await this.endWithin(2_000);
    if (this.alive) this.child.kill('SIGQUIT');
    await this.endWithin(500);
    await this.end();
    this.log.stop();
    await this.tidy();
    await this.lock.release();
  }

  /** Ends a server that never became ready, keeping the folder locked for the next try. */
  async kill(): Promise<void> {
    this.wanted = false;
    if (!this.alive) return;
    this.child.kill('SIGQUIT');
    await this.endWithin(2_000);
    await this.end();
  }

  private async end(): Promise<void> {
    if (this.alive && this.child.pid !== undefined) await killPostmaster(this.child.pid);
    await this.endWithin(300);
  }

  private async endWithin(millis: number): Promise<void> {
    // The timer also keeps the event loop alive: the child itself does not.
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((done) => {
      timer = setTimeout(done, millis);
    });
    await Promise.race([this.ended, patience]);
    clearTimeout(timer);
  }
}
