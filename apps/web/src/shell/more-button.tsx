import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { FailureNotice } from '../failure/failure-notice';
import styles from '../people/list.module.css';

export interface MoreButtonProps {
  page: { hasNextPage: boolean; endCursor: string | null } | undefined;
  onMore: (after: string | null) => Promise<unknown>;
}

/** The rest of a list, where there is one. */
export function MoreButton({ page, onMore }: MoreButtonProps) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  if (!page?.hasNextPage) return null;
  const more = async () => {
    setBusy(true);
    setFailure(null);
    try {
      await onMore(page.endCursor);
    } catch (error) {
      setFailure(error);
    }
    setBusy(false);
  };
  return (
    <div className={styles.more}>
      {failure !== null && <FailureNotice error={failure} />}
      <Button loading={busy} onClick={() => void more()}>
        <Trans>Show more</Trans>
      </Button>
    </div>
  );
}
