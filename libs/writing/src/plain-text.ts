import type { Block, Flow, Inline, Link, ListItem, TaskItem, Writing } from './writing.js';

/** What is called by an id when the text is made: without its @. */
export type NameOf = (id: string) => string;

/**
 * A document as plain text: what is found by words, shown where only text can be, asked about and disclosed, and read by clients that know no
 * documents. A link whose words are not its address is followed by it; nothing that a reader of the document sees is missing.
 */
export function plainTextOf({ content }: Writing, nameOf: NameOf): string {
  return content
    .map((block) => linesOf(block, nameOf))
    .join('\n\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function linesOf(block: Block, nameOf: NameOf): string {
  switch (block.type) {
    case 'paragraph':
    case 'heading':
      return inlineText(block.content, nameOf);
    case 'codeBlock':
      return (block.content ?? []).map(({ text }) => text).join('');
    case 'blockquote':
      return hung('> ', flowText(block.content, nameOf), '> ');
    case 'bulletList':
      return block.content.map((item) => itemText('- ', item, nameOf)).join('\n');
    case 'orderedList':
      return block.content
        .map((item, at) => itemText(`${(block.attrs?.start ?? 1) + at}. `, item, nameOf))
        .join('\n');
    case 'taskList':
      return block.content
        .map((item) => itemText(item.attrs.checked ? '[x] ' : '[ ] ', item, nameOf))
        .join('\n');
    case 'table':
      return block.content
        .map(({ content: cells }) =>
          cells
            .map(({ content }) => content.map((one) => inlineText(one.content, nameOf, ' ')).join(' '))
            .join(' | '),
        )
        .join('\n');
  }
}

function flowText(flow: readonly Flow[], nameOf: NameOf): string {
  return flow.map((one) => linesOf(one, nameOf)).join('\n');
}

function itemText(prefix: string, { content }: ListItem | TaskItem, nameOf: NameOf): string {
  return hung(prefix, flowText(content, nameOf), ' '.repeat(prefix.length));
}

function hung(first: string, text: string, further: string): string {
  return text
    .split('\n')
    .map((one, at) => (at === 0 ? first : further) + one)
    .join('\n');
}

function inlineText(content: readonly Inline[] | undefined, nameOf: NameOf, lineBreak = '\n'): string {
  const inlines = content ?? [];
  let text = '';
  let linked = '';
  inlines.forEach((inline, at) => {
    const said = sayingOf(inline, nameOf, lineBreak);
    const href = hrefOf(inline);
    text += said;
    if (href === null) return;
    linked += said;
    if (hrefOf(inlines[at + 1]) === href) return;
    if (!saysAddress(linked, href)) text += ` (${shownAddress(href)})`;
    linked = '';
  });
  return text;
}

/** One part of a line in plain text. */
export function sayingOf(inline: Inline, nameOf: NameOf, lineBreak = '\n'): string {
  switch (inline.type) {
    case 'text':
      return inline.text;
    case 'hardBreak':
      return lineBreak;
    case 'mention':
      return `@${nameOf(inline.attrs.id)}`;
    case 'topic':
      return `#${inline.attrs.name}`;
  }
}

function hrefOf(inline: Inline | undefined): string | null {
  if (inline?.type !== 'text') return null;
  const link = inline.marks?.find((mark): mark is Link => mark.type === 'link');
  return link?.attrs.href ?? null;
}

const shownAddress = (href: string) => href.replace(/^mailto:/, '');
const bare = (address: string) => address.replace(/^(https?:\/\/|mailto:)/i, '').replace(/\/$/, '');

/** Where only the scheme or a slash at the end is missing, the address need not be said twice; a search for links needs its scheme. */
function saysAddress(words: string, href: string): boolean {
  return (
    bare(words.trim()) === bare(href) && (href.startsWith('mailto:') || /^https?:\/\//i.test(words.trim()))
  );
}
