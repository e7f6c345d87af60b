import { Icon } from '@courtyard/ui';
import { useLingui } from '@lingui/react/macro';
import styles from './disclosure.module.css';

/** The way of a disclosure; `at` is the step that one is at, from 0. */
export function Steps({ at }: { at: number }) {
  const { t } = useLingui();
  const steps = [t`Question`, t`Recipient and purpose`, t`Fields`, t`Two approvals`, t`Signed manifest`];
  return (
    <ol className={styles.steps} aria-label={t`Steps`}>
      {steps.map((step, index) => (
        <li
          key={step}
          className={index < at ? styles.done : index === at ? styles.now : undefined}
          aria-current={index === at ? 'step' : undefined}
        >
          <span className={styles.number}>{index < at ? <Icon name="check" small /> : index + 1}</span>
          <span>{step}</span>
        </li>
      ))}
    </ol>
  );
}
