/** What cannot be seen: soft hyphens, joiners of no width, marks of direction. The same as in `search_folded` of migration 0026. */
const UNSEEN = /[\u00AD\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF]/g;
/** Writing without spaces, of which each sign is a unit. The same as in `search_words`. */
const SIGNS =
  '\\u3005-\\u3007\\u3040-\\u30FF\\u31F0-\\u31FF\\u3400-\\u4DBF\\u4E00-\\u9FFF\\uAC00-\\uD7AF\\uF900-\\uFAFF\\u{20000}-\\u{3FFFF}';
const SIGN = new RegExp(`^[${SIGNS}]$`, 'u');
const PIECE = new RegExp(`(?:(?![${SIGNS}])[\\p{Alphabetic}\\p{Nd}])+|[\\p{Alphabetic}\\p{Nd}]`, 'gu');
const LONGEST_UNIT = 64;
/** Most of most texts, and folded and told apart some twenty times as fast. */
const ASCII = /^[\0-\x7F]*$/;
const ASCII_PIECE = /[a-z0-9]+/g;
const UNFOLDED = /[A-Z]+|[^\0-\x7F]/gu;

/** Case is of no matter, nor how a letter is put together (Unicode NFKC, then case folding). */
export function foldedText(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  const plain = text.replace(UNSEEN, '').normalize('NFKC');
  return plain
    .replace(UNFOLDED, (some) => (ASCII.test(some) ? some.toLowerCase() : foldedSign(some)))
    .normalize('NFKC');
}

/**
 * Unicode's full case folding (CaseFolding.txt, C and F), which JavaScript does not have: as upper case and lower case again, but
 * for the signs that this would tell apart or bring together otherwise. A test compares every sign with PostgreSQL's `casefold`.
 */
function foldedSign(sign: string): string {
  return UNLIKE.get(sign) ?? foldedByCase(sign);
}

function foldedByCase(sign: string): string {
  if (CHEROKEE_LARGE.test(sign)) return sign;
  if (CHEROKEE_SMALL.test(sign)) return sign.toUpperCase();
  // One by one: a Σ at the end of a word would become another letter than within.
  return [...sign.toUpperCase()]
    .map((one) => one.toLowerCase())
    .join('')
    .replaceAll('ς', 'σ');
}

/** Cherokee had its large letters first, so they are what the small ones fold to. */
const CHEROKEE_LARGE = /^[\u13A0-\u13F5]$/;
const CHEROKEE_SMALL = /^[\u13F8-\u13FD\uAB70-\uABBF]$/;
const UNLIKE = new Map<string, string>([
  // Without its dot it is another letter, whatever its upper case looks like.
  ['ı', 'ı'],
  ['ẞ', 'ss'],
]);

/**
 * A text as it is compared: words of letters and digits, folded; of writing without spaces each sign for itself. What stands
 * between them is of no matter.
 */
export function unitsOf(text: string): string[] {
  const folded = foldedText(text);
  const units = folded.match(ASCII.test(folded) ? ASCII_PIECE : PIECE) ?? [];
  return units.map((unit) => (unit.length > LONGEST_UNIT ? [...unit].slice(0, LONGEST_UNIT).join('') : unit));
}

export function isSign(unit: string): boolean {
  return SIGN.test(unit);
}

/** The words by which units that stand together are found in the index: pairs of signs, and whole words. */
export function wordsOfUnits(units: readonly string[]): string[] {
  const words = units.flatMap((unit, at) => {
    if (!isSign(unit)) return [unit];
    const [before, after] = [units[at - 1], units[at + 1]];
    if (after !== undefined && isSign(after)) return [unit + after];
    return before !== undefined && isSign(before) ? [] : [unit];
  });
  return [...new Set(words)];
}

/** Whether the units stand in the text one after the other. */
export function standsIn(units: readonly string[], text: readonly string[]): boolean {
  const [first] = units;
  for (
    let at = first === undefined ? -1 : text.indexOf(first);
    at >= 0;
    at = text.indexOf(first as string, at + 1)
  )
    if (units.every((unit, more) => text[at + more] === unit)) return true;
  return false;
}
