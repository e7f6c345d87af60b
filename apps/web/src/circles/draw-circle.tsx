import { useMutation } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { FailureNotice } from '../failure/failure-notice';
import { countAnew } from '../feed/feed-cache';
import {
  type CircleFragment,
  CirclesDocument,
  DrawCircleDocument,
  type PersonFragment,
} from '../generated/graphql';
import formStyles from '../people/form.module.css';
import { PersonRow } from '../people/person-row';
import { FindPeople } from './find-people';

/** A new circle: a name, and who is in it. */
export function DrawCircle({ onClose }: { onClose: (drawn?: CircleFragment) => void }) {
  const { t } = useLingui();
  const [key] = useState(() => crypto.randomUUID());
  const [name, setName] = useState('');
  const [people, setPeople] = useState<PersonFragment[]>([]);
  const [draw, { error, loading }] = useMutation(DrawCircleDocument, {
    update: countAnew,
    refetchQueries: [{ query: CirclesDocument }],
    awaitRefetchQueries: true,
  });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const input = { idempotencyKey: key, name: name.trim(), employeeIds: people.map(({ id }) => id) };
    try {
      const { data } = await draw({ variables: { input } });
      if (data) onClose(data.drawCircle);
    } catch {
      // `error` says it in words; the form keeps them.
    }
  };
  return (
    <form className={formStyles.card} onSubmit={(event) => void submit(event)} aria-label={t`New circle`}>
      <h2>
        <Trans>New circle</Trans>
      </h2>
      <TextInput
        label={t`Name`}
        description={t`Only you read it.`}
        required
        withAsterisk={false}
        autoFocus
        maxLength={80}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <FindPeople
        within={new Set(people.map(({ id }) => id))}
        onAdd={(person) => setPeople((now) => [...now, person])}
      />
      {people.length > 0 && (
        <ul aria-label={t`Who will be in it`}>
          {people.map((person) => (
            <PersonRow
              key={person.id}
              person={person}
              end={
                <Button
                  size="xs"
                  aria-label={t`Leave out ${person.name}`}
                  onClick={() => setPeople((now) => now.filter(({ id }) => id !== person.id))}
                >
                  <Trans>Leave out</Trans>
                </Button>
              }
            />
          ))}
        </ul>
      )}
      {error && <FailureNotice error={error} />}
      <div className={formStyles.buttons}>
        <Button type="submit" variant="filled" loading={loading} disabled={name.trim() === ''}>
          <Trans>Make it</Trans>
        </Button>
        <Button onClick={() => onClose()}>
          <Trans>Cancel</Trans>
        </Button>
      </div>
    </form>
  );
}
