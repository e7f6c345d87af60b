import styles from './bones.module.css';

/** The shape of a card before it is there; `label` is what a reader of the screen hears. */
export function CardBones({ count = 3, label }: { count?: number; label: string }) {
  return (
    <div role="status" aria-label={label}>
      {Array.from({ length: count }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: shapes without anything to tell them apart
        <div key={index} className={styles.card} aria-hidden="true">
          <div className={styles.by}>
            <span className={styles.face} />
            <span>
              <span className={`${styles.line} ${styles.name}`} />
              <span className={`${styles.line} ${styles.meta}`} />
            </span>
          </div>
          <span className={styles.line} />
          <span className={`${styles.line} ${styles.short}`} />
        </div>
      ))}
    </div>
  );
}

export function RowBones({ count = 6, label }: { count?: number; label: string }) {
  return (
    <div role="status" aria-label={label}>
      {Array.from({ length: count }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: shapes without anything to tell them apart
        <div key={index} className={styles.row} aria-hidden="true">
          <span className={styles.face} />
          <span>
            <span className={`${styles.line} ${styles.name}`} />
            <span className={`${styles.line} ${styles.meta}`} />
          </span>
        </div>
      ))}
    </div>
  );
}
