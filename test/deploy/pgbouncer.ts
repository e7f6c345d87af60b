import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import type { TestDatabase } from '@courtyard/database';
import { freePort } from '../fixtures/free-port.js';
import { pause, ROOT } from './house.js';

export const PGBOUNCER = '/usr/sbin/pgbouncer';
const SHIPPED = join(ROOT, 'deploy', 'replicated', 'pgbouncer', 'pgbouncer.ini');

/** PgBouncer with the settings that are shipped, but for its paths and ports. */
export class PgBouncer {
  static async start(folder: string, urls: TestDatabase['urls'], port: number): Promise<PgBouncer> {
    const users = Object.values(urls).map((text) => new URL(text));
    writeFileSync(
      join(folder, 'users.txt'),
      users.map(({ username, password }) => `"${username}" "${password}"\n`).join(''),
      { mode: 0o600 },
    );
    const bouncer = new PgBouncer(folder, await freePort());
    bouncer.write(port);
    await bouncer.spawn();
    return bouncer;
  }

  private child!: ChildProcess;
  private text = '';

  private constructor(
    private readonly folder: string,
    private readonly port: number,
  ) {}

  said(): string {
    return this.text;
  }

  /** The same addresses, through it. */
  through(urls: TestDatabase['urls']): TestDatabase['urls'] {
    return Object.fromEntries(
      Object.entries(urls).map(([role, text]) => {
        const url = new URL(text);
        url.host = `127.0.0.1:${this.port}`;
        return [role, url.href];
      }),
    ) as TestDatabase['urls'];
  }

  /** Who connects from now on finds another server. */
  point(port: number): void {
    this.write(port);
    this.child.kill('SIGHUP');
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const gone = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await gone;
  }

  private write(port: number): void {
    const replaced = {
      'courtyard =': `courtyard = host=127.0.0.1 port=${port} dbname=courtyard`,
      'listen_addr =': 'listen_addr = 127.0.0.1',
      'listen_port =': `listen_port = ${this.port}`,
      'auth_file =': `auth_file = ${join(this.folder, 'users.txt')}`,
    };
    const lines = readFileSync(SHIPPED, 'utf8').split('\n');
    for (const [begins, line] of Object.entries(replaced)) {
      const at = lines.findIndex((one) => one.startsWith(begins));
      if (at < 0) throw new Error(`The shipped settings have no line ${begins}.`);
      lines[at] = line;
    }
    writeFileSync(join(this.folder, 'pgbouncer.ini'), lines.join('\n'), { mode: 0o600 });
  }

  /** It refuses to be root, as PostgreSQL does. */
  private async spawn(): Promise<void> {
    const command = [PGBOUNCER, join(this.folder, 'pgbouncer.ini')];
    const [program = '', ...args] =
      process.getuid?.() === 0
        ? ['unshare', '--user', '--map-user=65534', '--map-group=65534', '--', ...command]
        : command;
    this.child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.setEncoding('utf8').on('data', (more: string) => {
        this.text += more;
      });
    for (let tries = 0; tries < 100; tries++) {
      if (this.child.exitCode !== null) throw new Error(`PgBouncer ended: ${this.text}`);
      if (await listens(this.port)) return;
      await pause(50);
    }
    throw new Error(`PgBouncer does not listen: ${this.text}`);
  }
}

export function listens(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = createConnection({ port, host: '127.0.0.1' });
    socket.once('connect', () => done(true)).once('error', () => done(false));
    socket.once('connect', () => socket.destroy());
  });
}
