import { useQuery } from '@apollo/client/react';
import { Icon } from '@courtyard/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import { AskableFieldsDocument } from '../generated/graphql';
import { useFieldNames } from '../terms/use-field-names';
import { usePurposeWords } from '../terms/use-purpose-words';
import styles from './log.module.css';
import type { Sentence } from './log-filter';
import { useEventWords } from './use-event-words';

/** Guarded fields are in the log and cannot be asked for by anybody outside. */
const guarded = ['Employee.mobilePhone', 'Employee.birthday', 'Employee.privateLocation'];
/** The purposes under which things are done inside; the log writes no others. */
const inside = ['collaboration', 'search', 'directory', 'security', 'rights', 'legal'];

export interface LogSentenceProps {
  sentence: Sentence;
  onChange: (sentence: Sentence) => void;
}

/** The filter is a sentence, and each changeable word in it a choice. */
export function LogSentence({ sentence, onChange }: LogSentenceProps) {
  const { t } = useLingui();
  const words = useEventWords();
  const purposes = usePurposeWords();
  const fields = useFieldNames();
  const asked = useQuery(AskableFieldsDocument);
  const keys = [...(asked.data?.catalogueFields.map(({ key }) => key) ?? []), ...guarded];
  const set = (over: Partial<Sentence>) => onChange({ ...sentence, ...over });
  return (
    <search className={styles.say}>
      <Trans>Show</Trans>
      <Chip
        label={t`What happened`}
        value={sentence.kind}
        onChange={(kind) => set({ kind })}
        options={[['', t`everything`], ...Object.entries(words.kinds)]}
      />
      <Trans>for</Trans>
      <Chip
        label={t`Purpose`}
        value={sentence.purpose}
        onChange={(purpose) => set({ purpose })}
        options={[['', t`any purpose`], ...inside.map((one): Option => [one, purposes.named(one)])]}
      />
      <Trans>about</Trans>
      <Chip
        label={t`Field`}
        value={sentence.field}
        onChange={(field) => set({ field })}
        options={[['', t`any field`], ...keys.map((key): Option => [key, fields.named(key)])]}
      />
      <Chip
        label={t`Decision`}
        value={sentence.decision}
        onChange={(decision) => set({ decision })}
        options={[
          ['', t`permitted or refused`],
          ['permitted', t`permitted`],
          ['denied', t`refused`],
        ]}
      />
      <Chip
        label={t`Since when`}
        value={sentence.since}
        onChange={(since) => set({ since })}
        options={[
          ['', t`at any time`],
          ['0', t`today`],
          ['7', t`in the last 7 days`],
          ['30', t`in the last 30 days`],
        ]}
      />
      <CaseWord value={sentence.case} onChange={(number) => set({ case: number })} />
    </search>
  );
}

type Option = [value: string, label: string];

interface ChipProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  options: Option[];
}

function Chip({ label, value, onChange, options }: ChipProps) {
  return (
    <span className={styles.chip}>
      <select aria-label={label} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {options.map(([one, words]) => (
          <option key={one} value={one}>
            {words}
          </option>
        ))}
      </select>
      <Icon name="down" small />
    </span>
  );
}

function CaseWord({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t } = useLingui();
  const [words, setWords] = useState(value);
  const later = useDebouncedCallback(onChange, 300);
  return (
    <label>
      <Trans>in case</Trans>
      <input
        aria-label={t`Number of the case`}
        placeholder={t`any`}
        pattern="[A-Za-z0-9][A-Za-z0-9_.:\-]*"
        maxLength={100}
        value={words}
        onChange={(event) => {
          setWords(event.currentTarget.value);
          if (event.currentTarget.validity.valid) later(event.currentTarget.value);
        }}
      />
    </label>
  );
}
