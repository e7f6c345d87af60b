/**
 * Text from the export, made safe to store and show. PostgreSQL refuses U+0000; lone surrogates are no UTF-8;
 * control characters and bidirectional overrides let a text look like something else (CVE-2021-42574).
 */

/** Everything Unicode calls a control, but newline and tab, which carry the shape of a message. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: removing them is the purpose.
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;
/** Overrides and embeddings; isolates and marks stay, right-to-left writing needs them. */
const OVERRIDES = /[\u202a-\u202e]/g;
/** In one line of a name no direction control, separator, or invisible character has a use; joiners do (U+200C, U+200D). */
const INVISIBLE =
  /[\u200b\u200e\u200f\u061c\u2028\u2029\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/** A message's text: line ends become `\n`, what cannot be stored or would deceive is taken out. */
export function cleanText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|\u2028|\u2029/g, '\n')
    .replace(CONTROLS, '')
    .replace(OVERRIDES, '');
}

/** A name on one line, at most `limit` characters; empty when nothing visible is left. */
export function cleanName(text: string | null | undefined, limit = 120): string {
  if (text === null || text === undefined) return '';
  const line = cleanText(text.slice(0, 4 * limit))
    .replace(INVISIBLE, '')
    .replace(/\s+/gu, ' ')
    .trim();
  const characters = Array.from(line);
  return characters.length <= limit ? line : characters.slice(0, limit).join('').trim();
}

/** Slack's exports carry download tokens in file addresses; they are secrets and stay behind. */
export function withoutTokens(text: string): string {
  return text.replace(/(\?|&amp;|&)t=xox[a-z]-[\w-]+(&amp;|&)?/gi, (_, before: string, more?: string) =>
    more === undefined ? '' : before,
  );
}
