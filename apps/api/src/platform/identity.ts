import { createHash } from 'node:crypto';
import { makePassword, type SecretStore } from '@courtyard/database';
import type { IdentityOptions, IdentityPruning } from '@courtyard/identity';
import { codeOf, type Log } from '@courtyard/observe';
import type { ApiSettings } from '../settings.js';

const PRUNE_MILLIS = 10 * 60_000;

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

/** Clears away, now and then, what has passed in identity; one that fails is tried again with the next. */
export function pruneIdentity(pruning: Pick<IdentityPruning, 'prune'>, log: Log, everyMillis = PRUNE_MILLIS) {
  let round: Promise<unknown> | undefined;
  const next = () => {
    round ??= pruning
      .prune()
      .catch((failure: unknown) => log.trouble({ event: 'identity.prune', why: codeOf(failure) }))
      .finally(() => {
        round = undefined;
      });
  };
  const timer = setInterval(next, everyMillis);
  timer.unref();
  next();
  return {
    close: async () => {
      clearInterval(timer);
      await round;
    },
  };
}
