import { Plural, Trans } from '@lingui/react/macro';
import { useState } from 'react';
import type { AskedFragment } from '../generated/graphql';
import { useFieldNames } from '../terms/use-field-names';
import { AnswerLine } from './answer-line';
import { type Choices, choose, shownAnswer, standsYes } from './answers';
import { AskedItems } from './asked-items';
import styles from './privacy.module.css';
import { useWithdraw } from './use-withdraw';
import { YesNo } from './yes-no';

export interface AskedFieldProps {
  request: AskedFragment;
  field: AskedFragment['fields'][number];
  choices: Choices;
  onChoices: (choices: Choices) => void;
  yesRests: boolean;
}

/** One field with today's real values of mine, and the two buttons. */
export function AskedField({ request, field, choices, onChoices, yesRests }: AskedFieldProps) {
  const { name } = useFieldNames();
  const [open, setOpen] = useState(false);
  const { withdraw, loading, error } = useWithdraw();
  const { key, perItem } = field.field;
  const more = field.valueCount - field.values.length;
  const chosen = (yes: boolean) => {
    // A yes that stands is taken back at once: no more clicks than giving it.
    if (!yes && field.answer && standsYes(field.answer.state)) void withdraw(field.answer.id);
    else if (yes && perItem) setOpen(true);
    else onChoices(choose(choices, key, yes));
  };
  const picked = Object.values(choices.items[key] ?? {}).filter(Boolean).length;
  return (
    <div className={styles.field}>
      <div>
        <h3>
          {name(field.field)}
          {perItem && (
            <>
              {' · '}
              <Trans>one by one</Trans>
            </>
          )}
        </h3>
        <Values values={field.values} quoted={perItem} />
        {more > 0 && perItem && (
          <button type="button" className={styles.link} aria-expanded={open} onClick={() => setOpen(!open)}>
            <Plural value={more} one="and # more" other="and # more" />
          </button>
        )}
        {more > 0 && !perItem && (
          <p className={styles.meta}>
            <Plural value={more} one="and # more" other="and # more" />
          </p>
        )}
      </div>
      {field.valueCount === 0 ? (
        <span className={styles.meta}>
          <Trans>Nothing to answer</Trans>
        </span>
      ) : (
        <YesNo
          about={name(field.field)}
          value={perItem && picked > 0 ? true : shownAnswer(field, choices)}
          yesRests={yesRests}
          disabled={loading}
          onChoose={chosen}
        />
      )}
      <AnswerLine answer={field.answer} error={error} onWithdraw={withdraw} about={name(field.field)} />
      {open && perItem && (
        <AskedItems
          requestId={request.id}
          fieldKey={key}
          choices={choices}
          onChoices={onChoices}
          yesRests={yesRests}
        />
      )}
    </div>
  );
}

function Values({ values, quoted }: { values: readonly string[]; quoted: boolean }) {
  if (values.length === 0)
    return (
      <p className={styles.none}>
        <Trans>There is nothing of yours in it.</Trans>
      </p>
    );
  if (!quoted) return <p className={styles.value}>{values.join(', ')}</p>;
  return (
    <ul className={styles.value}>
      {values.map((value, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two values may read the same
        <li key={index}>“{value}”</li>
      ))}
    </ul>
  );
}
