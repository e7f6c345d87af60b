import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { freePort } from '../../fixtures/free-port.js';
import type { Ground } from './ground.js';
import { readiness, stopProcess } from './product.js';

/** The api with its page written by hand (by-hand/main.ts), on the database of the product, beside it. */
export function byHand(ground: Ground): Promise<{ readonly url: string; readonly api: number }> {
  const start = async () => {
    const { api, relay } = await ground.roleUrls();
    const child: ChildProcess = spawn(
      process.execPath,
      [
        '--import',
        join(import.meta.dirname, 'typescript.mjs'),
        join(import.meta.dirname, '..', 'by-hand', 'main.ts'),
      ],
      {
        env: {
          ...process.env,
          COURTYARD_FOLDER: ground.folder,
          COURTYARD_EMBEDDED: '1',
          NODE_ENV: 'production',
          HOST: '127.0.0.1',
          PORT: String(await freePort()),
          API_DATABASE_URL: api,
          RELAY_DATABASE_URL: relay,
          BY_HAND_URL: await ground.ownerUrl(),
        },
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      },
    );
    return { url: await readiness(child), api: child.pid as number, child };
  };
  return ground.attach('by hand', start, ({ child }) => stopProcess(child));
}
