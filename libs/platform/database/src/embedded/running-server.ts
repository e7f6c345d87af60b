import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { EmbeddedPostgresFault } from '../database.errors.js';
import type { FolderLock } from './folder-lock.js';
import { killPostmaster } from './postmaster.js';
import type { ServerLog } from './server-log.js';
import type { Unprivileged } from './unprivileged.js';

const READY_WITHIN_MILLIS = 30_000;

/** The server as a child of this process, from its start to its end. */
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

/** A real sign-in; with SCRAM the server must prove that it knows the password, too, so no stranger on the port passes. */
export async function signIn(url: string): Promise<boolean> {
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
