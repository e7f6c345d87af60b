import { PlainText } from '@courtyard/ui';
import { Trans } from '@lingui/react/macro';
import { useState } from 'react';
import styles from './words.module.css';

/** From here on a card shows the beginning and offers the rest. */
const long = { signs: 900, lines: 14 };

export function Words({ text, whole = false }: { text: string; whole?: boolean }) {
  const [open, setOpen] = useState(whole);
  const closed = !open && (text.length > long.signs || text.split('\n').length > long.lines);
  return (
    <>
      <div className={closed ? `${styles.words} ${styles.closed}` : styles.words} dir="auto">
        {text.split(/\n{2,}/).map((paragraph, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the paragraphs of one text never move
          <p key={index}>
            <PlainText text={paragraph} />
          </p>
        ))}
      </div>
      {closed && (
        <button type="button" className={styles.more} onClick={() => setOpen(true)}>
          <Trans>Read on</Trans>
        </button>
      )}
    </>
  );
}
