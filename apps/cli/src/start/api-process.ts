import { type ChildProcess, spawn } from 'node:child_process';
import { type ApiReady, isApiMessage } from './api-message.js';
import { StartFault } from './start.errors.js';

export interface ApiProcessOptions {
  /** The built main.js. */
  entry: string;
  /** Its whole environment. Passwords are handed over here: a command line is readable by every user. */
  env: NodeJS.ProcessEnv;
  /** Milliseconds until a silent api counts as failed. */
  readyWithin?: number;
}

/**
 * The api as a child of this process. It ends when its channel to us does (it listens to `disconnect`), so that
 * even our sudden death leaves nothing behind.
 */
export class ApiProcess {
  /** Resolves when it listens; rejects with a StartFault when it says why not, ends, or stays silent. */
  readonly ready: Promise<ApiReady>;
  /** Resolves when it has ended, however. */
  readonly ended: Promise<void>;
  private alive = true;

  static spawn({ entry, env, readyWithin = 60_000 }: ApiProcessOptions): ApiProcess {
    const child = spawn(process.execPath, ['--enable-source-maps', entry], {
      env,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      // A session of its own: Ctrl-C reaches us alone, and we stop in our order.
      detached: true,
    });
    return new ApiProcess(child, readyWithin);
  }

  private constructor(
    private readonly child: ChildProcess,
    readyWithin: number,
  ) {
    this.ended = new Promise((done) => {
      const end = () => {
        this.alive = false;
        done();
      };
      child.once('exit', end);
      child.once('error', end);
    });
    this.ready = new Promise((ready, fail) => {
      const patience = setTimeout(
        () => fail(new StartFault(`The api did not start within ${readyWithin / 1000} seconds.`)),
        readyWithin,
      );
      child.on('message', (message) => {
        if (!isApiMessage(message)) return;
        if ('ready' in message) ready(message);
        else fail(new StartFault(message.fault));
      });
      void this.ended.then(() => fail(new StartFault('The api ended before it was ready.')));
      void this.ended.then(() => clearTimeout(patience));
    });
    this.ready.catch(() => undefined);
  }

  /** Asks it to close its connections, and after `patience` milliseconds no longer asks. */
  async stop(patience = 1_500): Promise<void> {
    if (!this.alive) return;
    this.child.kill('SIGTERM');
    const impatience = setTimeout(() => this.kill(), patience);
    await this.ended;
    clearTimeout(impatience);
  }

  kill(): void {
    if (this.alive) this.child.kill('SIGKILL');
  }
}
