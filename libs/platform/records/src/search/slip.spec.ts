import fc from 'fast-check';
import { areOneSlipApart, withoutOne } from './slip.js';

/** How many slips lie between two words, by the book: optimal string alignment. */
function slipsBetween(a: readonly string[], b: readonly string[]): number {
  const rows = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (__, j) => (i === 0 ? j : j === 0 ? i : 0)),
  );
  const at = (i: number, j: number) => rows[i]?.[j] ?? Number.NaN;
  for (let i = 1; i <= a.length; i++)
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, at(i - 2, j - 2) + 1);
      (rows[i] as number[])[j] = least;
    }
  return at(a.length, b.length);
}

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'ü', '𠮷', 'e'), minLength: 1, maxLength: 9 });

describe('a slip of the hand', () => {
  it('is one letter, as by the book', () => {
    fc.assert(
      fc.property(word, word, (one, other) => {
        const long = [one, other].every((letters) => [...letters].length >= 4);
        expect(areOneSlipApart(one, other)).toBe(long && slipsBetween([...one], [...other]) <= 1);
      }),
      { numRuns: 5_000 },
    );
  });

  it('leaves something in common to find it by', () => {
    fc.assert(
      fc.property(word, word, (one, other) => {
        if (!areOneSlipApart(one, other)) return;
        const mine = new Set(withoutOne(one));
        expect(withoutOne(other).some((rest) => mine.has(rest))).toBe(true);
      }),
      { numRuns: 5_000 },
    );
  });

  it.each([
    ['kessler', 'kesler', true],
    ['kessler', 'keslser', true],
    ['kessler', 'kassler', true],
    ['kessler', 'kesseler', true],
    ['kessler', 'keslr', false],
    ['bil', 'bill', false],
    ['max', 'mox', false],
  ])('%s and %s: %s', (one, other, is) => {
    expect(areOneSlipApart(one, other)).toBe(is);
  });
});
