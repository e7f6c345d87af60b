import { PlainText } from '@courtyard/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { useId, useState } from 'react';
import styles from './privacy.module.css';

/** From here on a text scrolls in its place, and can be unfolded. */
const long = { signs: 600, lines: 9 };

/** All that a text says: whoever answers has it before them, however long it is. */
export function WholeText({ text }: { text: string }) {
  const { t } = useLingui();
  const id = useId();
  const [open, setOpen] = useState(false);
  const isLong = text.length > long.signs || text.split('\n').length > long.lines;
  if (!isLong)
    return (
      <blockquote className={styles.text} dir="auto">
        <PlainText text={text} />
      </blockquote>
    );
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a section would be one more landmark for each text */}
      <div
        id={id}
        role="group"
        aria-label={t`The whole text`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with keys
        tabIndex={0}
        className={open ? undefined : styles.scrolls}
      >
        <blockquote className={styles.text} dir="auto">
          <PlainText text={text} />
        </blockquote>
      </div>
      <button
        type="button"
        className={styles.link}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        {open ? <Trans>Show less</Trans> : <Trans>Show the whole text</Trans>}
      </button>
    </>
  );
}

/** What a text is called where it is not shown: the beginning of its first line. */
export function beginningOf(text: string): string {
  const [line = ''] = text.split('\n');
  const signs = [...line];
  return signs.length > 80 ? `${signs.slice(0, 79).join('')}…` : line;
}
