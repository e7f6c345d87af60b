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
import type { Named } from '../writing/said';

export interface ReceiverPickerProps {
  to: Named | null;
  parts: PartChoice[];
  /** What is chosen here. */
  label: string;
  /** What nobody by name is called. */
  none: string;
  /** Whether that may be chosen; else somebody has to be. */
  offersNone?: boolean;
  onChange: (to: Named | null) => void;
}

/** One of those whom it reaches, by name; or none of them, where that is offered. */
export function ReceiverPicker({ onChange, ...chosen }: ReceiverPickerProps) {
  const { to, label, none } = chosen;
  const [open, setOpen] = useState(false);
  const choose = (next: Named | null) => {
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
          <span>{to ? to.name : none}</span>
          <Icon name="down" small />
        </button>
      </Popover.Target>
      <Popover.Dropdown
        aria-label={label}
        className={styles.dropdown}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.preventDefault();
          event.stopPropagation(); // it closes the choice, not the composer around it
          setOpen(false);
        }}
      >
        <Receivers {...chosen} onChange={choose} />
      </Popover.Dropdown>
    </Popover>
  );
}

function Receivers({ to, parts, label, none, offersNone = false, onChange }: ReceiverPickerProps) {
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
  const options: { choice: Named | null; title: string | null }[] =
    offersNone && words.trim() === '' ? [{ choice: null, title: null }, ...people] : people;
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
      <div id={id} role="listbox" aria-label={label} className={styles.list}>
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
              {choice ? choice.name : none}
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
