import { topicName } from '@courtyard/writing';
import { useLingui } from '@lingui/react/macro';
import { Dropcursor, Gapcursor, Placeholder, UndoRedo } from '@tiptap/extensions';
import { EditorContent, useEditor } from '@tiptap/react';
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { type Asked, askedIn, ENDS_TOPIC } from './asked';
import { clipboardEvents } from './clipboard';
import styles from './editor.module.css';
import { editorContent, type Named, type Said, saidIn } from './said';
import { schemaExtensions } from './schema';
import { optionId, SuggestionList } from './suggestion-list';
import { type Suggestion, useSuggestions } from './suggestions';
import { Toolbar } from './toolbar';

export interface EditorProps {
  /** What it begins with; another beginning is another editor, by its key. */
  initial: { readonly document?: string | null; readonly body: string; readonly mentions?: readonly Named[] };
  label: string;
  placeholder?: string;
  /** A line that grows, as below a post; else a sheet. */
  compact?: boolean;
  autoFocus?: boolean;
  onChange: (said: Said) => void;
  onSubmit: () => void;
  onEscape?: () => void;
}

/** The one place where words are written. It is fetched when somebody is about to write. */
export default function WritingEditor({
  initial,
  label,
  placeholder = '',
  compact = false,
  autoFocus = false,
  onChange,
  onSubmit,
  onEscape,
}: EditorProps) {
  const { t } = useLingui();
  const id = useId();
  const list = `${id}-suggestions`;
  const [begun] = useState(() => editorContent(initial));
  const [asked, setAsked] = useState<Asked | null>(null);
  const [left, setLeft] = useState<number | null>(null);
  const [active, setActive] = useState(0);
  /** Once it was entered the tools stay, or what one is about to press would move away. */
  const [awake, setAwake] = useState(!compact || autoFocus);
  const suggestions = useSuggestions(asked && asked.from !== left ? asked : null);
  const open = asked !== null && suggestions.length > 0;
  const keys = useRef<(event: KeyboardEvent) => boolean>(() => false);
  const told = useRef(onChange);
  told.current = onChange;
  const submitted = useRef(onSubmit);
  submitted.current = onSubmit;

  const hint = useRef(placeholder);
  hint.current = placeholder;
  // Made once: another hint is no other editor, and takes back nothing that can be undone.
  const extensions = useMemo(
    () => [
      ...schemaExtensions,
      Placeholder.configure({ placeholder: () => hint.current }),
      UndoRedo,
      Dropcursor,
      Gapcursor,
    ],
    [],
  );
  // What it says of itself follows what is drawn: the suggestion that is active, too.
  const editor = useEditor({
    extensions,
    content: begun,
    // The page's policy of contents lets no style in that a script writes; ours are in a file.
    injectCSS: false,
    shouldRerenderOnTransaction: false,
    editorProps: {
      attributes: {
        role: 'textbox',
        id,
        'aria-label': label,
        'aria-multiline': 'true',
        'aria-autocomplete': 'list',
        ...(open ? { 'aria-controls': list, 'aria-activedescendant': optionId(list, active) } : {}),
        'data-lens-return': '',
        'data-autofocus': '',
        dir: 'auto',
        class: `${styles.words} ${compact ? styles.compact : ''}`,
      },
      handleDOMEvents: clipboardEvents,
      handleKeyDown: (_, event) => keys.current(event),
    },
    onFocus: () => setAwake(true),
    onUpdate: ({ editor: now }) => told.current(saidIn(now.getJSON() as Parameters<typeof saidIn>[0])),
    onTransaction: ({ editor: now }) => {
      const next = askedIn(now);
      setAsked((before) => (alike(before, next) ? before : next));
      if (!next) setLeft(null);
    },
  });

  // Not by the editor itself, which would look for the words before the page has them. Where a page was slow, another took its place.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when they are there
  useEffect(() => {
    if (autoFocus && !editor.isDestroyed) editor.commands.focus('end');
  }, [editor]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the hint is drawn anew where something is chosen anew
  useEffect(() => {
    if (editor.isDestroyed) return;
    const { state, view } = editor;
    view.dispatch(state.tr.setSelection(state.selection));
  }, [placeholder]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another question begins at its first answer
  useEffect(() => setActive(0), [asked?.query, asked?.from]);

  const choose = ({ node }: Suggestion) => {
    if (!asked) return;
    const space = { type: 'text', text: ' ' };
    editor.chain().focus().insertContentAt({ from: asked.from, to: asked.to }, [node, space]).run();
  };
  keys.current = (event) => {
    if (event.isComposing) return false;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      // With the last sign that was typed, too, whatever is drawn by now.
      flushSync(() => told.current(saidIn(editor.getJSON() as Parameters<typeof saidIn>[0])));
      submitted.current();
      return true;
    }
    const typed = ENDS_TOPIC.has(event.key) ? askedIn(editor) : null;
    if (typed?.kind === 'topic' && typed.from !== left) {
      // The sign that ends it is typed after it. Numbers alone are numbers.
      const name = /\p{L}/u.test(typed.query) ? topicName(typed.query) : null;
      if (name)
        editor.commands.insertContentAt(
          { from: typed.from, to: typed.to },
          { type: 'topic', attrs: { name } },
        );
      return false;
    }
    const chosen = suggestions[active];
    if (asked && chosen) {
      const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
      if (by !== 0) {
        setActive((active + by + suggestions.length) % suggestions.length);
        return true;
      }
      // Whom a name means is for its author to choose.
      if (event.key === 'Enter' || event.key === 'Tab') {
        choose(chosen);
        return true;
      }
      if (event.key === 'Escape') {
        event.preventDefault();
        setLeft(asked.from);
        return true;
      }
    }
    if (event.key === 'Escape' && onEscape) {
      event.preventDefault();
      onEscape();
      return true;
    }
    return false;
  };

  return (
    <div className={compact ? `${styles.editor} ${styles.small}` : styles.editor}>
      <EditorContent editor={editor} className={styles.sheet} />
      {open && (
        <SuggestionList
          id={list}
          label={asked.kind === 'person' ? t`People` : t`Topics`}
          suggestions={suggestions}
          active={active}
          onChoose={choose}
        />
      )}
      {awake && <Toolbar editor={editor} controls={id} />}
    </div>
  );
}

function alike(one: Asked | null, other: Asked | null): boolean {
  return (
    one?.query === other?.query &&
    one?.from === other?.from &&
    one?.to === other?.to &&
    one?.kind === other?.kind
  );
}
