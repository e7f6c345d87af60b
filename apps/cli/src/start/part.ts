import { type ChildProcess, spawn } from 'node:child_process';
import { isMessage, type Ready } from './message.js';
import { StartFault } from './start.errors.js';

/** One process of the product besides the database. */
export interface PartPlan {
  /** As it is called in sentences: `api`, `sequencer`, `egress`. */
  readonly name: string;
  /** The built main.js. */
  readonly entry: string;
  /** Its whole environment. Passwords are handed over here: a command line is readable by every user. */
  readonly env: NodeJS.ProcessEnv;
}

/**
 * A child of this process. It ends when its channel to us does (it listens to `disconnect`), so that even our sudden
 * death leaves nothing behind.
 */
export class Part<Message extends Ready = Ready> {
  /** Resolves when it does its work; rejects with a StartFault when it says why not, ends, or stays silent. */
  readonly ready: Promise<Message>;
  /** Resolves when it has ended, however. */
  readonly ended: Promise<void>;
  /** What it last said to be wrong. */
  fault: string | undefined;
  private alive = true;

  /** @param readyWithin milliseconds until a silent process counts as failed */
  static spawn<Message extends Ready>({ name, entry, env }: PartPlan, readyWithin = 60_000): Part<Message> {
    const child = spawn(process.execPath, ['--enable-source-maps', entry], {
      env,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      // A session of its own: Ctrl-C reaches us alone, and we stop in our order.
      detached: true,
    });
    return new Part(name, child, readyWithin);
  }

  private constructor(
    readonly name: string,
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
        () => fail(new StartFault(`The ${name} did not start within ${readyWithin / 1000} seconds.`)),
        readyWithin,
      );
      child.on('message', (message) => {
        if (!isMessage(message)) return;
        if ('ready' in message) ready(message as Message);
        else {
          this.fault = message.fault;
          fail(new StartFault(message.fault));
        }
      });
      void this.ended.then(() => fail(new StartFault(`The ${name} ended before it was ready.`)));
      void this.ended.then(() => clearTimeout(patience));
    });
    this.ready.catch(() => undefined);
  }

  /** Asks it to close its connections, and after `patience` milliseconds no longer asks. */
  async stop(patience: number): Promise<void> {
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
