import { useMutation } from '@apollo/client/react';
import { Notice } from '@courtyard/ui';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { FailureNotice } from '../failure/failure-notice';
import { ClosePollDocument, type PollFragment } from '../generated/graphql';
import { When } from '../language/when';
import { Ballot } from './ballot';
import styles from './poll-strip.module.css';
import { Result } from './result';

export interface PollStripProps {
  postId: string;
  poll: PollFragment;
}

/** A poll below its words: what may be chosen, what one chose, and once it is closed, what came of it. */
export default function PollStrip({ postId, poll }: PollStripProps) {
  const [anew, setAnew] = useState(false);
  const { state, mine, closesAt, allowed } = poll;
  const counting = state === 'open' && closesAt !== null && Date.parse(closesAt) <= Date.now();
  const asked =
    state === 'open' &&
    !counting &&
    (mine === null || anew) &&
    (allowed.includes('judge') || allowed.includes('pass'));
  return (
    <section className={styles.poll}>
      {state === 'closed' ? (
        <Result poll={poll} />
      ) : counting ? (
        <Notice icon="clock">
          <Trans>This poll has ended and is being counted.</Trans>
        </Notice>
      ) : asked ? (
        <Ballot postId={postId} poll={poll} onDone={() => setAnew(false)} />
      ) : (
        <Given poll={poll} onAnew={() => setAnew(true)} />
      )}
      {state === 'open' && !counting && <Ends poll={poll} />}
      {allowed.includes('settle') && !counting && <Close postId={postId} />}
    </section>
  );
}

/** One's own vote while it is open; the numbers come when it closes. */
function Given({ poll, onAnew }: { poll: PollFragment; onAnew: () => void }) {
  const mine = poll.mine ?? [];
  return (
    <>
      <ul className={styles.options}>
        {poll.options.map(({ text }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an option is its place in the list
          <li key={at} className={mine.includes(at) ? styles.mine : undefined} dir="auto">
            {text}
            {mine.includes(at) && (
              <span className={styles.yours}>
                <Trans>Your choice</Trans>
              </span>
            )}
          </li>
        ))}
      </ul>
      {poll.mine !== null && (
        <div className={styles.actions}>
          <p className={styles.note}>
            {mine.length > 0 ? <Trans>You voted.</Trans> : <Trans>You did not want to say.</Trans>}
          </p>
          <Button size="xs" onClick={onAnew}>
            {mine.length > 0 ? <Trans>Change my vote</Trans> : <Trans>Vote after all</Trans>}
          </Button>
        </div>
      )}
    </>
  );
}

function Ends({ poll: { closesAt } }: { poll: PollFragment }) {
  return (
    <p className={styles.note}>
      {closesAt === null ? (
        <Trans>It is counted when its author closes it, and shown if ten or more voted.</Trans>
      ) : (
        <Trans>
          It closes <When at={closesAt} within />; it is counted then, and shown if ten or more voted.
        </Trans>
      )}
    </p>
  );
}

function Close({ postId }: { postId: string }) {
  const [sure, setSure] = useState(false);
  const [close, { loading, error }] = useMutation(ClosePollDocument, { variables: { postId } });
  if (!sure)
    return (
      <div className={styles.actions}>
        <Button size="xs" onClick={() => setSure(true)}>
          <Trans>Close the poll</Trans>
        </Button>
      </div>
    );
  return (
    <div className={styles.sure}>
      <Notice
        icon="clock"
        title={<Trans>Close it for good?</Trans>}
        actions={
          <>
            <Button size="xs" loading={loading} onClick={() => void close().catch(() => undefined)}>
              <Trans>Close and count</Trans>
            </Button>
            <Button size="xs" onClick={() => setSure(false)}>
              <Trans>Keep it open</Trans>
            </Button>
          </>
        }
      >
        <Trans>It is counted once. Where fewer than ten voted, nothing is shown.</Trans>
      </Notice>
      {error && <FailureNotice error={error} />}
    </div>
  );
}
