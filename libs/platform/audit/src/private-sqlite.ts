import { closeSync, mkdirSync, openSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** How long one call waits for another process's write, which takes a disk write or two. */
export const PATIENCE_MILLIS = 5_000;
const BUSY = 5;

/** Others may read what only its owner may. */
export class NotPrivate extends Error {
  override readonly name = 'NotPrivate';
}

/**
 * An SQLite file of mode 0600 in a folder of mode 0700, made when it is not there. Any number of processes may hold it open;
 * what is committed is on the disk.
 * @param prepare run once it is open, and again while another process prepares it, too
 * @throws NotPrivate, and whatever SQLite and the file system say
 */
export function openPrivate(
  folder: string,
  name: string,
  patienceMillis: number,
  prepare: (database: DatabaseSync) => void,
): DatabaseSync {
  const path = join(folder, name);
  makePrivate(folder, path);
  const database = new DatabaseSync(path, { timeout: patienceMillis });
  try {
    patiently(patienceMillis, () => {
      database.exec('pragma journal_mode = wal; pragma synchronous = full');
      prepare(database);
    });
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** SQLite's primary result code, the low byte of the extended one, or the file system's; never a message. */
export function codeOf(error: unknown): string | number {
  const { errcode, code } = error as { errcode?: number; code?: string };
  return errcode === undefined ? (code ?? 'unknown reason') : errcode & 0xff;
}

function makePrivate(folder: string, path: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  try {
    // Never opened when it is there: closing a second descriptor would drop the locks SQLite holds on the file.
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  if ((statSync(path).mode & 0o077) !== 0)
    throw new NotPrivate(`Others may read ${path}: treat its keys as known, or set its mode to 600.`);
}

/** SQLite gives up at once, without waiting, when several processes turn a new file to its journal mode. */
function patiently(patienceMillis: number, work: () => void): void {
  const until = Date.now() + patienceMillis;
  for (;;) {
    try {
      work();
      return;
    } catch (error) {
      if (codeOf(error) !== BUSY || Date.now() > until) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}
