import { useQuery } from '@apollo/client/react';
import { Icon, iconOfAudience } from '@courtyard/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Popover } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { type KeyboardEvent, useId, useState } from 'react';
import { FailureNotice } from '../failure/failure-notice';
import { type AudienceFragment, AudienceOptionsDocument } from '../generated/graphql';
import { numberWords } from '../language/time';
import { type PartChoice, sameChoice, toggled } from './audience-choice';
import styles from './audience-picker.module.css';
import { usePartWords } from './use-part-words';

export interface AudiencePickerProps {
  parts: PartChoice[];
  /** What the server counted, for marking the parts that bring outsiders. */
  audience: AudienceFragment | undefined;
  onChange: (parts: PartChoice[]) => void;
}

/** The audience as words in the sentence; opening it changes who may see the post. */
export function AudiencePicker({ parts, audience, onChange }: AudiencePickerProps) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const words = usePartWords();
  const outside = (part: PartChoice) =>
    audience?.parts.some((one) => one.kind === part.kind && one.id === part.id && one.outside > 0);
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" trapFocus returnFocus width={400}>
      <Popover.Target>
        <button
          type="button"
          className={styles.pick}
          aria-haspopup="dialog"
          aria-expanded={open}
          onClick={() => setOpen((now) => !now)}
        >
          {parts.length === 0 && <Trans>choose who</Trans>}
          <span>
            {parts.map((part, index) => (
              <span key={`${part.kind}${part.id}`}>
                {index > 0 && ' + '}
                {outside(part) ? <em>{words.name(part)}</em> : words.name(part)}
              </span>
            ))}
          </span>
          <Icon name="down" small />
        </button>
      </Popover.Target>
      <Popover.Dropdown
        aria-label={t`Who may see this`}
        className={styles.dropdown}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.preventDefault();
          event.stopPropagation(); // it closes the choice, not the composer around it
          setOpen(false);
        }}
      >
        <Choices parts={parts} onChange={onChange} />
      </Popover.Dropdown>
    </Popover>
  );
}

function Choices({ parts, onChange }: Omit<AudiencePickerProps, 'audience'>) {
  const { t, i18n } = useLingui();
  const id = useId();
  const partWords = usePartWords();
  const [words, setWords] = useState('');
  const [asked] = useDebouncedValue(words.trim(), 120);
  const [at, setAt] = useState(0);
  const { data, previousData, error, loading, refetch } = useQuery(AudienceOptionsDocument, {
    variables: { search: asked },
  });
  const options = ((data ?? previousData)?.audienceOptions ?? []).map(
    ({ kind, id, name, count, detail, outside }) => ({
      choice: { kind, id, name, count },
      detail: detail ?? partWords.detail(kind),
      outside,
    }),
  );
  const chosenAt = Math.min(at, options.length - 1);
  const toggle = (choice: PartChoice | undefined) => choice && onChange(toggled(parts, choice));

  const pressed = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setAt((chosenAt + step + options.length) % Math.max(1, options.length));
    } else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      toggle(options[chosenAt]?.choice);
    } else if (event.key === 'Backspace' && words === '' && parts.length > 0) {
      onChange(parts.slice(0, -1));
    }
  };

  return (
    <>
      {parts.length > 0 && (
        <ul className={styles.chosen} aria-label={t`Chosen`}>
          {parts.map((part) => (
            <li key={`${part.kind}${part.id}`}>
              <button
                type="button"
                aria-label={t`Leave out ${partWords.name(part)}`}
                onClick={() => toggle(part)}
              >
                <Icon name={iconOfAudience([part.kind])} small />
                <span>{partWords.name(part)}</span>
                <Icon name="close" small />
              </button>
            </li>
          ))}
        </ul>
      )}
      <div className={styles.ask}>
        <Icon name="search" small />
        <input
          data-autofocus
          role="combobox"
          aria-expanded="true"
          aria-controls={id}
          aria-activedescendant={options[chosenAt] ? `${id}-${chosenAt}` : undefined}
          aria-label={t`Add a department, community, circle or person`}
          placeholder={t`Department, community, circle or person`}
          value={words}
          onChange={(event) => {
            setWords(event.currentTarget.value);
            setAt(0);
          }}
          onKeyDown={pressed}
        />
      </div>
      {error && <FailureNotice error={error} onRetry={() => void refetch()} />}
      <div
        id={id}
        role="listbox"
        aria-multiselectable="true"
        aria-label={t`Who may see this`}
        className={styles.list}
      >
        {options.map(({ choice, detail, outside }, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the combobox's
          <div
            key={`${choice.kind}${choice.id}`}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={parts.some((part) => sameChoice(part, choice))}
            className={index === chosenAt ? `${styles.option} ${styles.at}` : styles.option}
            onClick={() => toggle(choice)}
            onPointerMove={() => setAt(index)}
          >
            <Icon name={iconOfAudience([choice.kind])} small />
            <span className={styles.name}>
              {partWords.name(choice)}
              {detail && <span className={styles.detail}>{detail}</span>}
              {outside > 0 && (
                <span className={styles.outside}>{partWords.outside(choice.kind, outside)}</span>
              )}
            </span>
            <span className={styles.count}>{numberWords(choice.count, i18n.locale)}</span>
            <span className={styles.check}>
              {parts.some((part) => sameChoice(part, choice)) && <Icon name="check" small />}
            </span>
          </div>
        ))}
      </div>
      {options.length === 0 && !loading && !error && (
        <p className={styles.none} role="status">
          <Trans>Nothing by this name.</Trans>
        </p>
      )}
    </>
  );
}
