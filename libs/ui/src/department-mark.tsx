import styles from './department-mark.module.css';

/** A square of the department's colour and its name: the colour never speaks alone. */
export function DepartmentMark({ name, color }: { name: string; color: number }) {
  return (
    <span className={styles.mark}>
      <span className={`${styles.square} ${styles[`d${color}`] ?? ''}`} aria-hidden="true" />
      <span className={styles.name}>{name}</span>
    </span>
  );
}
