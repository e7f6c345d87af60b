import { createHash } from 'node:crypto';
import { chmod, lstat, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** sun_path holds 108 bytes with its final NUL (unix(7)); the name within the folder takes up to 20 of them. */
const LONGEST_FOLDER = 107 - '/.s.PGSQL.65535.lock'.length;

/** A folder of mode 0700 for the Unix socket: inside `folder`, or a short private one where that path is too long. */
export async function makeSocketFolder(folder: string): Promise<string> {
  const wanted = join(folder, 'run');
  if (Buffer.byteLength(wanted) <= LONGEST_FOLDER) {
    await mkdir(wanted, { recursive: true, mode: 0o700 });
    await chmod(wanted, 0o700);
    return wanted;
  }
  const digest = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  // The same name at every start, so that a killed process leaves one folder and not many.
  const short = join(tmpdir(), `courtyard-${process.getuid?.() ?? 0}-${digest}`);
  await mkdir(short, { mode: 0o700 }).catch(() => undefined);
  // In a shared folder somebody else may have made it first: to read along.
  return (await isPrivate(short)) ? short : mkdtemp(join(tmpdir(), 'courtyard-'));
}

/** Only one aside leaves a trace worth removing. */
export async function removeSocketFolder(folder: string, socketFolder: string): Promise<void> {
  if (dirname(socketFolder) !== folder) await rm(socketFolder, { recursive: true, force: true });
}

async function isPrivate(folder: string): Promise<boolean> {
  const found = await lstat(folder).catch(() => undefined);
  if (!found?.isDirectory()) return false;
  return found.uid === process.getuid?.() && (found.mode & 0o077) === 0;
}
