import { Icon, Notice } from '@courtyard/ui';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { FailureNotice } from '../failure/failure-notice';
import { Byline } from '../feed/byline';
import { Words } from '../feed/words';
import type { PostCardFragment, QuestionFragment } from '../generated/graphql';
import { When } from '../language/when';
import { useViewer } from '../session/viewer';
import styles from './question-strip.module.css';
import { type Step, useSteps } from './use-steps';
import { LookedAfter, Waiting } from './waiting';

export interface QuestionStripProps {
  post: PostCardFragment;
  question: QuestionFragment;
}

/** How a question stands, below its words: who looks after it, what answers it, and what one may do about that. */
export default function QuestionStrip({ post, question }: QuestionStripProps) {
  const { run, busy, error } = useSteps();
  const may = (action: QuestionFragment['allowed'][number]) => question.allowed.includes(action);
  const step = (name: Step, words: ReactNode) => (
    <Button key={name} size="xs" loading={busy === name} onClick={() => void run(name, post.id)}>
      {words}
    </Button>
  );
  const solved = question.state === 'solved';
  const steps = [
    question.state === 'open' && may('take') && step('take', <Trans>I look after this</Trans>),
    question.state === 'open' && may('give_back') && step('giveBack', <Trans>Give it back</Trans>),
    !solved && may('confirm') && step('confirm', <Trans>It is solved</Trans>),
    question.accepted && !solved && may('take_back') && step('takeBack', <Trans>Take the answer back</Trans>),
    may('reopen') && step('reopen', solved ? <Trans>It is not solved</Trans> : <Trans>Ask again</Trans>),
  ].filter(Boolean);
  const actions = steps.length > 0 && <div className={styles.actions}>{steps}</div>;
  return (
    <>
      {question.accepted ? (
        <Answer accepted={question.accepted} solved={solved}>
          {actions}
        </Answer>
      ) : (
        <div className={styles.strip}>
          <Standing post={post} question={question} actions={steps.length > 0 && steps} />
        </div>
      )}
      {error !== undefined && (
        <div className={styles.failure}>
          <FailureNotice error={error} />
        </div>
      )}
    </>
  );
}

function Standing({ post, question, actions }: QuestionStripProps & { actions: ReactNode }) {
  const { employee } = useViewer();
  const { state, takenBy } = question;
  if (state === 'solved')
    return (
      <Notice icon="check" tone="good" title={<Trans>Solved.</Trans>} actions={actions}>
        <Trans>Whoever asked says so, without an answer from here.</Trans>
      </Notice>
    );
  if (state === 'asker_left')
    return (
      <Notice icon="clock" actions={actions}>
        {post.author.id === employee.id ? (
          <Trans>You had left, so nobody waits for an answer.</Trans>
        ) : (
          <Trans>Whoever asked has left, so nobody waits for an answer.</Trans>
        )}
      </Notice>
    );
  // Archived: it stands in no list of what waits.
  if (!post.allowed.includes('comment'))
    return (
      <Notice icon="clock" actions={actions}>
        <Trans>Nothing new is said here any more, so nobody waits for an answer.</Trans>
      </Notice>
    );
  return (
    <Notice icon="clock" title={<Waiting since={post.publishedAt} />} actions={actions}>
      <LookedAfter by={takenBy} mine={takenBy?.id === employee.id} />
    </Notice>
  );
}

interface AnswerProps {
  accepted: NonNullable<QuestionFragment['accepted']>;
  solved: boolean;
  children: ReactNode;
}

/** What the asker accepted, before all that was said. */
function Answer({ accepted, solved, children }: AnswerProps) {
  return (
    <section className={styles.answer} aria-label={accepted.author.name}>
      <p className={styles.mark}>
        <Icon name="check" small />
        {solved ? <Trans>Solved by this answer</Trans> : <Trans>Accepted answer</Trans>}
      </p>
      <Byline
        small
        author={accepted.author}
        facts={[
          <When key="time" at={accepted.createdAt} />,
          // What was accepted may have been worded otherwise.
          accepted.editedAt && <Trans key="edited">edited</Trans>,
        ]}
      />
      <div className={styles.words}>
        <Words text={accepted.body} document={accepted.document} mentions={accepted.mentions} />
        {children}
      </div>
    </section>
  );
}
