/**
 * Signs that cannot be seen and make a text read otherwise than it is stored: embeddings, overrides and isolates of direction (UAX #9,
 * 2.1 to 2.5; UTR #36, 2.5 Bidirectional Text Spoofing), and tags, which say words to machines alone. Each block and each name is
 * shown in isolation, so nobody needs them. Joiners stay: Persian, the scripts of India and emoji are written with them. So do
 * tags behind a black flag, which are the flags of parts of countries (UTS #51).
 */
export const HIDDEN_SIGNS =
  /[\u202A-\u202E\u2066-\u206F\uFFF9-\uFFFB]|(?<![\u{1F3F4}\u{E0020}-\u{E007F}])[\u{E0000}-\u{E007F}]/gu;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/;
const SOME = new RegExp(HIDDEN_SIGNS.source, 'u');

export function hasHiddenSigns(text: string): boolean {
  return SOME.test(text);
}

/** Whether a text can be stored and is read as it is stored: well-formed, without control characters, without hidden signs. */
export function isShownAsIs(text: string): boolean {
  return text.isWellFormed() && !CONTROL.test(text) && !hasHiddenSigns(text);
}

/** Whether anything of it is seen: not of spaces, joiners, fillers and whatever else is drawn as nothing. */
export function isSeen(text: string): boolean {
  return /[^\s\p{Default_Ignorable_Code_Point}]/u.test(text);
}
