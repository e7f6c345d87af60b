import { Trans } from '@lingui/react/macro';
import styles from './privacy.module.css';

/** Beside what stands there now, where something else was shown before. */
export function Changed() {
  return (
    <p className={styles.changed} role="status">
      <Trans>This has changed since it was shown to you. Your yes to it was not saved: read it again.</Trans>
    </p>
  );
}
