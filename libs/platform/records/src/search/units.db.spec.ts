import { type TestDatabase, testDatabase } from '@courtyard/database';
import fc from 'fast-check';
import { Pool } from 'pg';
import { foldedText, isSign, unitsOf, wordsOfUnits } from './units.js';

let home: TestDatabase;
let owner: Pool;
beforeAll(async () => {
  home = await testDatabase();
  owner = new Pool({ connectionString: home.ownerUrl, max: 1 });
}, 120_000);
afterAll(async () => {
  await owner?.end();
  await home?.close();
});

/** Every sign that can be told apart by its case or its form, one by one. */
function everySign(): string[] {
  const signs: string[] = [];
  for (let code = 1; code <= 0x3ffff; code++) {
    const sign = String.fromCodePoint(code);
    if (code < 0xd800 || code > 0xdfff)
      if (/\p{Assigned}/u.test(sign) && !/\p{Co}/u.test(sign)) signs.push(sign);
  }
  return signs;
}

/** What the index says of a text, from its units. */
function wordsIndexed(text: string): string[] {
  const units = unitsOf(text);
  return [...new Set([...units, ...wordsOfUnits(units)])].sort();
}

const wordsOf = async (texts: readonly string[]) =>
  (
    await owner.query<{ folded: string; words: string[] }>(
      'select search_folded(t) as folded, search_words(t) as words from unnest($1::text[]) with ordinality u(t, n) order by n',
      [texts],
    )
  ).rows;

describe('the words of a text', () => {
  it('are the same to the index and to whoever matches, for every sign there is', async () => {
    const all = everySign();
    // Each of the two knows its own edition of Unicode; what is new in one is compared when the other has it.
    const known = await owner.query<{ known: boolean }>(
      'select unicode_assigned(t) as known from unnest($1::text[]) with ordinality u(t, n) order by n',
      [all],
    );
    const signs = all.filter((_, at) => known.rows[at]?.known);
    expect(signs.length).toBeGreaterThan(100_000);
    const rows = await wordsOf(signs);
    const differ = signs.filter(
      (sign, at) =>
        foldedText(sign) !== rows[at]?.folded ||
        wordsIndexed(sign).join() !== [...(rows[at]?.words ?? [])].sort().join(),
    );
    expect(differ.map((sign) => `U+${sign.codePointAt(0)?.toString(16)}`)).toEqual([]);
  }, 120_000);

  it('are the same for texts of all kinds', async () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'Straße',
        'ΟΔΟΣ',
        '東京',
        'タワー',
        '・',
        '한국어',
        'İstanbul',
        "don't",
        ' ',
        '\u200b',
        '\u202e',
        'ﬁn',
        'é',
        '\ufeff',
        '%_\\',
        '\n',
        'कि',
      ),
      fc.string({ unit: 'grapheme', maxLength: 6 }),
      fc.string({ unit: fc.constantFrom('𠮷', '々', 'a', 'Σ', ' ', '-', 'ー'), maxLength: 5 }),
    );
    const texts = fc.sample(
      fc.array(piece, { maxLength: 8 }).map((parts) => parts.join('').replaceAll('\0', '')),
      2_000,
    );
    const rows = await wordsOf(texts);
    for (const [at, text] of texts.entries()) {
      expect([text, foldedText(text)]).toEqual([text, rows[at]?.folded]);
      const indexed = [...(rows[at]?.words ?? [])];
      // Of signs the index has every pair and every one; of all else the same words.
      expect([text, wordsOfUnits(unitsOf(text)).filter((word) => !indexed.includes(word))]).toEqual([
        text,
        [],
      ]);
      expect([text, indexed.filter((word) => ![...word].every(isSign)).sort()]).toEqual([
        text,
        [...new Set(unitsOf(text).filter((unit) => !isSign(unit)))].sort(),
      ]);
    }
  }, 120_000);
});
