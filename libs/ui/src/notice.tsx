import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon.js';
import styles from './notice.module.css';

export interface NoticeProps {
  /** Red is for loss only; a failure that loses nothing is plain, amber leaves the walls or differs. */
  tone?: 'quiet' | 'plain' | 'amber' | 'good' | 'red';
  icon?: IconName;
  title?: ReactNode;
  children?: ReactNode;
  /** At the end of the words: one button or two equal ones. */
  actions?: ReactNode;
  /** `alert` interrupts a reader of the screen: only for what failed just now. */
  role?: 'alert' | 'status';
}

/** One quiet strip of words: what happened, whether anything was lost, what to do. */
export function Notice({ tone = 'quiet', icon, title, children, actions, role }: NoticeProps) {
  return (
    <div className={`${styles.notice} ${styles[tone]}`} role={role}>
      {icon && <Icon name={icon} />}
      <div className={styles.words}>
        {title && <b>{title}</b>}
        {title && children ? ' ' : null}
        {children}
        {actions && <div className={styles.actions}>{actions}</div>}
      </div>
    </div>
  );
}
