import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ApiReady, isMessage } from '../../apps/cli/src/start/message.js';
import { freePort } from '../fixtures/free-port.js';

const bin = join(import.meta.dirname, '..', '..', 'apps', 'cli', 'bin', 'courtyard.mjs');

/** The running product: its addresses and its demo sign-ins. */
export interface Product extends ApiReady {
  /** The first of the addresses, without a slash at its end. */
  url: string;
  /** Of the installation; gone once it is stopped. */
  folder: string;
  /** Everything that it printed, on either stream. */
  printed(): string;
  /** A command beside the running product, in the same folder. @returns what it printed; throws where it fails */
  courtyard(...args: string[]): string;
  stop(): Promise<void>;
}

/**
 * `courtyard start` in a folder of its own with a database of its own; seconds. Rejects with what it printed when it
 * ends before it is ready. It ends with this process, whatever happens to us.
 */
export async function startProduct(env: NodeJS.ProcessEnv = {}): Promise<Product> {
  const folder = mkdtempSync(join(tmpdir(), 'courtyard-journey-'));
  const around = { cwd: folder, env: { ...process.env, ...(await settings(folder)), ...env } };
  const courtyard = (...args: string[]) =>
    execFileSync(process.execPath, [bin, ...args], { ...around, encoding: 'utf8' });
  const child = spawn(process.execPath, [bin, 'start'], {
    ...around,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const stop = () => stopAndForget(child, folder);
  try {
    const printed = listenTo(child);
    const ready = await readiness(child, printed);
    return { ...ready, url: (ready.urls[0] ?? '').replace(/\/$/, ''), folder, printed, courtyard, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function settings(folder: string): Promise<NodeJS.ProcessEnv> {
  return {
    COURTYARD_FOLDER: folder,
    PORT: String(await freePort()),
    DATABASE_URL: undefined,
    NODE_ENV: undefined,
  };
}

function listenTo(child: ChildProcess): () => string {
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  }
  return () => printed;
}

function readiness(child: ChildProcess, printed: () => string): Promise<ApiReady> {
  return new Promise((ready, fail) => {
    child.on('message', (message) => {
      if (isMessage(message) && 'ready' in message) ready(message as ApiReady);
    });
    child.once('close', (code) =>
      fail(new Error(`The product ended with ${code} before it was ready:\n${printed()}`)),
    );
    child.once('error', fail);
  });
}

async function stopAndForget(child: ChildProcess, folder: string): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = new Promise((done) => child.once('exit', done));
    child.kill('SIGTERM');
    await ended;
  }
  rmSync(folder, { recursive: true, force: true });
}
