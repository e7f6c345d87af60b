import fc from 'fast-check';
import { parseQuery } from './query-parser.js';

const KINDS = ['post', 'comment', 'community', 'person'];
const parse = (text: string) => parseQuery(text, KINDS);
const textOf = (terms: readonly { readonly text: string }[]) => terms.map(({ text }) => text);

/** What a query was refused with. */
function refusal(text: string) {
  try {
    parse(text);
  } catch (error) {
    const { code, details } = error as { code: string; details: object };
    return { code, ...details };
  }
  return 'read';
}

describe('a query', () => {
  it('is words, quotations, what is left out, and operators', () => {
    const query = parse(
      'valve "pressure test" -draft -"old plan" from:"Bill Kessler" in:design kind:post before:2026-11-22 topic:#Straße topic:ＰＵＭＰＳ has:link',
    );
    expect(textOf(query.terms)).toEqual(['valve', 'pressure test']);
    expect(query.terms.map(({ whole }) => whole)).toEqual([false, true]);
    expect(textOf(query.without)).toEqual(['draft', 'old plan']);
    expect(query).toMatchObject({
      from: ['Bill Kessler'],
      in: ['design'],
      kinds: ['post'],
      before: '2026-11-22',
      topics: ['strasse', 'pumps'],
      hasLink: true,
    });
  });

  it.each([
    ['https://kessler.example/a?b', ['https://kessler.example/a?b']],
    ['10:30 re: plan', ['10:30', 're:', 'plan']],
    ['valve -', ['valve']],
    ['valve --', ['valve']],
    ['a-b', ['a-b']],
    ['„Druck Test“ «deux mots»', ['Druck Test', 'deux mots']],
    ['x"y z', ['x"y', 'z']],
    ['.* [a-z]+ (?=x) \\d{3}', ['[a-z]+', '(?=x)', '\\d{3}']],
    ["'; drop table post; --", ['drop', 'table', 'post;']],
    ['%_ %x', ['%x']],
    ['東京タワー', ['東京タワー']],
  ])('%s', (text, terms) => {
    expect(textOf(parse(text).terms)).toEqual(terms);
  });

  it('knows an operator among what cannot be seen, in any case', () => {
    expect(parse('\u202e\u200bFROM:bill').from).toEqual(['bill']);
    expect(parse('va\u200blve').terms[0]?.units).toEqual(['valve']);
    expect(parse('\u2066valve\u2069').terms[0]?.units).toEqual(['valve']);
  });

  it('widens by several of one operator, and ends before the earliest day', () => {
    expect(parse('kind:post kind:comment from:a from:b before:2026-02-03 before:2025-01-01')).toMatchObject({
      kinds: ['post', 'comment'],
      from: ['a', 'b'],
      before: '2025-01-01',
    });
  });

  it.each([
    ['', { code: 'search.nothing_asked' }],
    ['  \u200b ', { code: 'search.nothing_asked' }],
    ['-valve', { code: 'search.nothing_asked' }],
    ['... !!', { code: 'search.nothing_asked' }],
    ['valve "pressure', { code: 'search.unclosed_quote', at: 6, length: 1 }],
    ['from:"bill', { code: 'search.unclosed_quote', at: 5, length: 1 }],
    ['valve from: bill', { code: 'search.value_missing', at: 6, length: 5 }],
    ['topic:" "', { code: 'search.value_missing', at: 0, length: 9 }],
    ['in:""', { code: 'search.value_missing', at: 0, length: 5 }],
    ['valve kind:cat', { code: 'search.unknown_value', at: 11, length: 3 }],
    ['has:photo', { code: 'search.unknown_value', at: 4, length: 5 }],
    ['before:2026-02-30', { code: 'search.unknown_value', at: 7, length: 10 }],
    ['before:yesterday', { code: 'search.unknown_value', at: 7, length: 9 }],
    ['before:0000-01-01', { code: 'search.unknown_value', at: 7, length: 10 }],
    ['valve -from:bill', { code: 'search.cannot_exclude', at: 6, length: 6 }],
    ['a b c d e f g h i j k l m', { code: 'search.too_many_terms', at: 24, length: 1 }],
    ['from:a '.repeat(13), { code: 'search.too_many_terms', at: 84, length: 6 }],
    ['x'.repeat(10_000), { code: 'search.too_long', most: 1_000 }],
    ['"'.repeat(999), { code: 'search.unclosed_quote', at: 998, length: 1 }],
    ['from:in:kind:', 'read'],
    ['kind:'.repeat(3), { code: 'search.unknown_value', at: 5, length: 10 }],
  ])('%s', (text, answer) => {
    expect(refusal(text)).toEqual(answer);
  });

  it('is read or refused with a place within it, whatever it is', () => {
    const part = fc.oneof(
      fc.constantFrom(
        'from:',
        'in:',
        'kind:',
        'kind:post',
        'before:',
        'has:',
        'topic:',
        '-',
        '"',
        '„',
        '“',
        ' ',
        '\u200b',
        '\u202e',
        '\u2066',
        '*',
        '\\',
        '(',
        "'",
        ';',
        ':',
      ),
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.string({ unit: 'grapheme', maxLength: 12 }),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
        const text = parts.join('');
        const answer = refusal(text) as { code: string; at?: number; length?: number } | 'read';
        if (answer === 'read') return;
        expect(answer.code).toMatch(/^search\./);
        if (answer.at !== undefined) {
          expect(answer.at + (answer.length ?? 0)).toBeLessThanOrEqual(text.length);
          expect(answer.at).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 3_000 },
    );
  });
});
