import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { FailureNotice } from '../failure/failure-notice';
import { useFresh } from '../reauthentication/use-fresh';
import styles from './entry.module.css';

export interface DecideProps {
  /** What is decided, for readers of the screen. */
  about: string;
  decide: (approve: boolean) => Promise<unknown>;
}

/** The second person's two equal answers. */
export function Decide({ about, decide }: DecideProps) {
  const { run, busy, failure } = useFresh();
  return (
    <>
      {failure !== null && <FailureNotice error={failure} />}
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset brings its own layout */}
      <div className={styles.two} role="group" aria-label={about}>
        <Button loading={busy} onClick={() => void run(() => decide(true))}>
          <Trans>Approve</Trans>
        </Button>
        <Button disabled={busy} onClick={() => void run(() => decide(false))}>
          <Trans>Refuse</Trans>
        </Button>
      </div>
    </>
  );
}
