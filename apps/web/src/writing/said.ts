import { cleanLink, HIDDEN_SIGNS, plainTextOf, type Writing } from '@courtyard/writing';
import { withScheme } from './schema';

/** Somebody who is mentioned, by the name that is shown. */
export interface Named {
  readonly id: string;
  readonly name: string;
}

/** What stands in an editor, as it is sent, kept as a draft and shown while it is on its way. */
export interface Said {
  readonly document: string;
  /** The same in plain text; empty where nothing is said yet. */
  readonly body: string;
  readonly mentions: readonly Named[];
}

interface EditorNode {
  readonly type: string;
  readonly attrs?: Readonly<Record<string, unknown>>;
  readonly content?: readonly EditorNode[];
  readonly text?: string;
  readonly marks?: readonly { readonly type: string; readonly attrs?: Readonly<Record<string, unknown>> }[];
}

/** What of an editor's attributes belongs to the document; all else is how it is shown. */
const ATTRIBUTES: Readonly<Record<string, (attrs: Readonly<Record<string, unknown>>) => object | undefined>> =
  {
    heading: ({ level }) => ({ level }),
    orderedList: ({ start }) => (start === 1 || start === undefined ? undefined : { start }),
    codeBlock: ({ language }) =>
      typeof language === 'string' && /^[a-z0-9+#.-]{1,20}$/.test(language) ? { language } : undefined,
    taskItem: ({ checked }) => ({ checked: checked === true }),
    mention: ({ id }) => ({ id }),
    topic: ({ name }) => ({ name }),
  };
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const CONTROL = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/g;

/** The document of an editor: what the server takes, without what nobody sees in it. */
export function saidIn(editor: EditorNode): Said {
  const mentions = new Map<string, Named>();
  const document = clean(editor, mentions, false) ?? { type: 'doc', content: [{ type: 'paragraph' }] };
  const body = plainTextOf(document as Writing, (id) => mentions.get(id)?.name ?? '…');
  return { document: JSON.stringify(document), body, mentions: [...mentions.values()] };
}

function clean(node: EditorNode, mentions: Map<string, Named>, inCode: boolean): object | null {
  const { type, attrs = {} } = node;
  if (type === 'text') return cleanText(node, inCode);
  if (type === 'mention')
    mentions.set(String(attrs['id']), { id: String(attrs['id']), name: String(attrs['label']) });
  const kept = ATTRIBUTES[type]?.(attrs);
  const content = joined(
    (node.content ?? []).flatMap((one) => clean(one, mentions, type === 'codeBlock') ?? []),
  );
  return { type, ...(kept ? { attrs: kept } : {}), ...(content.length > 0 ? { content } : {}) };
}

function cleanText({ text = '', marks = [] }: EditorNode, inCode: boolean): object | null {
  const visible = text
    .toWellFormed()
    .replace(inCode ? /[\u2028\u2029]/g : /[\n\r\u2028\u2029]+/g, inCode ? '\n' : ' ')
    .replace(HIDDEN_SIGNS, '')
    .replace(CONTROL, '');
  if (visible === '') return null;
  const kept = marks.flatMap(({ type, attrs }) => {
    if (type !== 'link') return [{ type }];
    const href = cleanLink(withScheme(String(attrs?.['href'] ?? '')));
    return href === null ? [] : [{ type, attrs: { href } }];
  });
  return { type: 'text', text: visible, ...(kept.length > 0 ? { marks: kept } : {}) };
}

interface TextNode {
  readonly type: string;
  readonly text?: string;
  readonly marks?: unknown;
}

/** What is marked alike stands in one, also where something between it was taken out. */
function joined(nodes: readonly object[]): object[] {
  const out: TextNode[] = [];
  for (const node of nodes as TextNode[]) {
    const last = out.at(-1);
    if (
      node.type === 'text' &&
      last?.type === 'text' &&
      JSON.stringify(node.marks) === JSON.stringify(last.marks)
    )
      out[out.length - 1] = { ...last, text: `${last.text}${node.text}` };
    else out.push(node);
  }
  return out;
}

/** What an editor begins with: a document with the names of today, or plain text as paragraphs. */
export function editorContent(said: {
  document?: string | null;
  body: string;
  mentions?: readonly Named[];
}): object {
  const document = said.document ? parsed(said.document) : null;
  if (!document) return fromText(said.body);
  const names = new Map((said.mentions ?? []).map(({ id, name }) => [id, name]));
  return labelled(document, names);
}

function labelled(node: EditorNode, names: ReadonlyMap<string, string>): EditorNode {
  const content = node.content?.map((one) => labelled(one, names));
  const label = node.type === 'mention' ? { label: names.get(String(node.attrs?.['id'])) ?? '…' } : null;
  return {
    ...node,
    ...(label ? { attrs: { ...node.attrs, ...label } } : {}),
    ...(content ? { content } : {}),
  };
}

function parsed(json: string): EditorNode | null {
  try {
    return JSON.parse(json) as EditorNode;
  } catch {
    return null;
  }
}

function fromText(text: string): EditorNode {
  const paragraphs = text.split(/\n{2,}/).map((paragraph) => {
    const lines = paragraph
      .split('\n')
      .flatMap((line, at) => [
        ...(at > 0 ? [{ type: 'hardBreak' }] : []),
        ...(line === '' ? [] : [{ type: 'text', text: line }]),
      ]);
    return { type: 'paragraph', ...(lines.length > 0 ? { content: lines } : {}) };
  });
  return { type: 'doc', content: paragraphs };
}
