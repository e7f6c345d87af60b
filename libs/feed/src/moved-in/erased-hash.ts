import { createHash } from 'node:crypto';

/**
 * What is kept of a message that was erased: a hash of what the import knows it by, different in every organisation. It says
 * nothing to who has not the export, and to who has it only that this message is not to come again.
 */
export function erasedHash(organisationId: string, sourceKey: string): string {
  return createHash('sha256').update(`courtyard erased\n${organisationId}\n${sourceKey}`).digest('hex');
}
