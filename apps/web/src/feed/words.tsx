import { PlainText } from '@courtyard/ui';
import { Trans } from '@lingui/react/macro';
import { lazy, Suspense, useMemo, useState } from 'react';
import { documentOf } from '../writing/document-of';
import type { Named } from '../writing/said';
import styles from './words.module.css';

const DocumentView = lazy(() => import('../writing/document-view'));

/** From here on a card shows the beginning and offers the rest. */
const long = { signs: 900, lines: 14 };

export interface WordsProps {
  /** In plain text: all there is where there is no document. */
  text: string;
  document?: string | null | undefined;
  mentions?: readonly Named[] | undefined;
  whole?: boolean;
}

const nobody: readonly Named[] = [];

export function Words({ text, document, mentions = nobody, whole = false }: WordsProps) {
  const shaped = useMemo(() => documentOf(document), [document]);
  const [open, setOpen] = useState(whole);
  const closed = !open && (text.length > long.signs || text.split('\n').length > long.lines);
  const plain = (
    <div className={closed ? `${styles.words} ${styles.closed}` : styles.words} dir="auto">
      {text.split(/\n{2,}/).map((paragraph, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the paragraphs of one text never move
        <p key={index}>
          <PlainText text={paragraph} />
        </p>
      ))}
    </div>
  );
  return (
    <>
      {shaped ? (
        <Suspense fallback={plain}>
          <div className={closed ? `${styles.words} ${styles.cut}` : styles.words}>
            <DocumentView document={shaped} mentions={mentions} />
          </div>
        </Suspense>
      ) : (
        plain
      )}
      {closed && (
        <button type="button" className={styles.more} onClick={() => setOpen(true)}>
          <Trans>Read on</Trans>
        </button>
      )}
    </>
  );
}
