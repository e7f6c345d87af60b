import { useMutation } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useId, useState } from 'react';
import { FailureNotice } from '../failure/failure-notice';
import { GiveJudgementDocument, type PollFragment } from '../generated/graphql';
import styles from './poll-strip.module.css';

export interface BallotProps {
  postId: string;
  poll: PollFragment;
  onDone: () => void;
}

/** Two equal ways to go on: a vote, or the word that one does not want to say. Nothing is chosen before. */
export function Ballot({ postId, poll, onDone }: BallotProps) {
  const { t } = useLingui();
  const group = useId();
  const [chosen, setChosen] = useState<readonly number[]>(poll.mine ?? []);
  const [give, { loading, error }] = useMutation(GiveJudgementDocument);
  const mayVote = poll.allowed.includes('judge');
  const judge = async (choices: readonly number[]) => {
    try {
      await give({ variables: { postId, choices: [...choices] } });
      onDone();
    } catch {
      // Shown below.
    }
  };
  const toggle = (at: number) =>
    setChosen((now) =>
      !poll.several ? [at] : now.includes(at) ? now.filter((one) => one !== at) : [...now, at],
    );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (chosen.length > 0) void judge(chosen);
      }}
    >
      <fieldset className={styles.ballot} aria-label={t`Your vote`} disabled={loading || !mayVote}>
        <legend className={styles.note}>
          {poll.several ? <Trans>Choose one or more.</Trans> : <Trans>Choose one.</Trans>}
        </legend>
        {poll.options.map(({ text }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an option is its place in the list
          <label key={at} className={styles.choice} dir="auto">
            <input
              type={poll.several ? 'checkbox' : 'radio'}
              name={group}
              checked={chosen.includes(at)}
              onChange={() => toggle(at)}
            />
            {text}
          </label>
        ))}
      </fieldset>
      <div className={styles.actions}>
        {mayVote && (
          <Button type="submit" size="xs" disabled={chosen.length === 0} loading={loading}>
            <Trans>Vote</Trans>
          </Button>
        )}
        <Button size="xs" disabled={loading} onClick={() => void judge([])}>
          <Trans>I don’t want to say</Trans>
        </Button>
      </div>
      <p className={styles.note}>
        <Trans>
          Nobody is told what you chose. What others said and thought of this shows once you have answered.
        </Trans>
      </p>
      {error && <FailureNotice error={error} />}
    </form>
  );
}
