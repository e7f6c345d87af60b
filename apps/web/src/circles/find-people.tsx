import { useQuery } from '@apollo/client/react';
import { Icon } from '@courtyard/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { JumpDocument, type PersonFragment } from '../generated/graphql';
import { PersonRow } from '../people/person-row';
import { useViewer } from '../session/viewer';

export interface FindPeopleProps {
  /** Ids of those who are in it already. */
  within: ReadonlySet<string>;
  onAdd: (person: PersonFragment) => void;
}

/** Looks somebody up and puts them into a circle. */
export function FindPeople({ within, onAdd }: FindPeopleProps) {
  const { t } = useLingui();
  const { employee } = useViewer();
  const [words, setWords] = useState('');
  const [search] = useDebouncedValue(words.trim(), 150);
  const { data } = useQuery(JumpDocument, { variables: { search }, skip: search === '' });
  const found = (data?.employees.nodes ?? []).filter(({ id }) => id !== employee.id && !within.has(id));
  return (
    <div>
      <TextInput
        type="search"
        label={t`Add somebody`}
        description={t`They are not told. They read what you share from then on, and nothing of before.`}
        placeholder={t`Search by name`}
        leftSection={<Icon name="search" small />}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
        onKeyDown={(event) => {
          // Within a form it would send that.
          if (event.key === 'Enter') event.preventDefault();
        }}
      />
      {search !== '' && words !== '' && (
        <ul aria-label={t`Found`}>
          {found.map((person) => (
            <PersonRow
              key={person.id}
              person={person}
              end={
                <Button
                  size="xs"
                  aria-label={t`Add ${person.name}`}
                  onClick={() => {
                    setWords('');
                    onAdd(person);
                  }}
                >
                  <Trans>Add</Trans>
                </Button>
              }
            />
          ))}
        </ul>
      )}
    </div>
  );
}
