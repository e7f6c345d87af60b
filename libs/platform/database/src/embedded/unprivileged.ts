import { spawn } from 'node:child_process';
import { chmod, chown, readdir } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgresFault } from '../database.errors.js';

const NOBODY = 65534;

/** How to run a program that refuses to be root. */
export interface Unprivileged {
  wrap(program: string, args: readonly string[]): [program: string, args: string[]];
  /** Lets the program pass through a folder of ours to its own. */
  pass(folder: string): Promise<void>;
  /** Makes folders usable for the program, with everything in them. */
  own(...folders: string[]): Promise<void>;
}

const nothing = async () => undefined;

/**
 * An ordinary user needs nothing. Root is mapped to nobody in a user namespace, which needs no account and keeps
 * root's own reach into 0700 folders; where namespaces are forbidden the user id is changed instead. A user without
 * a name, usual in containers, is mapped as well: initdb insists on a name.
 */
export async function unprivileged(): Promise<Unprivileged> {
  const root = process.getuid?.() === 0;
  if (!root && hasName()) {
    return { wrap: (program, args) => [program, [...args]], pass: nothing, own: nothing };
  }
  const namespace = ['--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`, '--'];
  if (await succeeds('unshare', [...namespace, 'true'])) {
    return {
      wrap: (program, args) => ['unshare', [...namespace, program, ...args]],
      pass: nothing,
      own: root ? ownAsRoot : nothing,
    };
  }
  if (!root) {
    throw new EmbeddedPostgresFault(
      'PostgreSQL does not run for a user without a name; run as one that the system knows.',
    );
  }
  const identity = [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', '--'];
  return {
    wrap: (program, args) => ['setpriv', [...identity, program, ...args]],
    pass: (folder) => chmod(folder, 0o711),
    own: async (...folders) => {
      for (const folder of folders) {
        await chownAll(folder, NOBODY);
        if (!(await succeeds('setpriv', [...identity, 'test', '-x', folder]))) {
          throw new EmbeddedPostgresFault(
            'PostgreSQL does not run as root and cannot reach its folder as another user; set COURTYARD_FOLDER to one it can reach.',
          );
        }
      }
    },
  };
}

function hasName(): boolean {
  try {
    return userInfo().username !== '';
  } catch {
    return false;
  }
}

/** A folder that was once given to nobody is taken back: inside the namespace only root's own files belong to it. */
async function ownAsRoot(...folders: string[]): Promise<void> {
  for (const folder of folders) await chownAll(folder, 0);
}

async function chownAll(folder: string, id: number): Promise<void> {
  await chown(folder, id, id);
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isSymbolicLink()) await chown(join(entry.parentPath, entry.name), id, id);
  }
}

function succeeds(program: string, args: string[]): Promise<boolean> {
  return new Promise((resolve) => {
    spawn(program, args, { stdio: 'ignore' })
      .on('error', () => resolve(false))
      .on('exit', (code) => resolve(code === 0));
  });
}
