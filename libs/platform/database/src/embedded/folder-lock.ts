import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedPostgresFault } from '../database.errors.js';

/** Held as long as the process lives. */
export interface FolderLock {
  release(): Promise<void>;
}

/** A process that was just killed holds its sockets until the kernel has cleared it away. */
const PATIENCE_MILLIS = 1_000;

/**
 * One process per folder. The lock is a listening socket in Linux's abstract namespace: taken atomically, and let
 * go by the kernel however its holder dies, so there is no stale lock to judge.
 *
 * @param folder absolute, without symbolic links
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const path = `\0courtyard-${createHash('sha256').update(folder).digest('hex').slice(0, 32)}`;
  const deadline = Date.now() + PATIENCE_MILLIS;
  for (;;) {
    try {
      const server = await listen(path);
      return { release: () => close(server) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') {
        throw new EmbeddedPostgresFault('The folder of the database could not be locked.');
      }
      if (Date.now() > deadline) {
        throw new EmbeddedPostgresFault('Another process already runs the database of this folder.');
      }
      await sleep(50);
    }
  }
}

function listen(path: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', reject);
    server.listen({ path }, () => resolve(server.unref()));
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
