/** Up to two letters: of the first and the last word, or of one word its first. Whole characters, never half a pair. */
export function initialsOf(name: string): string {
  const words = name
    .trim()
    .split(/[\s.]+/u)
    .filter((word) => /[\p{L}\p{N}]/u.test(word));
  const first = words[0];
  const last = words.length > 1 ? words[words.length - 1] : undefined;
  return [first, last].map((word) => (word ? letterOf(word) : '')).join('');
}

function letterOf(word: string): string {
  const letter = [...word].find((sign) => /[\p{L}\p{N}]/u.test(sign));
  return (letter ?? '').toLocaleUpperCase();
}
