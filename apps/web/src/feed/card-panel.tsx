import { Trans } from '@lingui/react/macro';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import type { PostHistoryQuery } from '../generated/graphql';
import { When } from '../language/when';
import styles from './card-panel.module.css';
import { Words } from './words';

export interface CardPanelProps {
  title: ReactNode;
  onClose: () => void;
  children: ReactNode;
  /** Stands within the words instead of reaching the card's edges. */
  inset?: boolean;
}

/** A drawer at the foot of a card. It takes the focus, Escape closes it, and the focus goes back. */
export function CardPanel({ title, onClose, children, inset = false }: CardPanelProps) {
  const id = useId();
  const root = useRef<HTMLElement>(null);
  useEffect(() => {
    const panel = root.current;
    const card = panel?.closest<HTMLElement>('[data-card]');
    // The menu gives its focus back after its own transition; ours comes after that.
    const timer = setTimeout(() => panel?.focus({ preventScroll: true }), 160);
    panel?.scrollIntoView({ block: 'nearest' });
    return () => {
      clearTimeout(timer);
      card?.focus({ preventScroll: true });
    };
  }, []);
  return (
    <section
      ref={root}
      tabIndex={-1}
      className={inset ? `${styles.panel} ${styles.inset}` : styles.panel}
      aria-labelledby={id}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        onClose();
      }}
    >
      <div className={styles.head}>
        <h2 id={id}>{title}</h2>
        <button type="button" onClick={onClose}>
          <Trans>Close</Trans>
        </button>
      </div>
      {children}
    </section>
  );
}

type Revision = Extract<PostHistoryQuery['node'], { __typename: 'Post' }>['history'][number];

/** Earlier words, newest first; what is said now stands in the card. */
export function Revisions({ revisions }: { revisions: readonly Revision[] }) {
  const newestFirst = [...revisions].sort((one, other) => other.version - one.version);
  return (
    <ol className={styles.revisions}>
      {newestFirst.map((revision) => (
        <li key={revision.version}>
          <When at={revision.at} className={styles.time} />
          <Words text={revision.body} document={revision.document} mentions={revision.mentions} />
        </li>
      ))}
    </ol>
  );
}
