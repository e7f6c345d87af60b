import styles from './key-cap.module.css';

/** A key, drawn beside what it does; `aria-keyshortcuts` on the control says the same to readers of the screen. */
export function KeyCap({ children }: { children: string }) {
  return (
    <span className={styles.key} aria-hidden="true">
      {children}
    </span>
  );
}
