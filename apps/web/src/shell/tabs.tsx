import { useLingui } from '@lingui/react/macro';
import { Link, type LinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import styles from './tabs.module.css';

/**
 * The parts of one screen. Each has an address of its own, so they are links and not ARIA tabs. Where they do not fit into one
 * row they take two: what is cut off is not looked for.
 */
export function Tabs({ children }: { children: ReactNode }) {
  const { t } = useLingui();
  return (
    <nav className={styles.tabs} aria-label={t`Parts of this page`}>
      {children}
    </nav>
  );
}

export interface TabProps {
  to: LinkProps['to'];
  exact?: boolean;
  /** A few letters beside the name: a number, "nothing". */
  note?: ReactNode;
  children: ReactNode;
}

export function Tab({ to, exact = false, note, children }: TabProps) {
  return (
    <Link
      to={to}
      className={styles.tab}
      activeOptions={{ exact, includeSearch: false }}
      activeProps={{ className: styles.on }}
      resetScroll={false}
    >
      {children}
      {note !== undefined && <span className={styles.note}> {note}</span>}
    </Link>
  );
}
