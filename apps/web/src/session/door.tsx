import type { ReactNode } from 'react';
import styles from './door.module.css';

/** The page before one is inside: the promise, one form, nothing else. */
export function Door({ children, wide = false }: { children: ReactNode; wide?: boolean }) {
  return (
    <main className={styles.door}>
      <div className={wide ? `${styles.column} ${styles.wide}` : styles.column}>{children}</div>
    </main>
  );
}
