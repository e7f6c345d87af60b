import { Trans, useLingui } from '@lingui/react/macro';
import type { PartChoice } from '../feed/audience-choice';
import styles from '../promises/pledge-terms.module.css';
import { ReceiverPicker } from '../promises/receiver-picker';
import type { Named } from '../writing/said';

export interface PraisedFieldProps {
  to: Named | null;
  parts: PartChoice[];
  onChange: (to: Named | null) => void;
}

/** In the composer: whom it praises, and who reads it first. */
export default function PraisedField({ to, parts, onChange }: PraisedFieldProps) {
  const { t } = useLingui();
  return (
    <div className={styles.terms}>
      <span className={styles.label}>
        <Trans>Praise for</Trans>
        <ReceiverPicker
          to={to}
          parts={parts}
          label={t`Whom it praises`}
          none={t`somebody of them`}
          onChange={onChange}
        />
      </span>
      <span>
        <Trans>Only you two read it, until they let it be shown.</Trans>
      </span>
    </div>
  );
}
