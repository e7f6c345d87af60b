import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { transformFileSync } from '@swc/core';
import { Client } from 'pg';
import { findBinaries } from './binaries.js';
import { EmbeddedPostgres } from './embedded-postgres.js';
import { ServerLog } from './server-log.js';

/** Real processes, really killed. Each starts the library's own source, compiled aside. */
jest.setTimeout(60_000);

const SOURCE = resolve(__dirname, '..');
const REPOSITORY = resolve(SOURCE, '../../../..');
const isRoot = process.getuid?.() === 0;
const asRoot = isRoot ? test : test.skip;

describe('EmbeddedPostgres', () => {
  let program: string;
  let compiled: string;
  let folder: string;
  const children: ChildProcess[] = [];

  beforeAll(async () => {
    await mkdir(join(REPOSITORY, '.tmp'), { recursive: true });
    compiled = await mkdtemp(join(REPOSITORY, '.tmp', 'database-'));
    chmodSync(compiled, 0o755);
    program = await compile(compiled);
  });
  afterAll(() => rm(compiled, { recursive: true, force: true }));
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'courtyard-faults-'));
  });
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    await until(() => serversOn(folder).length === 0, 5_000);
    await rm(folder, { recursive: true, force: true });
  });

  /** A process that starts the server, says so, and lives until it is killed. */
  async function start(at = folder, wrapper: string[] = [], env: NodeJS.ProcessEnv = {}): Promise<Started> {
    const [command = '', ...args] = [...wrapper, process.execPath, program, at];
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    });
    children.push(child);
    let output = '';
    child.stdout?.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr?.on('data', (chunk) => {
      output += chunk;
    });
    const ended = new Promise<number | null>((done) => child.once('exit', done));
    await Promise.race([until(() => output.includes('\n'), 40_000), ended]);
    return { child, ended, url: /^ready (\S+)/.exec(output)?.[1] ?? '', output: () => output };
  }

  test('starts, answers over socket and loopback, keeps its rows, stops', async () => {
    const first = await EmbeddedPostgres.start({ folder });
    expect(await ask(first.ownerUrl, 'create table t as select 1 as one')).toBeDefined();
    expect(new URL(first.ownerUrl).hostname).toBe('127.0.0.1');
    expect(await ask(first.ownerSocketUrl, 'select inet_server_addr() as address')).toEqual([
      { address: null },
    ]);
    const settings = await ask(
      first.ownerUrl,
      `select name, setting from pg_settings where name in ('fsync', 'log_statement', 'log_parameter_max_length',
        'log_parameter_max_length_on_error', 'log_min_error_statement', 'max_connections', 'server_version_num',
        'autovacuum_vacuum_insert_scale_factor', 'listen_addresses', 'password_encryption') order by 1`,
    );
    expect(settings).toEqual([
      { name: 'autovacuum_vacuum_insert_scale_factor', setting: '0.01' },
      { name: 'fsync', setting: 'on' },
      { name: 'listen_addresses', setting: '127.0.0.1' },
      { name: 'log_min_error_statement', setting: 'panic' },
      { name: 'log_parameter_max_length', setting: '0' },
      { name: 'log_parameter_max_length_on_error', setting: '0' },
      { name: 'log_statement', setting: 'none' },
      { name: 'max_connections', setting: '100' },
      { name: 'password_encryption', setting: 'scram-sha-256' },
      { name: 'server_version_num', setting: expect.stringMatching(/^18/) },
    ]);
    const began = Date.now();
    await first.stop();
    expect(Date.now() - began).toBeLessThan(3_000);
    expect(serversOn(folder)).toEqual([]);
    const second = await EmbeddedPostgres.start({ folder });
    expect(await ask(second.ownerUrl, 'select one from t')).toEqual([{ one: 1 }]);
    await second.stop();
  });

  test('nobody signs in without the password, on socket or loopback', async () => {
    const server = await EmbeddedPostgres.start({ folder, durable: false });
    for (const url of [server.ownerUrl, server.ownerSocketUrl]) {
      const wrong = new URL(url);
      wrong.password = 'wrong';
      await expect(ask(wrong.href, 'select')).rejects.toMatchObject({ code: '28P01' });
    }
    expect((await stat(join(folder, 'secrets', 'postgres'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'run'))).mode & 0o777).toBe(0o700);
    await server.stop();
  });

  test('the server’s log holds nothing that a person wrote', async () => {
    const server = await EmbeddedPostgres.start({ folder, durable: false });
    const secret = 'canary-7f3a';
    const client = new Client({ connectionString: server.ownerUrl });
    await client.connect();
    await client.query('create table t (word text primary key)');
    await client.query('insert into t values ($1)', [secret]);
    for (const query of [
      () => client.query('insert into t values ($1)', [secret]),
      () => client.query('select $1::uuid', [secret]),
      () => client.query(`select '${secret}' frm t`),
      () => client.query(`do $$ begin raise exception '${secret}' using detail = '${secret}'; end $$`),
      () => client.query(`do $$ begin raise warning '${secret}'; perform 1/0; end $$`),
    ]) {
      await expect(query()).rejects.toThrow();
    }
    await client.query("set statement_timeout = '50ms'");
    await expect(client.query(`select pg_sleep(1), '${secret}'`)).rejects.toThrow();
    await client.query('reset statement_timeout');
    const crashing = client.query(`select pg_sleep(20), '${secret}'`).catch((error: unknown) => error);
    client.on('error', () => undefined);
    let pid: number | undefined;
    await until(async () => {
      const running = "select pid from pg_stat_activity where query like 'select pg_sleep(20)%'";
      pid = ((await ask(server.ownerUrl, running)) as { pid: number }[])[0]?.pid;
      return pid !== undefined;
    }, 10_000);
    process.kill(pid as number, 'SIGKILL');
    await crashing;
    await until(
      async () => (await ask(server.ownerUrl, 'select').catch(() => undefined)) !== undefined,
      10_000,
    );
    await server.stop();
    const log = await readFile(join(folder, 'postgres.log'), 'utf8');
    expect(log).toContain('database system is ready');
    expect(log).toContain('terminated by signal 9');
    expect(log).not.toContain(secret);
  });

  test('the log is bounded', async () => {
    const log = new ServerLog(join(folder, 'postgres.log'), 1_000);
    const descriptor = await log.open();
    await writeFile(join(folder, 'postgres.log'), 'x'.repeat(2_000));
    await log.rotate();
    expect((await stat(join(folder, 'postgres.log'))).size).toBe(0);
    expect((await stat(join(folder, 'postgres.log.1'))).size).toBe(2_000);
    log.close(descriptor);
    log.stop();
  });

  test('a second start on the folder gets one clear sentence, from this process and from another', async () => {
    const server = await EmbeddedPostgres.start({ folder, durable: false });
    await expect(EmbeddedPostgres.start({ folder })).rejects.toThrow(
      'Another process already runs the database of this folder.',
    );
    const other = await start();
    expect(await other.ended).toBe(1);
    expect(other.output()).toBe(
      'EmbeddedPostgresFault: Another process already runs the database of this folder.\n',
    );
    expect(await ask(server.ownerUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
    await server.stop();
  });

  test('another process can attach, and its stop leaves the server alone', async () => {
    expect(await EmbeddedPostgres.attach({ folder })).toBeUndefined();
    const { url } = await start();
    const attached = await EmbeddedPostgres.attach({ folder });
    expect(attached?.ownerUrl).toBe(url);
    expect(await ask(attached?.ownerSocketUrl ?? '', 'select 1 as one')).toEqual([{ one: 1 }]);
    await attached?.stop();
    expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('kill -9 of the starter leaves no server within a second, and committed rows stay', async () => {
    const first = await start();
    await ask(first.url, 'create table t as select 1 as one');
    expect(serversOn(folder).length).toBeGreaterThan(0);
    first.child.kill('SIGKILL');
    await sleep(1_000);
    expect(serversOn(folder)).toEqual([]);
    const second = await start();
    expect(await ask(second.url, 'select one from t')).toEqual([{ one: 1 }]);
  });

  test('a start right after kill -9 of the starter, again and again', async () => {
    for (let round = 0; round < 3; round++) {
      const { child, url } = await start();
      expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }]);
      child.kill('SIGKILL');
    }
    const { url } = await start();
    expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('kill -9 of the server is told, and a start right after it recovers', async () => {
    const server = await EmbeddedPostgres.start({ folder });
    await ask(server.ownerUrl, 'create table t as select 1 as one');
    const busy = ask(server.ownerUrl, 'select pg_sleep(30)').catch((error: unknown) => error);
    await sleep(100);
    process.kill(postmasterOf(folder), 'SIGKILL');
    expect((await server.lost).message).toBe('The embedded PostgreSQL ended unexpectedly.');
    await server.stop();
    const next = await EmbeddedPostgres.start({ folder });
    expect(await ask(next.ownerUrl, 'select one from t')).toEqual([{ one: 1 }]);
    expect(await busy).toBeInstanceOf(Error);
    await next.stop();
  });

  test('kill -9 at any moment of the first start leaves a folder that starts', async () => {
    for (const delay of [60, 150, 200, 250, 300, 350, 400, 500, 600, 700, 900]) {
      const child = spawn(process.execPath, [program, folder], { stdio: 'ignore' });
      children.push(child);
      await sleep(delay);
      child.kill('SIGKILL');
    }
    const { url, output } = await start();
    expect(output()).toMatch(/^ready/);
    expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect((await readdir(folder)).sort()).toEqual(['postgres', 'postgres.log', 'run', 'secrets']);
  });

  test('a postmaster.pid that names a living stranger is no obstacle, and the stranger lives on', async () => {
    const first = await EmbeddedPostgres.start({ folder, durable: false });
    await first.stop();
    const stranger = spawn('sleep', ['60']);
    children.push(stranger);
    await writeFile(
      join(folder, 'postgres', 'postmaster.pid'),
      `${stranger.pid}\n${join(folder, 'postgres')}\n`,
    );
    const second = await EmbeddedPostgres.start({ folder, durable: false });
    expect(await ask(second.ownerUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(stranger.exitCode).toBeNull();
    expect(stranger.killed).toBe(false);
    await second.stop();
  });

  test('stop takes less than three seconds whatever runs', async () => {
    const server = await EmbeddedPostgres.start({ folder });
    await ask(server.ownerUrl, 'create table t as select g, md5(g::text) from generate_series(1, 300000) g');
    const busy = ask(server.ownerUrl, 'select pg_sleep(60)').catch(() => undefined);
    const frozen = new Client({ connectionString: server.ownerUrl });
    frozen.on('error', () => undefined);
    await frozen.connect();
    const [{ pid }] = (await frozen.query('select pg_backend_pid() as pid')).rows as [{ pid: number }];
    process.kill(pid, 'SIGSTOP');
    const began = Date.now();
    await server.stop();
    expect(Date.now() - began).toBeLessThan(3_000);
    expect(serversOn(folder)).toEqual([]);
    await busy;
    await frozen.end().catch(() => undefined);
    const next = await EmbeddedPostgres.start({ folder });
    expect(await ask(next.ownerUrl, 'select count(*)::int as n from t')).toEqual([{ n: 300_000 }]);
    await next.stop();
  });

  test('Ctrl-C reaches the starter alone, which stops in its order', async () => {
    const { child, ended, output } = await start();
    child.kill('SIGINT');
    expect(await ended).toBe(0);
    expect(output()).toContain('stopped');
    expect(serversOn(folder)).toEqual([]);
  });

  test('a path too long for a socket gets a short private folder', async () => {
    const long = join(folder, 'a'.repeat(60), 'b'.repeat(60));
    const server = await EmbeddedPostgres.start({ folder: long, durable: false });
    const host = new URL(server.ownerSocketUrl).searchParams.get('host') ?? '';
    expect(dirname(host)).toBe(tmpdir());
    expect((await stat(host)).mode & 0o777).toBe(0o700);
    expect(await ask(server.ownerSocketUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
    await server.stop();
    expect(existsSync(host)).toBe(false);
  });

  test('a folder with spaces, quotes and umlauts', async () => {
    const odd = join(folder, `Bill's "Höfe" $HOME %41`);
    const server = await EmbeddedPostgres.start({ folder: odd, durable: false });
    expect(await ask(server.ownerSocketUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
    await server.stop();
  });

  test('a folder below a file, and one that cannot be written: one clear sentence', async () => {
    await writeFile(join(folder, 'file'), '');
    await expect(EmbeddedPostgres.start({ folder: join(folder, 'file', 'data') })).rejects.toThrow(
      /^The folder .* for the database cannot be made or written\.$/,
    );
    await expect(EmbeddedPostgres.start({ folder: '/proc/courtyard' })).rejects.toThrow(
      'cannot be made or written',
    );
  });

  test('data of another PostgreSQL, and data without its password: one clear sentence', async () => {
    await (await EmbeddedPostgres.start({ folder, durable: false })).stop();
    await writeFile(join(folder, 'postgres', 'PG_VERSION'), '17\n');
    await expect(EmbeddedPostgres.start({ folder })).rejects.toThrow('not made by PostgreSQL 18');
    await writeFile(join(folder, 'postgres', 'PG_VERSION'), '18\n');
    await rm(join(folder, 'secrets', 'postgres'));
    await expect(EmbeddedPostgres.start({ folder })).rejects.toThrow('its password file is gone');
  });

  test('a broken data folder: one clear sentence, and nothing keeps running', async () => {
    await (await EmbeddedPostgres.start({ folder, durable: false })).stop();
    await rm(join(folder, 'postgres', 'global'), { recursive: true });
    await expect(EmbeddedPostgres.start({ folder })).rejects.toThrow(
      'The embedded PostgreSQL does not start',
    );
    expect(serversOn(folder)).toEqual([]);
  });

  test('library links that an install left out are made again', async () => {
    const { initdb } = await findBinaries();
    const lib = join(dirname(dirname(initdb)), 'lib');
    expect(existsSync(join(lib, 'libpq.so.5'))).toBe(true);
    const list = JSON.parse(readFileSync(join(dirname(lib), 'pg-symlinks.json'), 'utf8')) as {
      target: string;
    }[];
    for (const { target } of list) expect(existsSync(join(dirname(dirname(lib)), target))).toBe(true);
  });

  describe('as another user', () => {
    const user = ['setpriv', '--reuid=23456', '--regid=23456', '--clear-groups', '--'];

    // 65534 is in every user list; 23456 has no name, as users of containers often have none.
    asRoot.each([65534, 23456])('the ordinary user %i starts it', async (id) => {
      await chown(folder, id, id);
      const as = user.map((word) => word.replace('23456', String(id)));
      const { child, url, output } = await start(folder, as);
      expect(output()).toMatch(/^ready/);
      expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }]);
      expect((await stat(join(folder, 'postgres'))).uid).toBe(id);
      child.kill('SIGKILL');
      await sleep(1_000);
      expect(serversOn(folder)).toEqual([]);
    });

    asRoot('an ordinary user and a folder of root: one clear sentence', async () => {
      await chmod(folder, 0o755);
      const { ended, output } = await start(folder, user);
      expect(await ended).toBe(1);
      expect(output()).toMatch(/^EmbeddedPostgresFault: The folder .* cannot be made or written\.\n$/);
    });

    asRoot('root without user namespaces changes the user id, and can go back', async () => {
      const path = await withoutNamespaces(folder);
      await chmod(folder, 0o755);
      const first = await start(join(folder, 'c'), [], { PATH: path });
      // The folder made for it was closed to others; the launcher opens its way to the data and nothing more.
      expect(first.output()).toMatch(/^ready/);
      await ask(first.url, 'create table t as select 1 as one');
      expect((await stat(join(folder, 'c', 'postgres'))).uid).toBe(65534);
      first.child.kill('SIGKILL');
      const second = await start(join(folder, 'c'));
      expect(await ask(second.url, 'select one from t')).toEqual([{ one: 1 }]);
      expect((await stat(join(folder, 'c', 'postgres'))).uid).toBe(0);
    });

    asRoot('root without user namespaces below a closed folder: one clear sentence', async () => {
      const path = await withoutNamespaces(folder);
      await chmod(folder, 0o700);
      const { ended, output } = await start(join(folder, 'c'), [], { PATH: path });
      expect(await ended).toBe(1);
      expect(output()).toMatch(/^EmbeddedPostgresFault: PostgreSQL does not run as root and cannot reach/);
    });
  });
});

interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  readonly url: string;
  output(): string;
}

/** A PATH on which `unshare` fails, as in a container that forbids user namespaces. */
async function withoutNamespaces(folder: string): Promise<string> {
  const bin = join(folder, 'bin');
  await mkdir(bin, { mode: 0o755 });
  await writeFile(join(bin, 'unshare'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
  return `${bin}:${process.env['PATH']}`;
}

async function compile(target: string): Promise<string> {
  const options = JSON.parse(readFileSync(join(REPOSITORY, '.swcrc'), 'utf8'));
  for (const entry of readdirSync(SOURCE, { recursive: true, withFileTypes: true })) {
    if (!entry.name.endsWith('.ts') || entry.name.endsWith('.spec.ts')) continue;
    const path = join(entry.parentPath, entry.name);
    const out = join(target, path.slice(SOURCE.length).replace(/\.ts$/, '.js'));
    await mkdir(dirname(out), { recursive: true });
    await writeFile(out, transformFileSync(path, { ...options, swcrc: false, sourceMaps: false }).code);
  }
  await writeFile(join(target, 'package.json'), '{"type":"module"}');
  const program = join(target, 'starter.js');
  await writeFile(
    program,
    `import { EmbeddedPostgres } from './embedded/embedded-postgres.js';
     try {
       const server = await EmbeddedPostgres.start({ folder: process.argv[2] });
       process.once('SIGINT', async () => { await server.stop(); console.log('stopped'); process.exit(0); });
       console.log('ready ' + server.ownerUrl);
       setInterval(() => undefined, 1_000);
     } catch (error) {
       console.log(error.name + ': ' + error.message);
       process.exit(1);
     }`,
  );
  return program;
}

async function ask(connectionString: string, query: string): Promise<unknown[]> {
  const client = new Client({ connectionString });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query(query)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function postmasterOf(folder: string): number {
  return Number(readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
}

/** Every process whose command line or working folder names this folder's data, children of a dead server included. */
function serversOn(folder: string): string[] {
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      return (
        readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres') && cwdOf(pid).startsWith(folder)
      );
    } catch {
      return false;
    }
  });
}

function cwdOf(pid: string): string {
  return execFileSync('readlink', [`/proc/${pid}/cwd`], { encoding: 'utf8' });
}

async function until(condition: () => boolean | Promise<boolean>, patience: number): Promise<void> {
  const deadline = Date.now() + patience;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('It did not come to pass in time.');
    await sleep(20);
  }
}
