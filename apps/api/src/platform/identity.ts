import { createHash } from 'node:crypto';
import { makePassword, type SecretStore } from '@courtyard/database';
import type { IdentityOptions } from '@courtyard/identity';
import type { ApiSettings } from '../settings.js';

/** What identity is told of this installation. Mail is sealed only where some process will send it. */
export async function identityOptions(
  { publicUrl, smtpUrl }: Pick<ApiSettings, 'publicUrl' | 'smtpUrl'>,
  secrets: SecretStore,
): Promise<IdentityOptions> {
  const keyOf = async (name: string) =>
    createHash('sha256')
      .update(await secrets.obtain(name, makePassword))
      .digest();
  return {
    secret: await keyOf('throttle'),
    publicUrl,
    ...(smtpUrl === undefined ? {} : { mailKey: await keyOf('mail') }),
  };
}
