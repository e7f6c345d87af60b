import { Trans, useLingui } from '@lingui/react/macro';
import { FailureNotice } from '../failure/failure-notice';
import type { AnswerFragment } from '../generated/graphql';
import { useDay } from '../language/use-day';
import { When } from '../language/when';
import styles from './privacy.module.css';

export interface AnswerLineProps {
  answer: AnswerFragment | null;
  about: string;
  error: unknown;
  onWithdraw: (id: string) => void;
}

/** What became of an answer, and the one click that takes a yes back. */
export function AnswerLine({ answer, about, error, onWithdraw }: AnswerLineProps) {
  const { t } = useLingui();
  const day = useDay();
  if (!answer) return null;
  const back = (words: string) => (
    <button type="button" aria-label={`${words}: ${about}`} onClick={() => onWithdraw(answer.id)}>
      {words}
    </button>
  );
  return (
    <div className={styles.state} role="status">
      {answer.state === 'cooling_off' && (
        <>
          {answer.effectiveAt && (
            <span>
              <Trans>
                Your yes counts from <When at={answer.effectiveAt} within />. Nothing leaves before.
              </Trans>
            </span>
          )}
          {back(t`Undo`)}
        </>
      )}
      {answer.state === 'given' && (
        <>
          {answer.validUntil ? (
            <Trans>Your yes holds until {day(answer.validUntil)}.</Trans>
          ) : (
            <Trans>Your yes holds.</Trans>
          )}
          {back(t`Take it back`)}
        </>
      )}
      {answer.state === 'refused' && <Trans>You said no. Nothing changed for you.</Trans>}
      {answer.state === 'withdrawn' && <Trans>Taken back. Nothing of it leaves any more.</Trans>}
      {answer.state === 'expired' && <Trans>Your yes has ended by itself.</Trans>}
      {answer.state === 'invalidated' && (
        <Trans>Your yes fell, because what you said yes to has changed.</Trans>
      )}
      {error ? <FailureNotice error={error} /> : null}
    </div>
  );
}
