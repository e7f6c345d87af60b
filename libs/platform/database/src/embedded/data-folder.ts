import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import {
  access,
  constants,
  mkdir,
  open,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  writeFile,
} from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { EmbeddedPostgresFault } from '../database.errors.js';
import type { Binaries } from './binaries.js';
import type { Unprivileged } from './unprivileged.js';

export const SUPERUSER = 'postgres';
const MAJOR = '18';
const DRAFT = 'postgres.new-';

/** Makes the folder and finds its true path. */
export async function prepareFolder(wanted: string): Promise<string> {
  const folder = resolve(wanted);
  try {
    await makeFolder(folder);
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    // access(2) asks for root's sake about the mode only; a read-only file system shows when writing.
    const probe = join(folder, `.probe-${process.pid}`);
    await writeFile(probe, '');
    await rm(probe);
    return await realpath(folder);
  } catch {
    throw new EmbeddedPostgresFault(`The folder ${wanted} for the database cannot be made or written.`);
  }
}

/** Not mkdir's own `recursive`: Node 24 never returns from it below /proc. */
async function makeFolder(folder: string): Promise<void> {
  if (existsSync(folder)) return;
  await makeFolder(dirname(folder));
  await mkdir(folder, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
}

/** Into a folder aside that is renamed when complete: killed in the middle, it leaves nothing half made. */
export async function initialise(
  folder: string,
  dataFolder: string,
  password: string,
  binaries: Binaries,
  identity: Unprivileged,
  durable: boolean,
): Promise<void> {
  await removeDrafts(folder);
  // A name of its own: an initdb whose starter was killed may still be writing into its draft.
  const draft = join(folder, `${DRAFT}${process.pid}-${Date.now()}`);
  const passwordFile = join(draft, '.password');
  await mkdir(draft, { mode: 0o700 });
  await writeFile(passwordFile, password, { mode: 0o600 });
  // initdb wants an empty folder, so the data goes one level deeper.
  const data = join(draft, 'data');
  await mkdir(data, { mode: 0o700 });
  await identity.own(draft);
  const args = [
    `--pgdata=${data}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
  ];
  // The built-in collation sorts by code point and never changes with a library, so no upgrade corrupts an index;
  // lists sorted for people name an ICU collation themselves.
  args.push('--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8');
  if (!durable) args.push('--no-sync');
  const log = await open(join(folder, 'postgres.log'), 'a', 0o600);
  const code = await new Promise<number | null>((done) => {
    spawn(...identity.wrap('setpriv', ['--pdeathsig', 'KILL', '--', binaries.initdb, ...args]), {
      stdio: ['ignore', 'ignore', log.fd],
      cwd: '/',
    })
      .on('error', () => done(null))
      .on('exit', done);
  });
  await log.close();
  if (code !== 0) {
    throw new EmbeddedPostgresFault(
      'The data folder of the embedded PostgreSQL could not be made; why is in postgres.log in its folder.',
    );
  }
  await rename(data, dataFolder);
  await rm(draft, { recursive: true, force: true });
}

async function removeDrafts(folder: string): Promise<void> {
  for (const entry of await readdir(folder)) {
    if (entry.startsWith(DRAFT))
      await rm(join(folder, entry), { recursive: true, force: true, maxRetries: 10 });
  }
}

export async function assertVersion(dataFolder: string): Promise<void> {
  const version = await readFile(join(dataFolder, 'PG_VERSION'), 'utf8').catch(() => '');
  if (version.trim() !== MAJOR) {
    throw new EmbeddedPostgresFault(
      `The data folder was not made by PostgreSQL ${MAJOR}, which is the one embedded here.`,
    );
  }
}
