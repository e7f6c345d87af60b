import { Plural, Trans } from '@lingui/react/macro';
import { useState } from 'react';
import type { AskedFragment } from '../generated/graphql';
import { useFieldNames } from '../terms/use-field-names';
import { AnswerLine } from './answer-line';
import { type Choices, choose, chosenOf, shownAnswer, standsYes } from './answers';
import { AskedItems } from './asked-items';
import { Changed } from './changed';
import styles from './privacy.module.css';
import { useWithdraw } from './use-withdraw';
import { YesNo } from './yes-no';

export interface AskedFieldProps {
  request: AskedFragment;
  field: AskedFragment['fields'][number];
  choices: Choices;
  onChoices: (choices: Choices) => void;
  /** Fields and items of which a yes was not saved, because they changed after they were shown. */
  changed: ReadonlySet<string>;
  yesRests: boolean;
}

/** One field with today's real values of mine, and the two buttons. */
export function AskedField({ request, field, choices, onChoices, changed, yesRests }: AskedFieldProps) {
  const { name } = useFieldNames();
  const [open, setOpen] = useState(false);
  const { withdraw, loading, error } = useWithdraw();
  const { key, perItem } = field.field;
  const { version } = field;
  const more = field.valueCount - field.values.length;
  const choice = choices.fields[key];
  const isOther = changed.has(key) || (choice !== undefined && chosenOf(choice, version) === undefined);
  const chosen = (yes: boolean) => {
    // A yes that stands is taken back at once: no more clicks than giving it.
    if (!yes && field.answer && standsYes(field.answer.state)) void withdraw(field.answer.id);
    else if (yes && perItem) setOpen(true);
    else onChoices(choose(choices, key, { yes, version }));
  };
  const picked = Object.values(choices.items[key] ?? {}).filter(({ yes }) => yes).length;
  const answer = perItem && picked > 0 ? true : shownAnswer(field, choices);
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
        <Values field={field} />
        {perItem && (
          <button type="button" className={styles.link} aria-expanded={open} onClick={() => setOpen(!open)}>
            <Trans>Read and answer them one by one</Trans>
          </button>
        )}
        {more > 0 && !perItem && (
          <p className={styles.meta}>
            <Plural value={more} one="and # more" other="and # more" />
          </p>
        )}
        {isOther && answer !== true && <Changed />}
      </div>
      {field.valueCount === 0 && !perItem ? (
        <span className={styles.meta}>
          <Trans>Nothing to answer</Trans>
        </span>
      ) : (
        <YesNo
          about={name(field.field)}
          value={answer}
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
          changed={changed}
          yesRests={yesRests}
        />
      )}
    </div>
  );
}

/** Of what is answered one by one the beginnings only: the whole stands beside each answer. */
function Values({ field: { values, valueCount, field } }: { field: AskedFragment['fields'][number] }) {
  if (values.length === 0)
    return (
      <p className={styles.none}>
        {field.perItem ? (
          <Trans>Nothing that you wrote; what others wrote about you is asked one by one.</Trans>
        ) : (
          <Trans>There is nothing of yours in it.</Trans>
        )}
      </p>
    );
  if (!field.perItem) return <p className={styles.value}>{values.join(', ')}</p>;
  const more = valueCount - values.length;
  return (
    <ul className={styles.value}>
      {values.map((value, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two values may read the same
        <li key={index} className={styles.beginning}>
          “{value}”
        </li>
      ))}
      {more > 0 && (
        <li className={styles.meta}>
          <Plural value={more} one="and # more" other="and # more" />
        </li>
      )}
    </ul>
  );
}
