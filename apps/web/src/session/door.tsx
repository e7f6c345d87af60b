import type { ReactNode } from 'react';
import styles from './door.module.css';

/** The page before one is inside: the promise, one form, nothing else. */
export function Door({ children }: { children: ReactNode }) {
  return (
    <main className={styles.door}>
      <div className={styles.column}>{children}</div>
    </main>
  );
}
