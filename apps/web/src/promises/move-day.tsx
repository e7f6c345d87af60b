import { useMutation } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { FailureNotice } from '../failure/failure-notice';
import { MovePledgeDocument, type PledgeFragment, type PostCardFragment } from '../generated/graphql';
import styles from './pledge-strip.module.css';
import { today } from './today';

export interface MoveDayProps {
  post: PostCardFragment;
  pledge: PledgeFragment;
  onDone: () => void;
}

/** Another day, and why: both stay beside the promise. */
export function MoveDay({ post, pledge, onDone }: MoveDayProps) {
  const { t } = useLingui();
  const [move, { loading, error }] = useMutation(MovePledgeDocument);
  const [dueOn, setDueOn] = useState('');
  const [reason, setReason] = useState('');
  const ready = dueOn !== '' && dueOn !== pledge.dueOn && reason.trim() !== '';
  const send = async () => {
    if (!ready || loading) return;
    try {
      await move({ variables: { input: { postId: post.id, dueOn, reason } } });
      onDone();
    } catch {
      // Shown below, and the words stay.
    }
  };
  return (
    <form
      className={styles.move}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && reason === '') {
          event.preventDefault();
          onDone();
        }
      }}
    >
      <TextInput
        label={t`New day`}
        type="date"
        min={today()}
        autoFocus
        value={dueOn}
        onChange={(event) => setDueOn(event.currentTarget.value)}
      />
      <Textarea
        label={t`Why`}
        description={t`It stands beside the day you promised before, for everybody who sees the promise.`}
        autosize
        minRows={1}
        maxRows={6}
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value.replaceAll('\n', ' '))}
      />
      {error && <FailureNotice error={error} />}
      <div className={styles.buttons}>
        <Button size="xs" type="submit" loading={loading} disabled={!ready}>
          <Trans>Promise this day</Trans>
        </Button>
        <Button size="xs" onClick={onDone}>
          <Trans>Cancel</Trans>
        </Button>
      </div>
    </form>
  );
}
