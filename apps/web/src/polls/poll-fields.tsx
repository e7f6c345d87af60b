import { Trans, useLingui } from '@lingui/react/macro';
import { useRef } from 'react';
import { filled, longestOption, type PollDraft, repeats, terms, withRoom } from './poll-draft';
import styles from './poll-fields.module.css';

export interface PollFieldsProps {
  poll: PollDraft;
  onChange: (poll: PollDraft) => void;
}

/** What may be chosen, a line each; Enter goes to the next. */
export function PollFields({ poll, onChange }: PollFieldsProps) {
  const { t } = useLingui();
  const list = useRef<HTMLOListElement>(null);
  const write = (at: number, text: string) =>
    onChange({ ...poll, options: withRoom(poll.options.map((option, one) => (one === at ? text : option))) });
  const next = (at: number) => list.current?.querySelectorAll('input')[at + 1]?.focus();
  return (
    <fieldset className={styles.fields}>
      <legend className={styles.legend}>
        <Trans>What may be chosen</Trans>
      </legend>
      <ol ref={list} className={styles.options}>
        {poll.options.map((option, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an option is its place in the list
          <li key={at}>
            <input
              className={styles.option}
              aria-label={t`Option ${at + 1}`}
              placeholder={at < 2 ? t`Option ${at + 1}` : t`One more`}
              dir="auto"
              maxLength={longestOption}
              value={option}
              onChange={(event) => write(at, event.currentTarget.value)}
              onKeyDown={(event) => {
                if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) return;
                event.preventDefault();
                next(at);
              }}
            />
          </li>
        ))}
      </ol>
      {repeats(filled(poll)) && (
        <p className={styles.note} role="status">
          <Trans>Two options are the same.</Trans>
        </p>
      )}
      <div className={styles.rules}>
        <label className={styles.rule}>
          <input
            type="checkbox"
            checked={poll.several}
            onChange={(event) => onChange({ ...poll, several: event.currentTarget.checked })}
          />
          <Trans>More than one may be chosen</Trans>
        </label>
        <label className={styles.rule}>
          <Trans>Closes</Trans>
          <select
            className={styles.term}
            value={poll.days ?? ''}
            onChange={(event) => {
              const { value } = event.currentTarget;
              onChange({ ...poll, days: value === '' ? null : Number(value) });
            }}
          >
            {terms.map((days) => (
              <option key={days} value={days}>
                {days === 1 ? t`after a day` : t`after ${days} days`}
              </option>
            ))}
            <option value="">{t`when I close it`}</option>
          </select>
        </label>
      </div>
      <p className={styles.note}>
        <Trans>
          Who chose what is told to nobody, not even to you. It is counted when the poll closes, and shown if
          ten or more voted. A poll cannot be edited.
        </Trans>
      </p>
    </fieldset>
  );
}
