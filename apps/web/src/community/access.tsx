import { Trans, useLingui } from '@lingui/react/macro';
import { SegmentedControl } from '@mantine/core';
import type { ReactNode } from 'react';
import type { CommunityAccess, CommunityHistory } from '../generated/graphql';
import styles from './community.module.css';

export interface Opening {
  access: CommunityAccess;
  history: CommunityHistory;
}

export interface AccessProps {
  value: Opening;
  onChange: (next: Opening) => void;
  /** What "from the start" means where there was something before. */
  fromStart?: ReactNode;
}

/** How one comes in, and what one reads then; each with the sentence that says what it means. */
export function Access({ value, onChange, fromStart }: AccessProps) {
  const { t } = useLingui();
  const { access, history } = value;
  return (
    <>
      <div className={styles.access}>
        <p className={styles.asks} aria-hidden="true">
          <Trans>Who may join</Trans>
        </p>
        <SegmentedControl
          aria-label={t`Who may join`}
          value={access}
          onChange={(next) => onChange({ ...value, access: next as CommunityAccess })}
          data={[
            { value: 'open', label: t`Open` },
            { value: 'closed', label: t`Closed` },
            { value: 'hidden', label: t`Hidden` },
          ]}
        />
        <p className={styles.note}>
          {access === 'open' ? (
            <Trans>Every employee may join by themselves.</Trans>
          ) : access === 'closed' ? (
            <Trans>
              Others see its name, purpose, charter and who looks after it, not its posts or members, and ask
              to be let in.
            </Trans>
          ) : (
            <Trans>Nobody but its members knows of it. They come by invitation.</Trans>
          )}
        </p>
      </div>
      <div className={styles.access}>
        <p className={styles.asks} aria-hidden="true">
          <Trans>What whoever comes in reads of before</Trans>
        </p>
        <SegmentedControl
          aria-label={t`What whoever comes in reads of before`}
          value={history}
          onChange={(next) => onChange({ ...value, history: next as CommunityHistory })}
          data={[
            { value: 'from_start', label: t`From the start` },
            { value: 'from_joining', label: t`From joining` },
          ]}
        />
        <p className={styles.note}>
          {history === 'from_start' ? (
            (fromStart ?? <Trans>Whoever comes in reads what was posted before.</Trans>)
          ) : (
            <Trans>Whoever comes in reads what is posted from then on, and nothing of before.</Trans>
          )}
        </p>
      </div>
    </>
  );
}
