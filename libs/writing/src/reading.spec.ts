import fc from 'fast-check';
import { documentOf, documents, paragraphOf } from '../fixtures/documents.js';
import { DocumentRefusal, LIMITS, readDocument, type Writing } from './index.js';

const EVA = 'employee_0190b6f0-0000-7000-8000-000000000001';
const read = (document: unknown) => readDocument(JSON.stringify(document));

/** What it was refused for and where, or `read`. */
function refusal(json: string): string {
  try {
    readDocument(json);
    return 'read';
  } catch (error) {
    if (!(error instanceof DocumentRefusal)) throw error;
    const { details } = error;
    return 'at' in details ? `${error.reason} ${details.at}`.trim() : `${error.reason} ${details.what}`;
  }
}
const refused = (document: unknown) => refusal(JSON.stringify(document));
const inParagraph = (...content: unknown[]) => ({ type: 'doc', content: [{ type: 'paragraph', content }] });
const linked = (href: unknown, more: object = {}) =>
  inParagraph({ type: 'text', text: 'here', marks: [{ type: 'link', attrs: { href, ...more } }] });

describe('a document that is read', () => {
  it('is what was sent, whatever was written, and is so again', () => {
    fc.assert(
      fc.property(documents, (document) => {
        const json = JSON.stringify(document);
        const once = readDocument(json);
        expect(JSON.parse(JSON.stringify(once.document))).toEqual(JSON.parse(json));
        expect(readDocument(JSON.stringify(once.document)).document).toEqual(once.document);
      }),
      { numRuns: 500 },
    );
  });

  it('tells whom and what it names, each once', () => {
    const mention = { type: 'mention', attrs: { id: EVA } } as const;
    const topic = { type: 'topic', attrs: { name: 'pumps' } } as const;
    const { mentions, topics } = read(
      documentOf(paragraphOf(mention, topic), {
        type: 'blockquote',
        content: [
          { type: 'bulletList', content: [{ type: 'listItem', content: [paragraphOf(topic, mention)] }] },
        ],
      }),
    );
    expect(mentions).toEqual([EVA]);
    expect(topics).toEqual(['pumps']);
  });

  it('has clean links, composed letters and topics written in one way', () => {
    const { document } = read(
      inParagraph(
        {
          type: 'text',
          text: 'Cafe\u0301',
          marks: [{ type: 'link', attrs: { href: 'https://a.example/?utm_source=x&q=1' } }],
        },
        { type: 'topic', attrs: { name: 'ｐｕｍｐｓ' } },
      ),
    );
    expect(document).toEqual(
      inParagraph(
        { type: 'text', text: 'Café', marks: [{ type: 'link', attrs: { href: 'https://a.example/?q=1' } }] },
        { type: 'topic', attrs: { name: 'pumps' } },
      ),
    );
  });
});

describe('what no document holds', () => {
  it.each<[string, unknown, string]>([
    ['no document', 'null', 'malformed'],
    ['a list', [], 'malformed'],
    ['nothing in it', { type: 'doc', content: [] }, 'malformed content'],
    [
      'an unknown node',
      { type: 'doc', content: [{ type: 'image', attrs: { src: 'https://x.example' } }] },
      'malformed content.0.type',
    ],
    [
      'a node that is a property of objects',
      { type: 'doc', content: [{ type: 'constructor' }] },
      'malformed content.0.type',
    ],
    [
      'an unknown mark',
      inParagraph({ type: 'text', text: 'x', marks: [{ type: 'underline' }] }),
      'malformed content.0.content.0.marks.0.type',
    ],
    [
      'an unknown attribute',
      { type: 'doc', content: [{ type: 'paragraph', attrs: { style: 'x' } }] },
      'malformed content.0',
    ],
    ['an unknown property', { type: 'doc', content: [{ type: 'paragraph' }], version: 1 }, 'malformed'],
    ['HTML', inParagraph({ type: 'html', text: '<script>' }), 'malformed content.0.content.0.type'],
    [
      'a heading of level 1',
      { type: 'doc', content: [{ type: 'heading', attrs: { level: 1 } }] },
      'malformed content.0.attrs.level',
    ],
    ['a paragraph in a paragraph', inParagraph({ type: 'paragraph' }), 'malformed content.0.content.0.type'],
    ['text by itself', { type: 'doc', content: [{ type: 'text', text: 'x' }] }, 'malformed content.0.type'],
    ['empty text', inParagraph({ type: 'text', text: '' }), 'malformed content.0.content.0.text'],
    [
      'an object for text',
      inParagraph({ type: 'text', text: { toString: 'x' } }),
      'malformed content.0.content.0.text',
    ],
    [
      'an object for somebody',
      inParagraph({ type: 'mention', attrs: { id: {} } }),
      'malformed content.0.content.0.attrs.id',
    ],
    [
      'a name beside somebody',
      inParagraph({ type: 'mention', attrs: { id: EVA, label: 'Boss' } }),
      'malformed content.0.content.0.attrs',
    ],
    [
      'code that is bold',
      inParagraph({ type: 'text', text: 'x', marks: [{ type: 'code' }, { type: 'bold' }] }),
      'malformed content.0.content.0.marks',
    ],
    [
      'bold twice',
      inParagraph({ type: 'text', text: 'x', marks: [{ type: 'bold' }, { type: 'bold' }] }),
      'malformed content.0.content.0.marks',
    ],
    [
      'a table in a list',
      {
        type: 'doc',
        content: [
          { type: 'bulletList', content: [{ type: 'listItem', content: [{ type: 'table', content: [] }] }] },
        ],
      },
      'malformed content.0.content.0.content.0.type',
    ],
    [
      'a topic of two words',
      inParagraph({ type: 'topic', attrs: { name: 'two words' } }),
      'malformed content.0.content.0.attrs.name',
    ],
    [
      'a target',
      linked('https://x.example', { target: '_top' }),
      'malformed content.0.content.0.marks.0.attrs',
    ],
  ])('%s', (_, document, expected) => {
    expect(typeof document === 'string' ? refusal(document) : refused(document)).toBe(expected);
  });

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    '\u0001javascript:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
    'file:///etc/passwd',
    'blob:https://x.example/1',
    'ftp://x.example',
    'tel:+49',
    '//x.example',
    '/feed',
    'x.example',
    'https://',
    'https://eva:secret@x.example/',
    'https://x.example@y.example/',
    'mailto:',
    'mailto:a@x.example,b@x.example',
    'https://x.example/\u202Egpj.exe',
    `https://x.example/${'a'.repeat(2_000)}`,
    null,
    1,
    {},
  ])('a link to %j', (href) => {
    expect(refused(linked(href))).toBe('malformed content.0.content.0.marks.0.attrs.href');
  });

  it.each([
    ['NUL', '\u0000'],
    ['a control character', '\u0007'],
    ['one of the second set', '\u0085'],
    ['half a sign', '\uD83D'],
    ['the other half', '\uDE00'],
    ['a new line', 'a\nb'],
    ['a separator of lines', 'a\u2028b'],
    ['an override of direction', 'a\u202Egpj.exe'],
    ['an embedding', '\u202Aa\u202C'],
    ['an isolate', '\u2067a\u2069'],
    ['hidden words of tags', 'a\u{E0041}\u{E0042}'],
  ])('text with %s', (_, words) => {
    expect(refused(inParagraph({ type: 'text', text: words }))).toBe('malformed content.0.content.0.text');
  });

  it.each(['a\u200Cb', '👩🏽‍🚀', '🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}', '\u200Fא', 'ﷺ'])(
    'control: %s is text',
    (words) => {
      expect(refused(inParagraph({ type: 'text', text: words }))).toBe('read');
    },
  );

  it('keys of prototypes', () => {
    for (const key of ['__proto__', 'constructor', 'toString']) {
      expect(refusal(`{"type":"doc","content":[{"type":"paragraph","${key}":{"type":"doc"}}]}`)).toBe(
        'malformed content.0',
      );
      expect(refusal(`{"${key}":{"type":"doc"},"content":[{"type":"paragraph"}]}`)).toMatch(/^malformed/);
    }
    expect(({} as Record<string, unknown>)['type']).toBeUndefined();
  });

  it('what is no JSON, without a word of it', () => {
    for (const json of ['', '{', '{"type":"doc"', 'undefined', '"'.repeat(99), '{"type":"doc",}'])
      expect(refusal(json)).toBe('malformed');
  });
});

describe('what is too large', () => {
  const many = (count: number, one: (at: number) => unknown) =>
    Array.from({ length: count }, (_, at) => one(at));
  const hex = (at: number) => at.toString(16).padStart(12, '0');
  const deep = (levels: number): unknown => {
    let flow: unknown = { type: 'paragraph' };
    for (let level = 0; level < levels; level++) flow = { type: 'blockquote', content: [flow] };
    return { type: 'doc', content: [flow] };
  };

  it.each<[string, () => string, string]>([
    [
      'a megabyte',
      () => JSON.stringify(inParagraph({ type: 'text', text: 'x'.repeat(1_000_000) })),
      'too_large length',
    ],
    ['a megabyte of nothing', () => ' '.repeat(1_000_000), 'too_large length'],
    [
      'ten thousand mentions',
      () =>
        JSON.stringify(
          inParagraph(
            ...many(10_000, (at) => ({
              type: 'mention',
              attrs: { id: `employee_0190b6f0-0000-7000-8000-${hex(at)}` },
            })),
          ),
        ),
      'too_large length',
    ],
    [
      'one mention too many',
      () =>
        JSON.stringify(
          inParagraph(
            ...many(LIMITS.mentions + 1, (at) => ({
              type: 'mention',
              attrs: { id: `employee_0190b6f0-0000-7000-8000-${hex(at)}` },
            })),
          ),
        ),
      'too_large mentions',
    ],
    [
      'one topic too many',
      () =>
        JSON.stringify(
          inParagraph(...many(LIMITS.topics + 1, (at) => ({ type: 'topic', attrs: { name: `t${at}` } }))),
        ),
      'too_large topics',
    ],
    ['lists within lists', () => JSON.stringify(deep(20)), 'too_large depth'],
    ['brackets within brackets', () => '['.repeat(40_000) + ']'.repeat(40_000), 'too_large depth'],
    ['thirty thousand parts', () => JSON.stringify(many(30_000, () => 0)), 'too_large parts'],
  ])('%s', (_, json, expected) => {
    expect(refusal(json())).toBe(expected);
  });

  it('control: as much as is let through', () => {
    expect(refused(deep(12))).toBe('read');
    expect(
      refused(
        inParagraph(
          ...many(LIMITS.mentions, (at) => ({
            type: 'mention',
            attrs: { id: `employee_0190b6f0-0000-7000-8000-${hex(at)}` },
          })),
        ),
      ),
    ).toBe('read');
    const rows = many(LIMITS.rows, () => ({
      type: 'tableRow',
      content: many(LIMITS.columns, () => ({ type: 'tableCell', content: [{ type: 'paragraph' }] })),
    }));
    expect(refused({ type: 'doc', content: [{ type: 'table', content: rows }] })).toBe('read');
    expect(refused({ type: 'doc', content: [{ type: 'table', content: [...rows, rows[0]] }] })).toBe(
      'malformed content.0.content',
    );
    const ragged = { type: 'tableRow', content: [{ type: 'tableCell', content: [{ type: 'paragraph' }] }] };
    expect(refused({ type: 'doc', content: [{ type: 'table', content: [rows[0], ragged] }] })).toBe(
      'malformed content.0.content',
    );
  });
});

describe('anything at all', () => {
  /** A document of which one place is something else. */
  const spoilt = fc
    .tuple(
      documents,
      fc.nat(),
      fc.oneof(
        fc.json().map((json) => JSON.parse(json) as unknown),
        fc.string({ unit: 'binary' }),
      ),
    )
    .map(([document, at, other]) => {
      const copy = JSON.parse(JSON.stringify(document)) as Writing;
      const places: [Record<string, unknown>, string][] = [];
      const walk = (value: unknown) => {
        if (typeof value !== 'object' || value === null) return;
        for (const key of Object.keys(value)) {
          places.push([value as Record<string, unknown>, key]);
          walk((value as Record<string, unknown>)[key]);
        }
      };
      walk(copy);
      const [object, key] = places[at % places.length] as [Record<string, unknown>, string];
      object[key] = other;
      return copy;
    });

  it('is read, or refused with a place or a number and never with a word of it', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          spoilt.map((one) => JSON.stringify(one)),
          fc.json(),
          fc.string({ unit: 'binary' }),
        ),
        (json) => {
          const answer = refusal(json);
          if (answer !== 'read')
            expect(answer).toMatch(
              /^(malformed( (\d+|type|content|attrs|marks|text|level|href|id|name|start|checked|language)(\.(\d+|type|content|attrs|marks|text|level|href|id|name|start|checked|language))*)?|too_large \w+)$/,
            );
        },
      ),
      { numRuns: 3_000 },
    );
  });
});
