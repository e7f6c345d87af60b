import fc from 'fast-check';
import { neutralised } from './formula.js';

const TRIGGERS = [
  '=',
  '+',
  '-',
  '@',
  '\t',
  '\r',
  '\n',
  '＝',
  '＋',
  '－',
  '＠',
  '﹢',
  '−',
  '⁼',
  '₋',
  '⩵',
  '﬩',
];

/** What a spreadsheet would take for a formula, judged independently: by normalising, and by splitting at anything. */
function runs(text: string): boolean {
  return text.split(/[,;|\t\r\n\u2028\u2029]/).some((cell) => {
    const seen = cell.replace(/^[\s\p{Cc}\p{DI}"]+/u, '').normalize('NFKC');
    return /^[=+\-@\u2212]/.test(seen);
  });
}

test.each(TRIGGERS)('%j at the beginning is text', (trigger) => {
  expect(neutralised(`${trigger}1+1`)).toMatch(/^(\p{Cc})?'/u);
  expect(runs(neutralised(`${trigger}HYPERLINK("http://x")`))).toBe(false);
});

test.each([
  ['foo;=1+1', "foo;'=1+1"],
  ['foo;"=1+1', 'foo;"\'=1+1'],
  ['foo\n\n=1', "foo\n\n'=1"],
  [' =1', " '=1"],
  ['\u200b\ufeff@SUM(A1)', "\u200b\ufeff'@SUM(A1)"],
  ['\tx', "'\tx"],
  ["'=1", "'=1"],
  ['a-b, c + d', 'a-b, c + d'],
  ['', ''],
  ['Danke für die Karten!', 'Danke für die Karten!'],
])('%j becomes %j', (text, safe) => {
  expect(neutralised(text)).toBe(safe);
});

test('nothing that anybody writes runs, and doing it twice changes nothing', () => {
  const piece = fc.oneof(
    fc.constantFrom(...TRIGGERS, ',', ';', '|', '"', "'", ' ', '\u200b', '\u3000', '\u2028', '\ufe0f'),
    fc.string({ unit: 'grapheme', maxLength: 3 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const safe = neutralised(pieces.join(''));
      expect(runs(safe)).toBe(false);
      expect(neutralised(safe)).toBe(safe);
    }),
    { numRuns: 3_000 },
  );
});

test('every character of Unicode that stands for a trigger is known', () => {
  for (let code = 0; code <= 0x1ffff; code++) {
    if (code >= 0xd800 && code <= 0xdfff) continue;
    const text = `${String.fromCodePoint(code)}1`;
    if (runs(text)) expect([code, runs(neutralised(text))]).toEqual([code, false]);
  }
});

test('control: the words themselves would run', () => {
  expect(runs('=1+1')).toBe(true);
  expect(runs('foo;"=1+1')).toBe(true);
});
