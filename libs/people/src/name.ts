/** Letters that Unicode does not decompose, as people type them who lack the key. */
const LIGATURES: Readonly<Record<string, string>> = {
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ß: 'ss',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ı: 'i',
};
const LONGEST_FOLDED = 400;

/** The words of a name without case and diacritics, in order: "Łukasz O'Brien-Öz" is lukasz, o, brien, oz. */
export function wordsOf(name: string): string[] {
  return folded(name).slice(0, LONGEST_FOLDED).match(WORD) ?? [];
}

/** The same for one word of a longer text, such as a post. */
export function foldedWords(word: string): string[] {
  return folded(word).match(WORD) ?? [];
}

const WORD = /[\p{L}\p{N}]+/gu;

function folded(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[æœøßđðþłı]/g, (letter) => LIGATURES[letter] ?? letter);
  // Lower-casing İ leaves a mark of its own.
  return plain.replace(/\p{M}/gu, '');
}

/** More words than any name is looked up by; each costs a scan of its own. */
const MOST_SEARCHED = 8;

/** The words that somebody searches by, each once. */
export function searchedWords(search: string): string[] {
  return [...new Set(wordsOf(search))].slice(0, MOST_SEARCHED);
}

/** What a name is ordered by and found by. A name of signs alone is ordered before all others. */
export function foldedName(name: string): { nameFolded: string; nameWords: string[] } {
  const nameWords = wordsOf(name);
  return { nameFolded: nameWords.join(' '), nameWords };
}
