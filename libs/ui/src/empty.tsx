import type { ReactNode } from 'react';
import styles from './empty.module.css';

/** An empty place says what belongs here and offers the first step. */
export function Empty({
  title,
  children,
  step,
}: {
  title: ReactNode;
  children?: ReactNode;
  step?: ReactNode;
}) {
  return (
    <div className={styles.empty}>
      <p className={styles.title}>{title}</p>
      {children && <p className={styles.words}>{children}</p>}
      {step && <div className={styles.step}>{step}</div>}
    </div>
  );
}
