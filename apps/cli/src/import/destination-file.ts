import { access, constants } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { CourtyardError } from '@courtyard/errors';

/** Asked before anything is imported: a run whose answer cannot be kept should not begin. */
export async function assertWritable(file: string, code: string): Promise<void> {
  const path = resolve(file);
  try {
    await access(dirname(path), constants.W_OK | constants.X_OK);
    await access(path, constants.W_OK).catch((fault: NodeJS.ErrnoException) => {
      if (fault.code !== 'ENOENT') throw fault;
    });
  } catch {
    throw new CourtyardError(code);
  }
}
