import { useLingui } from '@lingui/react/macro';
import { Link, type LinkProps, useLocation } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';
import styles from './tabs.module.css';

/** The parts of one screen. Each has an address of its own, so they are links and not ARIA tabs. */
export function Tabs({ children }: { children: ReactNode }) {
  const { t } = useLingui();
  const { pathname } = useLocation();
  const root = useRef<HTMLElement>(null);
  // On a telephone the row is longer than the screen: the tab one is on must be in sight.
  useEffect(() => {
    if (pathname)
      root.current
        ?.querySelector('[aria-current="page"]')
        ?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [pathname]);
  return (
    <nav ref={root} className={styles.tabs} aria-label={t`Parts of this page`}>
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
