import { useMutation } from '@apollo/client/react';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { FailureNotice } from '../failure/failure-notice';
import { CardPanel } from '../feed/card-panel';
import styles from '../feed/card-panel.module.css';
import { type CommentFragment, WidenCommentDocument } from '../generated/graphql';

/** Asks before one's own comment is shown to all whom its post reaches. */
export default function WidenComment({
  comment,
  onClose,
}: {
  comment: CommentFragment;
  onClose: () => void;
}) {
  const [widen, { loading, error }] = useMutation(WidenCommentDocument, { variables: { id: comment.id } });
  return (
    <CardPanel
      title={<Trans>Show this comment to everybody who sees the post?</Trans>}
      onClose={onClose}
      inset
    >
      <p>
        <Trans>
          The post was shown to people who came later. They see that a comment is withheld, and not whose.
          What was read cannot be taken back.
        </Trans>
      </p>
      {error && <FailureNotice error={error} />}
      <div className={styles.two}>
        <Button
          size="xs"
          loading={loading}
          onClick={() =>
            void widen()
              .then(onClose)
              .catch(() => undefined)
          }
        >
          <Trans>Show it</Trans>
        </Button>
        <Button size="xs" onClick={onClose}>
          <Trans>Leave it as it is</Trans>
        </Button>
      </div>
    </CardPanel>
  );
}
