/**
 * What somebody wrote: a document in the form that ProseMirror and Tiptap keep (`Node.toJSON`), and of all that they could hold only this.
 * Nothing in it is markup, refers to a picture or loads anything.
 */
export interface Writing {
  readonly type: 'doc';
  readonly content: readonly Block[];
}

export type Block = Flow | Heading | Table;
/** What stands in an item and in a quotation, too. */
export type Flow = Paragraph | List | TaskList | Quotation | Code;
export type Inline = Words | Break | Mention | Topic;

export interface Paragraph {
  readonly type: 'paragraph';
  readonly content?: readonly Inline[] | undefined;
}

/** Below the name of the page and of whoever speaks, so the first is of level 2. */
export interface Heading {
  readonly type: 'heading';
  readonly attrs: { readonly level: 2 | 3 };
  readonly content?: readonly Inline[] | undefined;
}

export type List =
  | { readonly type: 'bulletList'; readonly content: readonly ListItem[] }
  | {
      readonly type: 'orderedList';
      readonly attrs?: { readonly start: number } | undefined;
      readonly content: readonly ListItem[];
    };

export interface ListItem {
  readonly type: 'listItem';
  readonly content: readonly [Paragraph, ...Flow[]];
}

export interface TaskList {
  readonly type: 'taskList';
  readonly content: readonly TaskItem[];
}

export interface TaskItem {
  readonly type: 'taskItem';
  readonly attrs: { readonly checked: boolean };
  readonly content: readonly [Paragraph, ...Flow[]];
}

export interface Quotation {
  readonly type: 'blockquote';
  readonly content: readonly Flow[];
}

export interface Code {
  readonly type: 'codeBlock';
  readonly attrs?: { readonly language: string } | undefined;
  readonly content?: readonly { readonly type: 'text'; readonly text: string }[] | undefined;
}

/** Every row is as wide as the first. */
export interface Table {
  readonly type: 'table';
  readonly content: readonly TableRow[];
}

export interface TableRow {
  readonly type: 'tableRow';
  readonly content: readonly TableCell[];
}

export interface TableCell {
  readonly type: 'tableHeader' | 'tableCell';
  readonly content: readonly Paragraph[];
}

export interface Words {
  readonly type: 'text';
  readonly text: string;
  readonly marks?: readonly Mark[] | undefined;
}

export interface Break {
  readonly type: 'hardBreak';
}

/** Whom it names, by the id that the outside knows them by; the name is looked up when it is read. */
export interface Mention {
  readonly type: 'mention';
  readonly attrs: { readonly id: string };
}

/** As it was written, in NFKC and without its #. */
export interface Topic {
  readonly type: 'topic';
  readonly attrs: { readonly name: string };
}

export type Mark = { readonly type: 'bold' | 'italic' | 'strike' | 'code' } | Link;

export interface Link {
  readonly type: 'link';
  readonly attrs: { readonly href: string };
}
