import { constants } from 'node:fs';
import { chmod, copyFile, mkdir, open, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What is laid down: a folder named by the disclosure, with two files. */
export interface Dropped {
  readonly disclosureId: string;
  readonly manifest: string;
  /** The encrypted file, and how it is called. */
  readonly file: string;
  readonly fileName: string;
}

/** Whether it lies there already, whole: the folder appears in one step. */
export async function isDropped(folder: string, disclosureId: string): Promise<boolean> {
  return stat(join(folder, disclosureId)).then(
    () => true,
    () => false,
  );
}

/**
 * Lays a disclosure down so that whoever looks sees all of it or nothing, also after a power cut: written aside, made durable,
 * renamed, and the rename made durable. Done twice, the first stays.
 */
export async function drop(folder: string, dropped: Dropped): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o750 });
  const aside = join(folder, `.${dropped.disclosureId}.part`);
  await rm(aside, { recursive: true, force: true });
  await mkdir(aside, { mode: 0o750 });
  const data = join(aside, dropped.fileName);
  await copyFile(dropped.file, data, constants.COPYFILE_FICLONE);
  // Whoever fetches it is another user of the same group; what it holds is encrypted.
  await chmod(data, 0o640);
  const manifest = join(aside, 'manifest.json');
  await writeFile(manifest, dropped.manifest, { mode: 0o640 });
  for (const path of [data, manifest, aside]) await makeDurable(path);
  try {
    await rename(aside, join(folder, dropped.disclosureId));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
    await rm(aside, { recursive: true, force: true });
  }
  await makeDurable(folder);
}

async function makeDurable(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
