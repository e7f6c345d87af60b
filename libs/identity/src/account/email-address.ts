/** RFC 5321, section 4.5.3.1: 254 characters fit a path. */
const LONGEST = 254;
const FORM = /^[^\s@\p{C}]{1,64}@[^\s@\p{C}]+\.[^\s@\p{C}]+$/u;

/**
 * An address as it is kept and compared: NFKC, lower case, no space around it. Mail servers may tell case apart in the
 * local part; people do not, and two accounts that differ in case only would be a trap.
 * @returns null for what is no address.
 */
export function foldEmail(text: string): string | null {
  if (text.length > LONGEST * 2 || !text.isWellFormed()) return null;
  const folded = text.normalize('NFKC').trim().toLowerCase();
  return folded.length <= LONGEST && FORM.test(folded) ? folded : null;
}
