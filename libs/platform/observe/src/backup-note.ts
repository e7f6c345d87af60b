import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** When a backup was last made, and where it was put: what `courtyard backup`, or whatever else does it, leaves in the folder. */
export interface BackupNote {
  readonly at: Date;
  readonly path?: string;
}

const NAME = 'backup.json';

/** @returns undefined where nobody left a note that can be read. */
export async function readBackupNote(folder: string): Promise<BackupNote | undefined> {
  try {
    const { at, path } = JSON.parse(await readFile(join(folder, NAME), 'utf8')) as Record<string, unknown>;
    const time = new Date(String(at));
    if (Number.isNaN(time.getTime())) return undefined;
    return { at: time, ...(typeof path === 'string' ? { path } : {}) };
  } catch {
    return undefined;
  }
}

/** Written aside and renamed: whoever reads it meanwhile reads the one before. */
export async function writeBackupNote(folder: string, { at, path }: BackupNote): Promise<void> {
  const aside = join(folder, `${NAME}.${process.pid}`);
  await writeFile(aside, `${JSON.stringify({ at: at.toISOString(), path })}\n`, { mode: 0o600 });
  await rename(aside, join(folder, NAME));
}
