import fc from 'fast-check';
import { documentOf, documents, paragraphOf, text } from '../fixtures/documents.js';
import { partsOf, plainTextOf } from './index.js';

const EVA = 'employee_0190b6f0-0000-7000-8000-000000000001';
const named = () => 'Eva Stein';
const plain = (...blocks: Parameters<typeof documentOf>) => plainTextOf(documentOf(...blocks), named);
const link = (href: string) => ({ type: 'link', attrs: { href } }) as const;
const item = (words: string) => ({ type: 'listItem', content: [paragraphOf(text(words))] }) as const;

describe('the plain text of', () => {
  it('everything there is', () => {
    expect(
      plain(
        { type: 'heading', attrs: { level: 2 }, content: [text('Bench 2')] },
        paragraphOf(text('Thanks '), { type: 'mention', attrs: { id: EVA } }, text(', see '), {
          type: 'topic',
          attrs: { name: 'pumps' },
        }),
        {
          type: 'bulletList',
          content: [
            item('one'),
            {
              type: 'listItem',
              content: [
                paragraphOf(text('two')),
                { type: 'orderedList', attrs: { start: 9 }, content: [item('nine'), item('ten')] },
              ],
            },
          ],
        },
        {
          type: 'taskList',
          content: [
            { type: 'taskItem', attrs: { checked: true }, content: [paragraphOf(text('done'))] },
            { type: 'taskItem', attrs: { checked: false }, content: [paragraphOf(text('open'))] },
          ],
        },
        { type: 'blockquote', content: [paragraphOf(text('said'), { type: 'hardBreak' }, text('twice'))] },
        {
          type: 'codeBlock',
          attrs: { language: 'sql' },
          content: [{ type: 'text', text: 'select 1;\n  -- x' }],
        },
        {
          type: 'table',
          content: [
            {
              type: 'tableRow',
              content: [
                { type: 'tableHeader', content: [paragraphOf(text('bar'))] },
                { type: 'tableHeader', content: [paragraphOf(text('hours'))] },
              ],
            },
            {
              type: 'tableRow',
              content: [
                { type: 'tableCell', content: [paragraphOf(text('16'))] },
                { type: 'tableCell', content: [paragraphOf(text('1'))] },
              ],
            },
          ],
        },
      ),
    ).toBe(
      [
        'Bench 2',
        'Thanks @Eva Stein, see #pumps',
        '- one\n- two\n  9. nine\n  10. ten',
        '[x] done\n[ ] open',
        '> said\n> twice',
        'select 1;\n  -- x',
        'bar | hours\n16 | 1',
      ].join('\n\n'),
    );
  });

  it.each([
    [[text('here', link('https://a.example/x'))], 'here (https://a.example/x)'],
    [[text('https://a.example/x', link('https://a.example/x'))], 'https://a.example/x'],
    [[text('https://a.example', link('https://a.example/'))], 'https://a.example'],
    [[text('a.example', link('https://a.example/'))], 'a.example (https://a.example/)'],
    [
      [text('https://bank.example', link('https://thief.example/'))],
      'https://bank.example (https://thief.example/)',
    ],
    [
      [text('he', link('https://a.example/')), text('re', { type: 'bold' }, link('https://a.example/'))],
      'here (https://a.example/)',
    ],
    [
      [text('one', link('https://a.example/')), text('two', link('https://b.example/'))],
      'one (https://a.example/)two (https://b.example/)',
    ],
    [[text('eva@a.example', link('mailto:eva@a.example'))], 'eva@a.example'],
    [[text('write', link('mailto:eva@a.example'))], 'write (eva@a.example)'],
  ])('links: %#', (content, expected) => {
    expect(plain(paragraphOf(...content))).toBe(expected);
  });

  it('nothing is nothing', () => {
    expect(plain({ type: 'paragraph' }, { type: 'paragraph' }, { type: 'codeBlock' })).toBe('');
  });

  it('any document says every word of it, every name and every topic', () => {
    fc.assert(
      fc.property(documents, (document) => {
        const said = plainTextOf(document, named);
        const flat = (some: string) => some.replace(/[\s>]+/g, '');
        const words = [...JSON.stringify(document).matchAll(/"text":("(?:[^"\\]|\\.)*")/g)].map(
          ([, json]) => JSON.parse(json as string) as string,
        );
        for (const one of words) expect(flat(said)).toContain(flat(one));
        for (const part of partsOf(document))
          expect(said).toContain(part.type === 'mention' ? '@Eva Stein' : `#${part.attrs.name}`);
        expect(said).not.toContain('employee_');
      }),
      { numRuns: 300 },
    );
  });
});
