import { cleanLink } from '@courtyard/writing';
import { type Extensions, Node } from '@tiptap/core';
import { Blockquote } from '@tiptap/extension-blockquote';
import { Bold } from '@tiptap/extension-bold';
import { Code } from '@tiptap/extension-code';
import { CodeBlock } from '@tiptap/extension-code-block';
import { Document } from '@tiptap/extension-document';
import { HardBreak } from '@tiptap/extension-hard-break';
import { Heading } from '@tiptap/extension-heading';
import { Italic } from '@tiptap/extension-italic';
import { Link } from '@tiptap/extension-link';
import { BulletList, ListItem, ListKeymap, OrderedList, TaskItem, TaskList } from '@tiptap/extension-list';
import { Paragraph } from '@tiptap/extension-paragraph';
import { Strike } from '@tiptap/extension-strike';
import { Table, TableCell, TableHeader, TableRow } from '@tiptap/extension-table';
import { Text } from '@tiptap/extension-text';

/** In an editor somebody has the name by which they were chosen; it is not sent. */
const Mention = Node.create({
  name: 'mention',
  group: 'inline',
  inline: true,
  atom: true,
  selectable: false,
  marks: '',
  addAttributes: () => ({ id: { default: '' }, label: { default: '' } }),
  // Nothing that is pasted names anybody by an id: it comes as the words that stand there.
  parseHTML: () => [],
  renderHTML: ({ node }) => ['span', { 'data-mention': '' }, `@${node.attrs['label']}`],
  renderText: ({ node }) => `@${node.attrs['label']}`,
});

const Topic = Node.create({
  name: 'topic',
  group: 'inline',
  inline: true,
  atom: true,
  selectable: false,
  marks: '',
  addAttributes: () => ({ name: { default: '' } }),
  parseHTML: () => [],
  renderHTML: ({ node }) => ['span', { 'data-topic': '' }, `#${node.attrs['name']}`],
  renderText: ({ node }) => `#${node.attrs['name']}`,
});

/** Cells as wide and as high as one, whatever a table that is pasted says. */
const alone = () => ({
  colspan: { default: 1, parseHTML: () => 1, renderHTML: () => ({}) },
  rowspan: { default: 1, parseHTML: () => 1, renderHTML: () => ({}) },
  colwidth: { default: null, parseHTML: () => null, renderHTML: () => ({}) },
});
const cell = { content: 'paragraph+', addAttributes: alone };

/**
 * What the editor can hold: what `@courtyard/writing` states, and a test holds the two together. `flow` is what stands in items and
 * quotations, too.
 */
export const schemaExtensions: Extensions = [
  Document,
  Text,
  Paragraph.extend({ group: 'block flow' }),
  Heading.configure({ levels: [2, 3] }),
  BulletList.extend({ group: 'block flow list' }),
  OrderedList.extend({ group: 'block flow list' }),
  ListItem.extend({ content: 'paragraph flow*' }),
  TaskList.extend({ group: 'block flow list' }),
  TaskItem.extend({ content: 'paragraph flow*' }).configure({ nested: true }),
  ListKeymap,
  Blockquote.extend({ group: 'block flow', content: 'flow+' }),
  CodeBlock.extend({ group: 'block flow' }).configure({ enableTabIndentation: false }),
  // A style that a table brings is refused by the page's policy of contents.
  Table.extend({ renderHTML: () => ['table', ['tbody', 0]] }).configure({ resizable: false }),
  TableRow,
  TableHeader.extend(cell),
  TableCell.extend(cell),
  HardBreak,
  Mention,
  Topic,
  Bold,
  Italic,
  Strike,
  Code,
  Link.configure({
    openOnClick: false,
    autolink: true,
    linkOnPaste: true,
    defaultProtocol: 'https',
    HTMLAttributes: { target: null, rel: null, class: null },
    isAllowedUri: (address) => typeof address === 'string' && cleanLink(withScheme(address)) !== null,
  }),
];

/** What people type as an address. */
export function withScheme(address: string): string {
  const trimmed = address.trim();
  if (/^[a-z][a-z0-9+.-]*:/i.test(trimmed)) return trimmed;
  return /^[^\s@/]+@[^\s@/]+$/.test(trimmed) ? `mailto:${trimmed}` : `https://${trimmed}`;
}
