import { useMutation } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { FailureNotice } from '../failure/failure-notice';
import { type FieldAudience, type ProfileFragment, SetGuardedFieldDocument } from '../generated/graphql';
import { useFieldWords } from './field-words';
import styles from './profile.module.css';

const choices: FieldAudience[] = ['only_me', 'department', 'organisation'];
const inputs = { mobile_phone: 'tel', birthday: 'date', private_location: 'text' } as const;

export interface EditGuardedFieldProps {
  state: ProfileFragment['guarded'][number];
  value: string;
  onDone: () => void;
}

/** One guarded field: its value, and who may ask for it. Nothing wider than before is chosen for its owner. */
export function EditGuardedField({ state, value, onDone }: EditGuardedFieldProps) {
  const { t } = useLingui();
  const words = useFieldWords();
  const [next, setNext] = useState(value);
  const [audience, setAudience] = useState<FieldAudience>(state.audience);
  const [store, { error, loading }] = useMutation(SetGuardedFieldDocument);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const input = { field: state.field, value: next.trim() === '' ? null : next.trim(), audience };
    try {
      await store({ variables: { input } });
      onDone();
    } catch {
      // `error` says it in words; what was typed stays.
    }
  };
  return (
    <form className={styles.edit} onSubmit={(event) => void submit(event)}>
      <TextInput
        aria-label={words.field[state.field]}
        description={t`Leave it empty to remove it.`}
        type={inputs[state.field]}
        autoComplete="off"
        autoFocus
        value={next}
        onChange={(event) => setNext(event.currentTarget.value)}
      />
      <NativeSelect
        label={t`Who may ask for it`}
        value={audience}
        onChange={(event) => setAudience(event.currentTarget.value as FieldAudience)}
        data={choices.map((choice) => ({ value: choice, label: words.audience[choice] }))}
      />
      {error && <FailureNotice error={error} />}
      <div className={styles.buttons}>
        <Button size="xs" type="submit" variant="filled" loading={loading}>
          <Trans>Save</Trans>
        </Button>
        <Button size="xs" onClick={onDone}>
          <Trans>Cancel</Trans>
        </Button>
      </div>
    </form>
  );
}
