/**
 * What a spreadsheet takes for a formula: `=`, `+`, `-`, `@` and every character that compatibility normalisation turns
 * into one of them (OWASP, CSV Injection; full-width, small, super- and subscript forms; Unicode NFKC).
 */
const TRIGGER =
  '=+\\-@\\u2212\\uff1d\\ufe66\\u207c\\u208c\\u2a75\\u2a76\\uff0b\\ufe62\\u207a\\u208a\\ufb29\\uff0d\\ufe63\\u207b\\u208b\\uff20\\ufe6b';

/** What a reader drops or overlooks before it: blanks, controls, invisible characters, quotes. */
const FILLER = '[\\s\\p{Cc}\\p{DI}"]*';

/**
 * Where a cell begins: at the start of the text, and behind whatever some spreadsheet splits at. A file with commas opened
 * where the list separator is `;` is split inside our quotes.
 */
const BEGINNING = '^|[,;|\\t\\r\\n\\u2028\\u2029]';

const FORMULA = new RegExp(`(${BEGINNING})(${FILLER})(?=[${TRIGGER}])`, 'gu');
const CONTROL = /^[\t\r\n]/;

/**
 * The text with an apostrophe before everything that a spreadsheet could run. It changes what people wrote ("- item" becomes
 * "'- item"): whoever needs the words as they are asks for JSON Lines, where nothing is a formula.
 */
export function neutralised(text: string): string {
  const safe = text.replace(FORMULA, "$1$2'");
  return CONTROL.test(safe) ? `'${safe}` : safe;
}
