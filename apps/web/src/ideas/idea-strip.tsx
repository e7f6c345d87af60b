import { useMutation } from '@apollo/client/react';
import { Notice } from '@courtyard/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { FailureNotice } from '../failure/failure-notice';
import { Byline } from '../feed/byline';
import { Words } from '../feed/words';
import {
  GiveIdeaBackDocument,
  GiveJudgementDocument,
  type IdeaFragment,
  SetLookBackDocument,
  TakeIdeaUpDocument,
} from '../generated/graphql';
import { dayWords } from '../language/time';
import { When } from '../language/when';
import { useViewer } from '../session/viewer';
import styles from './idea-strip.module.css';
import { chosenDay } from './look-back-days';
import { LookBackField } from './look-back-field';
import { TellOutcome } from './tell-outcome';

export interface IdeaStripProps {
  postId: string;
  idea: IdeaFragment;
  /** One's own judgement is asked for. */
  awaited: boolean;
}

/** How an idea stands: who took it up, when one looks back, and what became of it. */
export default function IdeaStrip({ postId, idea, awaited }: IdeaStripProps) {
  const [doing, setDoing] = useState<'tell' | 'day' | null>(null);
  const [takeUp, taking] = useMutation(TakeIdeaUpDocument, { variables: { input: { postId } } });
  const [giveBack, giving] = useMutation(GiveIdeaBackDocument, { variables: { postId } });
  const may = (action: IdeaFragment['allowed'][number]) => idea.allowed.includes(action);
  const error = taking.error ?? giving.error;
  const close = () => setDoing(null);
  return (
    <div className={styles.strip}>
      {idea.told && <Told told={idea.told} state={idea.state} />}
      <Standing idea={idea} />
      {doing === 'tell' ? (
        <TellOutcome postId={postId} onDone={close} />
      ) : doing === 'day' ? (
        <Day postId={postId} idea={idea} onDone={close} />
      ) : (
        <div className={styles.actions}>
          {may('take_up') && (
            <Button size="xs" loading={taking.loading} onClick={() => void takeUp().catch(() => undefined)}>
              <Trans>I take it up</Trans>
            </Button>
          )}
          {may('give_back') && (
            <Button size="xs" loading={giving.loading} onClick={() => void giveBack().catch(() => undefined)}>
              <Trans>Give it back</Trans>
            </Button>
          )}
          {may('tell_outcome') && (
            <Button size="xs" onClick={() => setDoing('tell')}>
              <Trans>Tell what became of it</Trans>
            </Button>
          )}
          {may('look_back') && isWaiting(idea) && (
            <Button size="xs" onClick={() => setDoing('day')}>
              {idea.lookBackOn ? <Trans>Change the day</Trans> : <Trans>Set a day to look back</Trans>}
            </Button>
          )}
        </div>
      )}
      {error && <FailureNotice error={error} />}
      {awaited && <Judge postId={postId} />}
    </div>
  );
}

function isWaiting({ state }: IdeaFragment): boolean {
  return state === 'open' || state === 'taken_up' || state === 'not_now';
}

function Standing({ idea }: { idea: IdeaFragment }) {
  const { i18n } = useLingui();
  const { employee } = useViewer();
  const { state, takenBy, lookBackOn, lookBackDue } = idea;
  const name = takenBy?.name;
  const day =
    lookBackOn && isWaiting(idea) ? dayWords(new Date(`${lookBackOn}T12:00:00`), i18n.locale) : null;
  if (lookBackDue)
    return (
      <Notice icon="clock" title={<Trans>Looking back is due.</Trans>}>
        <Trans>Tell what became of it: done, not now, or dropped.</Trans>
      </Notice>
    );
  return (
    <Notice
      icon={state === 'done' ? 'check' : 'clock'}
      tone={state === 'done' ? 'good' : 'quiet'}
      title={<StateWord state={state} />}
    >
      {state === 'open' && <Trans>Nobody took it up yet.</Trans>}
      {state === 'taken_up' &&
        (takenBy?.id === employee.id ? (
          <Trans>You took it up.</Trans>
        ) : (
          <Trans>{name} took it up.</Trans>
        ))}{' '}
      {day && <Trans>Looking back on {day}.</Trans>}
    </Notice>
  );
}

function StateWord({ state }: { state: IdeaFragment['state'] }) {
  if (state === 'taken_up') return <Trans>Taken up.</Trans>;
  if (state === 'not_now') return <Trans>Not now.</Trans>;
  if (state === 'done') return <Trans>Done.</Trans>;
  if (state === 'dropped') return <Trans>Dropped.</Trans>;
  return <Trans>Open.</Trans>;
}

/** What became of it, before all that was said. */
function Told({ told, state }: { told: NonNullable<IdeaFragment['told']>; state: IdeaFragment['state'] }) {
  return (
    <section className={styles.told} aria-label={told.author.name}>
      <p className={styles.mark}>
        {isOver(state) ? <Trans>What became of it</Trans> : <Trans>What was said of it last</Trans>}
      </p>
      <Byline small author={told.author} facts={[<When key="time" at={told.createdAt} />]} />
      <div className={styles.words}>
        <Words text={told.body} />
      </div>
    </section>
  );
}

function isOver(state: IdeaFragment['state']): boolean {
  return state === 'done' || state === 'dropped' || state === 'not_now';
}

function Day({ postId, idea, onDone }: { postId: string; idea: IdeaFragment; onDone: () => void }) {
  const [day, setDay] = useState(idea.lookBackOn ?? '');
  const [set, { loading, error }] = useMutation(SetLookBackDocument);
  const chosen = chosenDay(day, Date.now());
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (day !== '' && chosen === null) return;
        void set({ variables: { input: { postId, lookBackOn: chosen } } }).then(onDone, () => undefined);
      }}
    >
      <LookBackField value={day} onChange={setDay} />
      {error && <FailureNotice error={error} />}
      <div className={styles.actions}>
        <Button type="submit" size="xs" loading={loading} disabled={day !== '' && chosen === null}>
          {day === '' ? <Trans>Look back on no day</Trans> : <Trans>Look back then</Trans>}
        </Button>
        <Button size="xs" onClick={onDone}>
          <Trans>Leave it as it is</Trans>
        </Button>
      </div>
    </form>
  );
}

/** A reaction is a judgement; this is the one that says neither. */
function Judge({ postId }: { postId: string }) {
  const [give, { loading, error }] = useMutation(GiveJudgementDocument, {
    variables: { postId, choices: [] },
  });
  return (
    <div className={styles.actions}>
      <p className={styles.note}>
        <Trans>
          What others think shows once you have said what you think: useful, valuable, or neither.
        </Trans>
      </p>
      <Button size="xs" loading={loading} onClick={() => void give().catch(() => undefined)}>
        <Trans>Neither</Trans>
      </Button>
      {error && <FailureNotice error={error} />}
    </div>
  );
}
