import { Trans, useLingui } from '@lingui/react/macro';
import type { PartChoice } from '../feed/audience-choice';
import styles from './pledge-terms.module.css';
import { ReceiverPicker } from './receiver-picker';
import type { Terms } from './terms';
import { today } from './today';

export interface PledgeTermsProps {
  terms: Terms;
  /** Only somebody whom it reaches can be promised something. */
  parts: PartChoice[];
  onChange: (terms: Terms) => void;
}

/** In the composer: whom it is promised to, and by when. */
export default function PledgeTerms({ terms, parts, onChange }: PledgeTermsProps) {
  const { t } = useLingui();
  return (
    <div className={styles.terms}>
      <span className={styles.label}>
        <Trans>Promised to</Trans>
        <ReceiverPicker
          to={terms.to}
          parts={parts}
          label={t`Whom it is promised to`}
          none={t`everyone it reaches`}
          offersNone
          onChange={(to) => onChange({ ...terms, to })}
        />
      </span>
      <label className={styles.label}>
        <Trans>by</Trans>
        <input
          className={styles.day}
          type="date"
          required
          min={today()}
          value={terms.dueOn}
          onChange={(event) => onChange({ ...terms, dueOn: event.currentTarget.value })}
        />
      </label>
    </div>
  );
}
