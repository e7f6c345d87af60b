import { useMutation } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { FailureNotice } from '../failure/failure-notice';
import { longestBody, newKey } from '../feed/draft';
import { type IdeaOutcome, TellIdeaDocument } from '../generated/graphql';
import styles from './idea-strip.module.css';
import { chosenDay } from './look-back-days';
import { LookBackField } from './look-back-field';

/** What became of an idea, in words; nothing is chosen before. */
export function TellOutcome({ postId, onDone }: { postId: string; onDone: () => void }) {
  const { t } = useLingui();
  const [key, setKey] = useState(newKey);
  const [became, setBecame] = useState<IdeaOutcome | null>(null);
  const [body, setBody] = useState('');
  const [day, setDay] = useState('');
  const [tell, { loading, error }] = useMutation(TellIdeaDocument);
  const words = body.trim();
  const ready = became !== null && words !== '' && words.length <= longestBody;
  const outcomes: [IdeaOutcome, string][] = [
    ['done', t`Done`],
    ['not_now', t`Not now`],
    ['dropped', t`Dropped`],
  ];
  // Other words are another try: the first may have arrived.
  const changed = () => setKey(newKey());
  return (
    <form
      className={styles.form}
      aria-label={t`What became of it`}
      onSubmit={(event) => {
        event.preventDefault();
        if (!ready) return;
        const lookBackOn = became === 'not_now' ? chosenDay(day, Date.now()) : null;
        const input = { idempotencyKey: key, postId, became, words, lookBackOn };
        void tell({ variables: { input } }).then(onDone, () => undefined);
      }}
    >
      <fieldset className={styles.outcomes}>
        <legend className={styles.note}>
          <Trans>What became of it</Trans>
        </legend>
        {outcomes.map(([outcome, word]) => (
          <label key={outcome}>
            <input
              type="radio"
              name="became"
              checked={became === outcome}
              onChange={() => {
                setBecame(outcome);
                changed();
              }}
            />
            {word}
          </label>
        ))}
      </fieldset>
      <Textarea
        autosize
        minRows={2}
        maxRows={12}
        aria-label={t`In your words`}
        placeholder={t`In your words`}
        value={body}
        onChange={(event) => {
          setBody(event.currentTarget.value);
          changed();
        }}
      />
      {became === 'not_now' && <LookBackField value={day} onChange={setDay} />}
      {error && <FailureNotice error={error} />}
      <div className={styles.actions}>
        <Button type="submit" size="xs" disabled={!ready} loading={loading}>
          <Trans>Tell it</Trans>
        </Button>
        <Button size="xs" onClick={onDone}>
          <Trans>Not yet</Trans>
        </Button>
      </div>
    </form>
  );
}
