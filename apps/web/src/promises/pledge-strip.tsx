import { Notice, type NoticeProps } from '@courtyard/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { FailureNotice } from '../failure/failure-notice';
import type { PledgeFragment, PostCardFragment } from '../generated/graphql';
import { useViewer } from '../session/viewer';
import { Day } from './due';
import { Given } from './given';
import { MoveDay } from './move-day';
import styles from './pledge-strip.module.css';
import { type Step, useSteps } from './use-steps';

export interface PledgeStripProps {
  post: PostCardFragment;
  pledge: PledgeFragment;
}

/** What becomes of a promise, below its words: to whom, by when, every day before, and what one may say of it. */
export default function PledgeStrip({ post, pledge }: PledgeStripProps) {
  const { employee } = useViewer();
  const { run, busy, error } = useSteps();
  const [moving, setMoving] = useState(false);
  const own = post.author.id === employee.id;
  const may = (action: PledgeFragment['allowed'][number]) => pledge.allowed.includes(action);
  const step = (name: Step, words: ReactNode) => (
    <Button key={name} size="xs" loading={busy === name} onClick={() => void run(name, post.id)}>
      {words}
    </Button>
  );
  const actions = [
    may('keep') && step('keep', <Trans>It is kept</Trans>),
    may('move') && (
      <Button key="move" size="xs" onClick={() => setMoving(true)}>
        <Trans>Move the day</Trans>
      </Button>
    ),
    may('break') && step('break', <Trans>It is broken</Trans>),
    may('reopen') &&
      step(
        'reopen',
        pledge.state === 'kept' ? <Trans>It is not kept yet</Trans> : <Trans>Promise it again</Trans>,
      ),
    may('confirm') && step('confirm', <Trans>Yes, it was kept</Trans>),
    may('take_back') && step('takeBack', <Trans>Take my yes back</Trans>),
  ].filter(Boolean);
  return (
    <div className={styles.strip}>
      <Standing pledge={pledge} own={own} actions={!moving && actions.length > 0 && actions}>
        <Earlier pledge={pledge} />
        {moving && <MoveDay post={post} pledge={pledge} onDone={() => setMoving(false)} />}
      </Standing>
      {error !== undefined && (
        <div className={styles.failure}>
          <FailureNotice error={error} />
        </div>
      )}
    </div>
  );
}

interface StandingProps extends Omit<PledgeStripProps, 'post'> {
  own: boolean;
  actions: ReactNode;
  children: ReactNode;
}

function Standing({ pledge, own, actions, children }: StandingProps) {
  const { employee } = useViewer();
  const { state, overdue, confirmedBy } = pledge;
  const name = confirmedBy?.name;
  const look: Pick<NoticeProps, 'icon' | 'tone' | 'title'> =
    state === 'kept'
      ? { icon: 'check', tone: 'good', title: <Trans>Kept.</Trans> }
      : state === 'broken'
        ? { icon: 'close', title: <Trans>Broken, and said so.</Trans> }
        : state === 'lapsed'
          ? { icon: 'clock', title: <Trans>Nobody waits for it any more.</Trans> }
          : overdue
            ? { icon: 'clock', title: <Trans>Overdue, nothing said.</Trans> }
            : { icon: 'clock' };
  return (
    <Notice {...look} actions={actions}>
      <Given pledge={pledge} own={own} />
      {confirmedBy && ' '}
      {confirmedBy &&
        (confirmedBy.id === employee.id ? (
          <Trans>You said that it was kept.</Trans>
        ) : (
          <Trans>{name} says that it was kept.</Trans>
        ))}
      {state === 'lapsed' && ' '}
      {state === 'lapsed' && (
        <Trans>Whoever gave it has left, or whoever it was given to cannot see it.</Trans>
      )}
      {children}
    </Notice>
  );
}

/** Every day that was promised before, the first one first: moving a promise hides nothing. */
function Earlier({ pledge }: { pledge: PledgeFragment }) {
  const { t } = useLingui();
  if (pledge.earlier.length === 0) return null;
  return (
    <ol className={styles.earlier} aria-label={t`Days promised before`}>
      {pledge.earlier.map(({ dueOn, reason, movedAt }) => (
        <li key={movedAt}>
          <Trans>
            Before: <Day on={dueOn} />. {reason}
          </Trans>
        </li>
      ))}
    </ol>
  );
}
