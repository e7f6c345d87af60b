import { createHmac } from 'node:crypto';

/**
 * The version of the consent index as a manifest and the log name it: bound to it, and opened with the secret of the grant. The
 * number itself is counted up by every yes, once more when it begins to count, and not by a no to what nobody said yes to: from two
 * manifests a day apart one could tell which of them somebody said in between.
 * @returns 32 hexadecimal digits; different for the same version of another disclosure
 */
export function toldVersion(indexVersion: string, grantSecret: string): string {
  return createHmac('sha256', grantSecret)
    .update(`courtyard/index-version/1\n${indexVersion}`)
    .digest('hex')
    .slice(0, 32);
}
