import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:net';
import { EmbeddedPostgresFault } from '../database.errors.js';

/** Held as long as the process lives. */
export interface FolderLock {
  release(): Promise<void>;
}

/**
 * One process per folder. The lock is a listening socket in Linux's abstract namespace: taken atomically, and let
 * go by the kernel however its holder dies, so there is no stale lock to judge.
 *
 * @param folder absolute, without symbolic links
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const digest = createHash('sha256').update(folder).digest('hex').slice(0, 32);
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new EmbeddedPostgresFault('Another process already runs the database of this folder.')
          : new EmbeddedPostgresFault('The folder of the database could not be locked.'),
      );
    });
    server.listen({ path: `\0courtyard-${digest}` }, resolve);
  });
  server.unref();
  return { release: () => close(server) };
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
