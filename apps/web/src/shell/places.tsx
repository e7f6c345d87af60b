import { Empty, Mark } from '@courtyard/ui';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { type ErrorComponentProps, Link } from '@tanstack/react-router';
import { FailureNotice } from '../failure/failure-notice';
import styles from './places.module.css';

/** Before anything can be shown: the mark, nothing that moves. */
export function Opening() {
  return (
    <div className={styles.opening} role="status">
      <Mark size={40} />
      <span>
        <Trans>Opening Courtyard…</Trans>
      </span>
    </div>
  );
}

/** A screen broke or could not be read. The words that somebody was writing lie in the tab's storage, not here. */
export function Broken({ error }: ErrorComponentProps) {
  return (
    <div className={styles.place}>
      <h1>
        <Trans>This page could not be opened</Trans>
      </h1>
      <FailureNotice error={error} onRetry={() => location.reload()} />
    </div>
  );
}

export function NotHere() {
  return (
    <div className={styles.place}>
      <h1>
        <Trans>Nothing here</Trans>
      </h1>
      <Empty
        title={<Trans>There is nothing here that you may see</Trans>}
        step={
          <Button component={Link} to="/">
            <Trans>Go to Home</Trans>
          </Button>
        }
      >
        <Trans>
          It may have been withdrawn, or it was never meant for you. Both look the same, on purpose.
        </Trans>
      </Empty>
    </div>
  );
}
