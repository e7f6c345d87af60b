import { join } from 'node:path';
import { formatVerifierKey, readVerifier } from '@courtyard/audit';
import { FolderSecrets, readSettings } from '@courtyard/database';
import { CourtyardError } from '@courtyard/errors';
import './log.errors.js';

/** Prints the key in the form of C2SP signed-note, alone on a line. Opens no database. */
export async function printKey(env: NodeJS.ProcessEnv): Promise<void> {
  const key = await readVerifier(new FolderSecrets(join(readSettings(env).folder, 'secrets')));
  if (!key) throw new CourtyardError('log.unsigned');
  console.log(formatVerifierKey(key));
}
