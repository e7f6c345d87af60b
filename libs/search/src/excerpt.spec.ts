import { type Searchable, unitsOf } from '@courtyard/records';
import fc from 'fast-check';
import { excerptOf } from './excerpt.js';

const SAID = { text: ['body'], names: null } as unknown as Searchable;
const NAMED = {
  text: ['name', 'title'],
  names: { of: () => [], fold: (text: string) => unitsOf(text) },
} as unknown as Searchable;
const term = (text: string) => ({ text, units: unitsOf(text), whole: false });
const shown = (searchable: Searchable, row: object, ...words: string[]) =>
  excerptOf(searchable, row, words.map(term))
    .map(({ text, matched }) => (matched ? `[${text}]` : text))
    .join('');

describe('an excerpt', () => {
  it.each([
    ['The Valve passed.', ['valve'], 'The [Valve] passed.'],
    ['Die Straße ist frei', ['STRASSE'], 'Die [Straße] ist frei'],
    ['one two three', ['two three'], 'one [two] [three]'],
    ['three two', ['two three'], 'three two'],
    ['東京タワーへ行く', ['タワー'], '東京[タワー]へ行く'],
    ['<b>valve</b> & <script>', ['valve'], '<b>[valve]</b> & <script>'],
    ['nothing here', ['valve'], 'nothing here'],
  ])('of %s', (body, words, text) => {
    expect(shown(SAID, { body }, ...words)).toBe(text);
  });

  it('of a name marks what begins so and what is one slip away', () => {
    expect(shown(NAMED, { name: 'Bill Kessler', title: 'Engineer' }, 'kesler', 'bi')).toBe(
      '[Bill] [Kessler]',
    );
    expect(shown(NAMED, { name: 'Bill Kessler', title: 'Pump Engineer' }, 'engineer')).toBe(
      'Pump [Engineer]',
    );
  });

  it('of a long text is what stands around the first of what was found', () => {
    const body = `${'so many words before '.repeat(60)}valve${' and after it'.repeat(60)}`;
    const text = shown(SAID, { body }, 'valve');
    expect(text).toMatch(/^… .*\[valve\].* …$/);
    expect(text.length).toBeLessThan(300);
  });

  it('of a long text without spaces says as much of it, and cuts no sign in two', () => {
    const body = '東京の弁は閉じている。'.repeat(60);
    expect(shown(SAID, { body })).toBe(`${body.slice(0, 240)} …`);
    expect(shown(SAID, { body: `${body}橋${body}` }, '橋')).toMatch(/^… .{60}\[橋\].{179} …$/);
    for (const shift of ['', 'x']) {
      const signs = `${shift}${'😀'.repeat(300)} 橋 ${'😀'.repeat(300)}`;
      for (const text of [shown(SAID, { body: signs }), shown(SAID, { body: signs }, '橋')])
        expect([text.isWellFormed(), text.length > 200]).toEqual([true, true]);
    }
  });

  it('is always what stands in the text, in order', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 600 }),
        fc.string({ unit: 'grapheme', maxLength: 8 }),
        (body, word) => {
          const parts = excerptOf(SAID, { body }, [term(word)]).map(({ text }) => text);
          const text = parts.join('').replace(/^… /, '').replace(/ …$/, '');
          expect(body).toContain(text);
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
