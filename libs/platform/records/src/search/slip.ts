/** Names so long are found with one slip of the hand; in shorter ones every other letter would be one. */
const SHORTEST = 4;
const LONGEST = 24;

const isMeant = (letters: readonly string[]) => letters.length >= SHORTEST && letters.length <= LONGEST;

/** A word, and what is left of it without one of its letters: two words with one slip between them share one of these. */
export function withoutOne(word: string): string[] {
  const letters = [...word];
  if (!isMeant(letters)) return [];
  return [...new Set([word, ...letters.map((_, at) => letters.toSpliced(at, 1).join(''))])];
}

/** Whether two words are the same but for one letter: left out, one too many, another one, or two changed about. */
export function areOneSlipApart(one: string, other: string): boolean {
  const [a, b] = [[...one], [...other]];
  if (!isMeant(a) || !isMeant(b) || Math.abs(a.length - b.length) > 1) return false;
  let from = 0;
  while (from < a.length && from < b.length && a[from] === b[from]) from++;
  const rest = (letters: readonly string[], skipped: number) => letters.slice(from + skipped).join('');
  return (
    rest(a, 1) === rest(b, 1) ||
    rest(a, 1) === rest(b, 0) ||
    rest(a, 0) === rest(b, 1) ||
    (a[from] === b[from + 1] && a[from + 1] === b[from] && rest(a, 2) === rest(b, 2))
  );
}
