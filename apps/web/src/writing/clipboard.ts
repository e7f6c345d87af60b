import { HIDDEN_SIGNS } from '@courtyard/writing';
import type { Node, Slice } from '@tiptap/pm/model';
import { Selection } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';

/** What was copied in this tab last: its text is known again when it comes back, and then it keeps its shape. */
let copied: { readonly text: string; readonly slice: Slice } | null = null;

/**
 * Copying and pasting without HTML: the page's policy lets text become markup nowhere, and what another program calls bold is no business of ours.
 * What comes from outside is text; what was copied in this tab keeps its shape, from memory and from no clipboard, so that nobody
 * can put a name into somebody's words that stands for another person.
 */
export const clipboardEvents = {
  copy: (view: EditorView, event: ClipboardEvent) => take(view, event, false),
  cut: (view: EditorView, event: ClipboardEvent) => take(view, event, view.editable),
  paste: (view: EditorView, event: ClipboardEvent) => {
    if (!event.clipboardData || !view.editable) return false;
    event.preventDefault();
    insert(view, event.clipboardData.getData('text/plain'));
    return true;
  },
  drop: (view: EditorView, event: DragEvent) => {
    // What is moved within the editor is its own.
    if (view.dragging || !event.dataTransfer) return false;
    event.preventDefault();
    const at = view.posAtCoords({ left: event.clientX, top: event.clientY });
    const text = event.dataTransfer.getData('text/plain');
    if (at && text) {
      view.dispatch(view.state.tr.setSelection(Selection.near(view.state.doc.resolve(at.pos))));
      insert(view, text);
    }
    return true;
  },
};

function take(view: EditorView, event: ClipboardEvent, removes: boolean): boolean {
  const { selection } = view.state;
  if (selection.empty || !event.clipboardData) return false;
  event.preventDefault();
  const slice = selection.content();
  const text = slice.content.textBetween(0, slice.content.size, '\n\n', said);
  event.clipboardData.setData('text/plain', text);
  copied = { text, slice };
  if (removes) view.dispatch(view.state.tr.deleteSelection().scrollIntoView());
  return true;
}

function said({ type, attrs }: Node): string {
  if (type.name === 'mention') return `@${attrs['label']}`;
  return type.name === 'topic' ? `#${attrs['name']}` : '\n';
}

function insert(view: EditorView, pasted: string): void {
  const text = pasted.replace(/\r\n?/g, '\n');
  if (text === '') return;
  if (copied?.text === text && copied.slice.content.firstChild?.type.schema === view.state.schema)
    view.dispatch(view.state.tr.replaceSelection(copied.slice).scrollIntoView());
  else view.pasteText(text.replace(HIDDEN_SIGNS, ''));
}
