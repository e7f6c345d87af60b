import { cleanLink } from '@courtyard/writing';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import type { Editor } from '@tiptap/react';
import { type KeyboardEvent, useState } from 'react';
import styles from './editor.module.css';
import { withScheme } from './schema';

/** The address of a link, in the place of the toolbar; what is no address of the three kinds is not taken. */
export function LinkField({ editor, onDone }: { editor: Editor; onDone: () => void }) {
  const { t } = useLingui();
  const [address, setAddress] = useState(String(editor.getAttributes('link')['href'] ?? ''));
  const href = address.trim() === '' ? null : cleanLink(withScheme(address));
  const wrong = address.trim() !== '' && href === null;
  const leave = () => {
    onDone();
    editor.commands.focus();
  };
  const set = () => {
    if (wrong) return;
    const chain = editor.chain().focus().extendMarkRange('link');
    if (href === null) chain.unsetLink().run();
    else if (editor.state.selection.empty && !editor.isActive('link'))
      chain
        .insertContent({
          type: 'text',
          text: href.replace(/^mailto:/, ''),
          marks: [{ type: 'link', attrs: { href } }],
        })
        .run();
    else chain.setLink({ href }).run();
    onDone();
  };
  // Not a form of its own: it stands within one.
  const keys = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Enter') set();
    else leave();
  };
  return (
    <div className={styles.linking}>
      <input
        // biome-ignore lint/a11y/noAutofocus: it was asked for by the button in whose place it stands
        autoFocus
        type="text"
        inputMode="url"
        aria-label={t`Address of the link`}
        aria-invalid={wrong}
        placeholder="https://"
        value={address}
        onChange={(event) => setAddress(event.currentTarget.value)}
        onKeyDown={keys}
      />
      <Button size="xs" disabled={wrong} onClick={set}>
        {address.trim() === '' ? <Trans>Remove the link</Trans> : <Trans>Set the link</Trans>}
      </Button>
      <Button size="xs" onClick={leave}>
        <Trans>Cancel</Trans>
      </Button>
    </div>
  );
}
