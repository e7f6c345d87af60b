import { useQuery } from '@apollo/client/react';
import { Icon } from '@courtyard/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Popover } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { type KeyboardEvent, useId, useState } from 'react';
import { FailureNotice } from '../failure/failure-notice';
import { inputOf, type PartChoice } from '../feed/audience-choice';
import styles from '../feed/audience-picker.module.css';
import { AudienceReadersDocument } from '../generated/graphql';
import { useViewer } from '../session/viewer';
import type { Terms } from './terms';

export interface ReceiverPickerProps {
  to: Terms['to'];
  parts: PartChoice[];
  onChange: (to: Terms['to']) => void;
}

/** Everyone it reaches, or one of them by name. */
export function ReceiverPicker({ to, parts, onChange }: ReceiverPickerProps) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const choose = (next: Terms['to']) => {
    onChange(next);
    setOpen(false);
  };
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" trapFocus returnFocus width={320}>
      <Popover.Target>
        <button
          type="button"
          className={styles.pick}
          aria-haspopup="dialog"
          aria-expanded={open}
          onClick={() => setOpen((now) => !now)}
        >
          <span>{to ? to.name : <Trans>everyone it reaches</Trans>}</span>
          <Icon name="down" small />
        </button>
      </Popover.Target>
      <Popover.Dropdown
        aria-label={t`Whom it is promised to`}
        className={styles.dropdown}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.preventDefault();
          event.stopPropagation(); // it closes the choice, not the composer around it
          setOpen(false);
        }}
      >
        <Receivers to={to} parts={parts} onChange={choose} />
      </Popover.Dropdown>
    </Popover>
  );
}

function Receivers({ to, parts, onChange }: ReceiverPickerProps) {
  const { t } = useLingui();
  const { employee: me } = useViewer();
  const id = useId();
  const [words, setWords] = useState('');
  const [search] = useDebouncedValue(words.trim(), 120);
  const [at, setAt] = useState(0);
  const { data, previousData, error, loading, refetch } = useQuery(AudienceReadersDocument, {
    variables: { parts: inputOf(parts), search },
    skip: parts.length === 0,
  });
  const readers = parts.length === 0 ? [] : ((data ?? previousData)?.audienceReaders.nodes ?? []);
  const people = readers
    .filter(({ employee }) => employee.id !== me.id)
    .map(({ employee: { id, name, title } }) => ({ choice: { id, name }, title }));
  const options: { choice: Terms['to']; title: string | null }[] =
    words.trim() === '' ? [{ choice: null, title: null }, ...people] : people;
  const chosenAt = Math.min(at, options.length - 1);
  const pressed = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setAt((chosenAt + step + options.length) % Math.max(1, options.length));
    } else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      // What is listed may still be what was found for fewer letters, and this names somebody.
      const chosen = loading || search !== words.trim() ? undefined : options[chosenAt];
      if (chosen) onChange(chosen.choice);
    }
  };
  return (
    <>
      <div className={styles.ask}>
        <Icon name="search" small />
        <input
          data-autofocus
          role="combobox"
          aria-expanded="true"
          aria-controls={id}
          aria-activedescendant={options[chosenAt] ? `${id}-${chosenAt}` : undefined}
          aria-label={t`Somebody whom it reaches`}
          placeholder={t`Somebody whom it reaches`}
          value={words}
          onChange={(event) => {
            setWords(event.currentTarget.value);
            setAt(0);
          }}
          onKeyDown={pressed}
        />
      </div>
      {error && <FailureNotice error={error} onRetry={() => void refetch()} />}
      <div id={id} role="listbox" aria-label={t`Whom it is promised to`} className={styles.list}>
        {options.map(({ choice, title }, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the combobox's
          <div
            key={choice?.id ?? 'everyone'}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={choice?.id === to?.id}
            className={index === chosenAt ? `${styles.option} ${styles.at}` : styles.option}
            onClick={() => onChange(choice)}
            onPointerMove={() => setAt(index)}
          >
            <Icon name={choice ? 'person' : 'people'} small />
            <span className={styles.name}>
              {choice ? choice.name : t`everyone it reaches`}
              {title && <span className={styles.detail}>{title}</span>}
            </span>
            <span className={styles.check}>{choice?.id === to?.id && <Icon name="check" small />}</span>
          </div>
        ))}
      </div>
      {options.length === 0 && !error && (
        <p className={styles.none} role="status">
          <Trans>Nobody of this name whom it reaches.</Trans>
        </p>
      )}
    </>
  );
}
