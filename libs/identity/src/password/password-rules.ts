import { CourtyardError } from '@courtyard/errors';
import { isCommon } from './blocklist.js';

/** NIST SP 800-63B-4, section 3.1.1.2: fifteen where the password is the only factor. In Unicode code points. */
export const SHORTEST_PASSWORD = 15;
/** NIST asks for 64 at least; an end is needed, because hashing costs by length. */
export const LONGEST_PASSWORD = 200;

/**
 * A password as it is hashed: NFKC (the same section), so that one keyboard's way to write a letter is another's too.
 * Nothing is trimmed or cut.
 * @throws input.invalid for text that is no Unicode: lone surrogates would all become the same replacement character, and
 * so different passwords the same one.
 */
export function normalisePassword(password: string, field: string): string {
  // Before the work of normalising; NFKC shortens no text to a tenth.
  if (password.length > LONGEST_PASSWORD * 10) throw new CourtyardError('password.too_long', TOO_LONG);
  if (!password.isWellFormed()) throw new CourtyardError('input.invalid', { fields: [field] });
  return password.normalize('NFKC');
}

/**
 * What a new password must be. No rules of composition and no expiry, as the same section demands.
 * @param password normalised
 * @param context words that somebody who knows the house would try first
 * @throws password.too_short, password.too_long, password.too_common
 */
export function assertAcceptable(password: string, context: readonly string[]): void {
  const length = [...password].length;
  if (length < SHORTEST_PASSWORD)
    throw new CourtyardError('password.too_short', { least: SHORTEST_PASSWORD });
  if (length > LONGEST_PASSWORD) throw new CourtyardError('password.too_long', TOO_LONG);
  if (isCommon(password, ['Courtyard', ...context])) throw new CourtyardError('password.too_common');
}

const TOO_LONG = { most: LONGEST_PASSWORD };
