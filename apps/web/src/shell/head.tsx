import type { ReactNode } from 'react';
import styles from './head.module.css';
import { useTitle } from './title';

export interface HeadProps {
  /** The view's name. */
  name: string;
  /** The title of the page, where that says more than the name. */
  title?: string | undefined;
  /** Its rule, in a few words: what stands here and in which order. */
  rule?: ReactNode;
  before?: ReactNode;
  action?: ReactNode;
}

/** The head of a screen. The heading takes the focus when one comes here. */
export function Head({ name, title, rule, before, action }: HeadProps) {
  useTitle(title ?? name);
  return (
    <div className={styles.head}>
      {before}
      <h1 tabIndex={-1}>{name}</h1>
      {rule && <p className={styles.rule}>{rule}</p>}
      {action && <div className={styles.action}>{action}</div>}
    </div>
  );
}
