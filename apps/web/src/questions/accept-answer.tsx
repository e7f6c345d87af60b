import { useMutation } from '@apollo/client/react';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { FailureNotice } from '../failure/failure-notice';
import { AcceptAnswerDocument } from '../generated/graphql';
import styles from './question-strip.module.css';

/** Below each comment, for whoever asked. */
export default function AcceptAnswer({ commentId }: { commentId: string }) {
  const [accept, { loading, error }] = useMutation(AcceptAnswerDocument, { variables: { commentId } });
  return (
    <div className={styles.actions}>
      <Button size="xs" loading={loading} onClick={() => void accept().catch(() => undefined)}>
        <Trans>This answers it</Trans>
      </Button>
      {error && <FailureNotice error={error} />}
    </div>
  );
}
