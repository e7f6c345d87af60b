import { getSchema } from '@tiptap/core';
import { Node } from '@tiptap/pm/model';
import { EditorState, TextSelection } from '@tiptap/pm/state';
import { askedIn } from './asked';
import { editorContent } from './said';
import { schemaExtensions } from './schema';

const schema = getSchema(schemaExtensions);
/** With the caret at the end of a line. */
function typed(content: object): ReturnType<typeof askedIn> {
  const doc = Node.fromJSON(schema, content);
  const state = EditorState.create({ doc, selection: TextSelection.atEnd(doc) });
  return askedIn({ state } as Parameters<typeof askedIn>[0]);
}

test.each([
  ['@', 'person', ''],
  ['thanks to @Bi', 'person', 'Bi'],
  ['(@Zoë', 'person', 'Zoë'],
  ['@o’neil', 'person', 'o’neil'],
  ['see #pu', 'topic', 'pu'],
  ['#客', 'topic', '客'],
])('%s asks for a %s by %j', (body, kind, query) => {
  const asked = typed(editorContent({ body }));
  expect(asked).toMatchObject({ kind, query });
  expect((asked?.to ?? 0) - (asked?.from ?? 0)).toBe(query.length + 1);
});

test.each([
  '',
  'x',
  'bill@kessler',
  '#',
  '# ',
  'a#b',
  '@ ',
  '@Bill Ke',
  '#pumps.',
  'https://a.example/#part',
])('%j asks for nobody', (body) => expect(typed(editorContent({ body }))).toBeNull());

test('in code nobody is meant', () => {
  expect(
    typed({ type: 'doc', content: [{ type: 'codeBlock', content: [{ type: 'text', text: 'x @bill' }] }] }),
  ).toBeNull();
});
