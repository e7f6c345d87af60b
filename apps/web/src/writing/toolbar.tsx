import { useLingui } from '@lingui/react/macro';
import { type Editor, useEditorState } from '@tiptap/react';
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import styles from './editor.module.css';
import { LinkField } from './link-field';

interface Tool {
  readonly name: string;
  readonly label: string;
  readonly keys?: string;
  readonly face: ReactNode;
  readonly on: boolean;
  readonly run: () => void;
}

/** Small, and of no need: everything can be typed. One stop of the tabulator; arrows move within (WAI-ARIA toolbar). */
export function Toolbar({ editor, controls }: { editor: Editor; controls: string }) {
  const { t } = useLingui();
  const [linking, setLinking] = useState(false);
  const [stop, setStop] = useState(0);
  const bar = useRef<HTMLDivElement>(null);
  const on = useEditorState({
    editor,
    selector: ({ editor: now }) => ({
      bold: now.isActive('bold'),
      italic: now.isActive('italic'),
      strike: now.isActive('strike'),
      code: now.isActive('code'),
      link: now.isActive('link'),
      heading: now.isActive('heading', { level: 2 }),
      bulletList: now.isActive('bulletList'),
      orderedList: now.isActive('orderedList'),
      taskList: now.isActive('taskList'),
      blockquote: now.isActive('blockquote'),
      codeBlock: now.isActive('codeBlock'),
      table: now.isActive('table'),
    }),
  });
  const chain = () => editor.chain().focus();
  const tools: Tool[] = [
    {
      name: 'bold',
      label: t`Bold`,
      keys: 'Control+B',
      face: <b>B</b>,
      on: on.bold,
      run: () => chain().toggleBold().run(),
    },
    {
      name: 'italic',
      label: t`Italic`,
      keys: 'Control+I',
      face: <i>I</i>,
      on: on.italic,
      run: () => chain().toggleItalic().run(),
    },
    {
      name: 'strike',
      label: t`Struck through`,
      face: <s>S</s>,
      on: on.strike,
      run: () => chain().toggleStrike().run(),
    },
    {
      name: 'code',
      label: t`Code`,
      keys: 'Control+E',
      face: '<>',
      on: on.code,
      run: () => chain().toggleCode().run(),
    },
    {
      name: 'link',
      label: t`Link`,
      face: (
        <Drawing path="M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.300l-1 1M14 10a4 4 0 0 0-5.700 0l-3 3A4 4 0 0 0 11 18.700l1-1" />
      ),
      on: on.link,
      run: () => setLinking(true),
    },
    {
      name: 'heading',
      label: t`Heading`,
      face: 'H',
      on: on.heading,
      run: () => chain().toggleHeading({ level: 2 }).run(),
    },
    {
      name: 'bulletList',
      label: t`List`,
      face: <Drawing path="M5 7h.1M5 12h.1M5 17h.1M9 7h10M9 12h10M9 17h10" />,
      on: on.bulletList,
      run: () => chain().toggleBulletList().run(),
    },
    {
      name: 'orderedList',
      label: t`Numbered list`,
      face: '1.',
      on: on.orderedList,
      run: () => chain().toggleOrderedList().run(),
    },
    {
      name: 'taskList',
      label: t`List of tasks`,
      face: <Drawing path="M5 6h12v12H5zM8 12l2.500 2.500L15 9.500" />,
      on: on.taskList,
      run: () => chain().toggleTaskList().run(),
    },
    {
      name: 'blockquote',
      label: t`Quotation`,
      face: '”',
      on: on.blockquote,
      run: () => chain().toggleBlockquote().run(),
    },
    {
      name: 'codeBlock',
      label: t`Block of code`,
      face: '{ }',
      on: on.codeBlock,
      run: () => chain().toggleCodeBlock().run(),
    },
    {
      name: 'table',
      label: t`Table`,
      face: <Drawing path="M4.500 6h15v12h-15zM4.500 12h15M12 6v12" />,
      on: on.table,
      run: () =>
        on.table
          ? chain().deleteTable().run()
          : chain().insertTable({ rows: 3, cols: 3, withHeaderRow: true }).run(),
    },
    ...(on.table
      ? [
          { name: 'row', label: t`Add a row`, face: '+—', on: false, run: () => chain().addRowAfter().run() },
          {
            name: 'column',
            label: t`Add a column`,
            face: '+|',
            on: false,
            run: () => chain().addColumnAfter().run(),
          },
        ]
      : []),
  ];
  const move = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    const next = (stop + by + tools.length) % tools.length;
    setStop(next);
    bar.current?.querySelectorAll('button')[next]?.focus();
  };
  if (linking) return <LinkField editor={editor} onDone={() => setLinking(false)} />;
  return (
    <div
      ref={bar}
      role="toolbar"
      aria-label={t`Formatting`}
      aria-controls={controls}
      className={styles.toolbar}
      onKeyDown={move}
    >
      {tools.map(({ name, label, keys, face, on: pressed, run }, index) => (
        <button
          key={name}
          type="button"
          aria-label={label}
          title={label}
          aria-pressed={pressed}
          aria-keyshortcuts={keys}
          tabIndex={index === Math.min(stop, tools.length - 1) ? 0 : -1}
          onFocus={() => setStop(index)}
          // The selection stays where it is.
          onMouseDown={(event) => event.preventDefault()}
          onClick={run}
        >
          {face}
        </button>
      ))}
    </div>
  );
}

function Drawing({ path }: { path: string }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={path} />
    </svg>
  );
}
