import { readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedPostgresFault } from '../database.errors.js';

/** A server that runs on a data folder, as its postmaster.pid tells (PostgreSQL: pidfile.h, lines 1, 4 and 5). */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly socketFolder: string;
}

/** The live server on this data folder; a file that names a dead or unrelated process counts as none. */
export async function findPostmaster(dataFolder: string): Promise<Postmaster | undefined> {
  const text = await readFile(join(dataFolder, 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0 || !(await isPostgresOn(pid, dataFolder))) return undefined;
  return { pid, port: Number(lines[3]), socketFolder: lines[4] ?? '' };
}

/** Number reuse: the process that bears the number now may be anybody's, so only its command line counts. */
async function isPostgresOn(pid: number, dataFolder: string): Promise<boolean> {
  const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  const words = commandLine.split('\0');
  return basename(words[0] ?? '') === 'postgres' && words[words.indexOf('-D') + 1] === dataFolder;
}

/**
 * Leaves the data folder without server and without postmaster.pid. Only called by who holds the folder's lock, so
 * a server found here is an orphan whose starter was killed.
 */
export async function clearPostmaster(dataFolder: string, patienceMillis = 10_000): Promise<void> {
  const started = Date.now();
  for (;;) {
    const orphan = await findPostmaster(dataFolder);
    if (!orphan) break;
    const waited = Date.now() - started;
    if (waited > patienceMillis) {
      throw new EmbeddedPostgresFault('An earlier PostgreSQL still runs on this folder and does not stop.');
    }
    // Fast shutdown first; immediate when it lingers, which costs a recovery and no data.
    signal(orphan.pid, waited < patienceMillis / 2 ? 'SIGINT' : 'SIGQUIT');
    await sleep(50);
  }
  await rm(join(dataFolder, 'postmaster.pid'), { force: true });
}

/** With its children, of whom one that hangs would outlive it and hold its memory: they lead sessions of their own. */
export async function killPostmaster(pid: number): Promise<void> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  signal(pid, 'SIGKILL');
  for (const child of children.split(' ').filter(Boolean)) signal(Number(child), 'SIGKILL');
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended between the look and the signal.
  }
}
