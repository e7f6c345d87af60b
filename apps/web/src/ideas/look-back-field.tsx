import { Trans } from '@lingui/react/macro';
import styles from './idea-strip.module.css';
import { farthest, tomorrow } from './look-back-days';

export interface LookBackFieldProps {
  value: string;
  onChange: (value: string) => void;
}

/** The day on which it is asked what became of an idea; nobody has to choose one. */
export function LookBackField({ value, onChange }: LookBackFieldProps) {
  const now = Date.now();
  return (
    <label className={styles.day}>
      <Trans>Look back on</Trans>
      <input
        type="date"
        min={tomorrow(now)}
        max={farthest(now)}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </label>
  );
}
