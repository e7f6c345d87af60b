import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { freePort } from '../../fixtures/free-port.js';
import { below } from './processor.js';

export const ROOT = join(import.meta.dirname, '..', '..', '..');

/** The running product. */
export interface Product {
  /** Without a slash at its end. */
  readonly url: string;
  readonly pid: number;
  /** The process that answers requests. */
  readonly api: number;
  /** Milliseconds from the command to the first answer it could give. */
  readonly startMillis: number;
  stop(): Promise<void>;
}

/** `courtyard start` as an operator types it, in production, on a folder or a database. It ends with this process. */
export async function startProduct(folder: string, env: NodeJS.ProcessEnv = {}): Promise<Product> {
  const started = performance.now();
  const child = spawn(process.execPath, [join(ROOT, 'apps', 'cli', 'bin', 'courtyard.mjs'), 'start'], {
    cwd: folder,
    env: {
      ...process.env,
      DATABASE_URL: undefined,
      COURTYARD_FOLDER: folder,
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: String(await freePort()),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const url = await readiness(child);
  const pid = child.pid as number;
  const [api] = below(pid, 'apps/api/dist/main.js');
  if (api === undefined) throw new Error('The api does not run.');
  return { url, pid, api, startMillis: performance.now() - started, stop: () => stopProcess(child) };
}

export function readiness(child: ChildProcess): Promise<string> {
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      printed = `${printed}${text}`.slice(-10_000);
    });
  }
  return new Promise((ready, fail) => {
    child.on('message', (message: { urls?: string[] }) => {
      if (message.urls) ready((message.urls[0] ?? '').replace(/\/$/, ''));
    });
    child.once('close', (code) =>
      fail(new Error(`The product ended with ${code}: ${printed.trim().split('\n').at(-1)}`)),
    );
    child.once('error', fail);
  });
}

export async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  await ended;
}
