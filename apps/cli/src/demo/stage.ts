import { type ChildProcess, fork, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DemoFault } from './demo.errors.js';

const COURTYARD = join(import.meta.dirname, '..', '..', 'bin', 'courtyard.mjs');

/**
 * An installation of its own in a temporary folder: the same processes that `npm start` brings up, on a free port. Nothing of
 * it stays.
 */
export class Stage {
  private product: ChildProcess | undefined;
  /** Where it answers; another one after each `open`. */
  url = '';

  private constructor(
    readonly folder: string,
    private readonly env: Readonly<Record<string, string>>,
  ) {}

  /** @param env what the installation is told besides its folder */
  static async build(env: Readonly<Record<string, string>>): Promise<Stage> {
    return new Stage(await mkdtemp(join(tmpdir(), 'courtyard-demo-')), env);
  }

  /**
   * Starts everything, or starts it again.
   * @param hoursAhead how far its clock is ahead; the database is embedded and bound to loopback, or it would refuse
   */
  async open(hoursAhead = 0): Promise<void> {
    const product = fork(COURTYARD, ['start'], {
      env: this.environment({ COURTYARD_CLOCK_AHEAD: String(hoursAhead) }),
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.product = product;
    let said = '';
    product.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-2_000);
    });
    this.url = await new Promise<string>((resolve, reject) => {
      product.on('message', (message: { urls?: string[] }) => {
        if (message.urls?.[0]) resolve(message.urls[0]);
      });
      product.once('exit', () => reject(new DemoFault(`Courtyard did not start.\n${said}`)));
    });
  }

  /** Of the process that supervises the others. */
  get pid(): number {
    const pid = this.product?.pid;
    if (pid === undefined) throw new DemoFault('Courtyard does not run.');
    return pid;
  }

  async close(): Promise<void> {
    const { product } = this;
    if (!product || product.exitCode !== null || product.signalCode !== null) return;
    const ended = new Promise<void>((done) => product.once('exit', () => done()));
    product.kill('SIGINT');
    await ended;
  }

  /** A command of the same installation, such as `verify`. @returns exit code, and what it printed */
  command(...args: string[]): Promise<{ code: number; printed: string }> {
    return new Promise((resolve) => {
      const child = spawn(process.execPath, [COURTYARD, ...args], {
        env: this.environment({}),
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let printed = '';
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', (text: string) => {
          printed += text;
        });
      }
      child.once('close', (code) => resolve({ code: code ?? 1, printed }));
    });
  }

  async strike(): Promise<void> {
    await this.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** What the surrounding shell says about databases and ports is about another installation. */
  private environment(more: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
    const { PATH, HOME, LANG, TMPDIR } = process.env;
    return {
      PATH,
      HOME,
      LANG,
      TMPDIR,
      COURTYARD_FOLDER: join(this.folder, 'installation'),
      PORT: '0',
      HOST: '127.0.0.1',
      ...this.env,
      ...more,
    };
  }
}
