import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readDocument } from '@courtyard/writing';
import { getSchema } from '@tiptap/core';
import { Node } from '@tiptap/pm/model';
import fc from 'fast-check';
import { documents } from '../../../../libs/writing/fixtures/documents';
import { editorContent, saidIn } from './said';
import { schemaExtensions, withScheme } from './schema';

/*
 * The editor and the server hold the same documents: whatever the server takes stands in an editor and comes out of it unchanged, and
 * where one lets something stand in something else the other does.
 */
const schema = getSchema(schemaExtensions);
const fits = (json: unknown) => {
  try {
    Node.fromJSON(schema, json).check();
    return true;
  } catch {
    return false;
  }
};
const taken = (json: unknown) => {
  try {
    readDocument(JSON.stringify(json));
    return true;
  } catch {
    return false;
  }
};
const RANK = ['bold', 'italic', 'strike', 'code', 'link'];
/** Marks of one text are a set: each side writes them in an order of its own. */
const ordered = (json: string): unknown =>
  JSON.parse(json, (key, value) =>
    key === 'marks' ? [...value].sort((a, b) => RANK.indexOf(a.type) - RANK.indexOf(b.type)) : value,
  );

test('a document stands in the editor and comes out as it was', () => {
  fc.assert(
    fc.property(documents, (document) => {
      const sent = JSON.stringify(readDocument(JSON.stringify(document)).document);
      const names = [{ id: 'employee_0190b6f0-0000-7000-8000-000000000001', name: 'Eva' }];
      const inEditor = Node.fromJSON(schema, editorContent({ document: sent, body: '', mentions: names }));
      inEditor.check();
      const said = saidIn(inEditor.toJSON());
      const out = JSON.stringify(readDocument(said.document).document);
      // What says nothing may be left out: an empty list of parts, a list that begins at 1.
      const plain = (json: string) => JSON.stringify(ordered(json)).replaceAll(',"content":[]', '');
      expect(plain(out)).toBe(plain(sent));
      expect(said.body).not.toContain('employee_');
    }),
    { numRuns: 300 },
  );
});

const paragraph = { type: 'paragraph', content: [{ type: 'text', text: 'x' }] };
const SAMPLES: Record<string, object> = {
  paragraph,
  heading: { type: 'heading', attrs: { level: 2 } },
  bulletList: { type: 'bulletList', content: [{ type: 'listItem', content: [paragraph] }] },
  orderedList: { type: 'orderedList', content: [{ type: 'listItem', content: [paragraph] }] },
  taskList: {
    type: 'taskList',
    content: [{ type: 'taskItem', attrs: { checked: false }, content: [paragraph] }],
  },
  listItem: { type: 'listItem', content: [paragraph] },
  taskItem: { type: 'taskItem', attrs: { checked: true }, content: [paragraph] },
  blockquote: { type: 'blockquote', content: [paragraph] },
  codeBlock: { type: 'codeBlock' },
  table: {
    type: 'table',
    content: [{ type: 'tableRow', content: [{ type: 'tableCell', content: [paragraph] }] }],
  },
  tableRow: { type: 'tableRow', content: [{ type: 'tableCell', content: [paragraph] }] },
  tableCell: { type: 'tableCell', content: [paragraph] },
  text: { type: 'text', text: 'y' },
  bold: { type: 'text', text: 'y', marks: [{ type: 'bold' }] },
  hardBreak: { type: 'hardBreak' },
  mention: { type: 'mention', attrs: { id: 'employee_0190b6f0-0000-7000-8000-000000000001' } },
  topic: { type: 'topic', attrs: { name: 'pumps' } },
};
/** A document in which something stands in something. */
const PLACES: Record<string, (child: object) => object> = {
  doc: (child) => ({ type: 'doc', content: [child] }),
  ...Object.fromEntries(
    ['paragraph', 'heading', 'codeBlock', 'blockquote'].map((type) => [
      type,
      (child: object) => ({ type: 'doc', content: [{ ...SAMPLES[type], content: [child] }] }),
    ]),
  ),
  listItem: (child) => ({
    type: 'doc',
    content: [{ type: 'bulletList', content: [{ type: 'listItem', content: [paragraph, child] }] }],
  }),
  firstInItem: (child) => ({
    type: 'doc',
    content: [{ type: 'orderedList', content: [{ type: 'listItem', content: [child] }] }],
  }),
  taskItem: (child) => ({
    type: 'doc',
    content: [
      {
        type: 'taskList',
        content: [{ type: 'taskItem', attrs: { checked: true }, content: [paragraph, child] }],
      },
    ],
  }),
  bulletList: (child) => ({ type: 'doc', content: [{ type: 'bulletList', content: [child] }] }),
  taskList: (child) => ({ type: 'doc', content: [{ type: 'taskList', content: [child] }] }),
  table: (child) => ({ type: 'doc', content: [{ type: 'table', content: [child] }] }),
  tableRow: (child) => ({
    type: 'doc',
    content: [{ type: 'table', content: [{ type: 'tableRow', content: [child] }] }],
  }),
  tableCell: (child) => ({
    type: 'doc',
    content: [
      {
        type: 'table',
        content: [{ type: 'tableRow', content: [{ type: 'tableHeader', content: [child] }] }],
      },
    ],
  }),
};

test('what may stand where is the same to both', () => {
  const differ = Object.entries(PLACES).flatMap(([place, into]) =>
    Object.entries(SAMPLES).flatMap(([name, child]) =>
      fits(into(child)) === taken(into(child)) ? [] : [`${name} in ${place}: editor ${fits(into(child))}`],
    ),
  );
  expect(differ).toEqual([]);
  expect(Object.keys(schema.nodes).sort()).toEqual(
    ['doc', 'tableHeader', ...Object.keys(SAMPLES).filter((name) => name !== 'bold')].sort(),
  );
  expect(Object.keys(schema.marks).sort()).toEqual([...RANK].sort());
});

test('nothing that an editor holds is lost on the way to the server but what nobody sees', () => {
  const shown = saidIn({
    type: 'doc',
    content: [
      {
        type: 'paragraph',
        attrs: { textAlign: null },
        content: [
          { type: 'text', text: 'a\u202Eb\u0000' },
          { type: 'text', text: '\u2066', marks: [{ type: 'bold' }] },
          { type: 'text', text: 'c\uD800' },
          { type: 'hardBreak', marks: [{ type: 'bold' }] },
          {
            type: 'text',
            text: 'here',
            marks: [{ type: 'link', attrs: { href: 'javascript:alert(1)', target: '_top' } }],
          },
          {
            type: 'text',
            text: 'there',
            marks: [{ type: 'link', attrs: { href: 'kessler.example/?utm_source=x', target: null } }],
          },
        ],
      },
    ],
  });
  expect(JSON.parse(shown.document)).toEqual({
    type: 'doc',
    content: [
      {
        type: 'paragraph',
        content: [
          { type: 'text', text: 'abc\uFFFD' },
          { type: 'hardBreak' },
          { type: 'text', text: 'here' },
          {
            type: 'text',
            text: 'there',
            marks: [{ type: 'link', attrs: { href: 'https://kessler.example/' } }],
          },
        ],
      },
    ],
  });
  expect(taken(JSON.parse(shown.document))).toBe(true);
});

test('plain text becomes paragraphs and lines, and is the same text again', () => {
  const text = 'One\nline\n\nTwo  \n\n- three';
  const content = Node.fromJSON(schema, editorContent({ body: text }));
  content.check();
  expect(saidIn(content.toJSON()).body).toBe(text);
});

test.each([
  ['kessler.example', 'https://kessler.example'],
  ['bill@kessler.example', 'mailto:bill@kessler.example'],
  ['http://a.example', 'http://a.example'],
  ['javascript:x', 'javascript:x'],
])('%s is meant as %s', (typed, meant) => expect(withScheme(typed)).toBe(meant));

describe('no text becomes markup', () => {
  const SRC = join(__dirname, '..');
  const raw = (text: string) =>
    /dangerouslySetInnerHTML|(inner|outer)HTML|insertAdjacentHTML|setHTML|parseFromString|document\.write|createContextualFragment|generateHTML/.test(
      text,
    );

  it('in any file of the client', () => {
    const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter(
      (name) => /\.tsx?$/.test(name) && !name.includes('.spec.'),
    );
    expect(files.length).toBeGreaterThan(100);
    expect(files.filter((name) => raw(readFileSync(join(SRC, name), 'utf8')))).toEqual([]);
  });

  it('control: what would make it is noticed', () => {
    expect(raw('<p dangerouslySetInnerHTML={{ __html: text }} />')).toBe(true);
    expect(raw('element.innerHTML = text')).toBe(true);
  });
});
