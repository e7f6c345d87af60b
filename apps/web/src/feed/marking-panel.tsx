import { useMutation, useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { FailureNotice } from '../failure/failure-notice';
import {
  type MarkingFragment,
  MarkingOfDocument,
  type MarkingOfQuery,
  MarkPersonsDocument,
  PeopleToMarkDocument,
  type PersonFragment,
} from '../generated/graphql';
import { CardPanel } from './card-panel';
import panelStyles from './card-panel.module.css';
import styles from './marking-panel.module.css';

/** One's own post or comment, as it was read. */
export interface MarkedWords {
  readonly id: string;
  readonly version: number;
}

export function markingOf(node: MarkingOfQuery['node'] | undefined): MarkingFragment | null {
  return node?.__typename === 'Post' || node?.__typename === 'Comment' ? node.marking : null;
}

export interface MarkingPanelProps {
  words: MarkedWords;
  onClose: () => void;
  inset?: boolean;
}

/** Says whom one's words are about. Nobody is chosen before, and nobody is an answer like any other. */
export default function MarkingPanel({ words, onClose, inset = false }: MarkingPanelProps) {
  const { data, error, refetch } = useQuery(MarkingOfDocument, {
    variables: { id: words.id },
    fetchPolicy: 'cache-and-network',
  });
  const marking = markingOf(data?.node);
  return (
    <CardPanel title={<Trans>Whom is this about?</Trans>} onClose={onClose} inset={inset}>
      <p>
        <Trans>Whoever you choose has to agree, besides you, before any of it leaves.</Trans>
      </p>
      {error && <FailureNotice error={error} onRetry={() => void refetch()} />}
      {marking?.outside && (
        <p>
          <Trans>It is about somebody who cannot agree here, so it never leaves.</Trans>
        </p>
      )}
      {marking && <Choice words={words} marking={marking} onClose={onClose} />}
    </CardPanel>
  );
}

interface ChoiceProps {
  words: MarkedWords;
  marking: MarkingFragment;
  onClose: () => void;
}

function Choice({ words, marking, onClose }: ChoiceProps) {
  const [chosen, setChosen] = useState<readonly PersonFragment[]>(marking.needed ? [] : marking.marked);
  const [added, setAdded] = useState<readonly PersonFragment[]>([]);
  const [mark, { loading, error }] = useMutation(MarkPersonsDocument);
  const offered = unique([...marking.marked, ...marking.found, ...added]);
  const isChosen = ({ id }: PersonFragment) => chosen.some((one) => one.id === id);
  const toggle = (person: PersonFragment) =>
    setChosen(isChosen(person) ? chosen.filter(({ id }) => id !== person.id) : [...chosen, person]);
  const save = (people: readonly PersonFragment[]) =>
    mark({
      variables: { input: { ...keyOf(words), employeeIds: people.map(({ id }) => id) } },
    }).then(onClose, () => undefined);
  return (
    <>
      <ul className={styles.people}>
        {offered.map((person) => (
          <li key={person.id}>
            <label className={styles.person}>
              <input type="checkbox" checked={isChosen(person)} onChange={() => toggle(person)} />
              <span>
                {person.name}
                <span className={styles.facts}>
                  {[person.department?.name, person.title].filter(Boolean).join(' · ')}
                </span>
              </span>
            </label>
          </li>
        ))}
      </ul>
      <Somebody
        known={offered}
        onFound={(person) => {
          setAdded([...added, person]);
          setChosen([...chosen, person]);
        }}
      />
      {error && <FailureNotice error={error} />}
      <div className={panelStyles.two}>
        <Button size="xs" loading={loading} disabled={chosen.length === 0} onClick={() => void save(chosen)}>
          <Trans>About those chosen</Trans>
        </Button>
        <Button size="xs" loading={loading} onClick={() => void save([])}>
          <Trans>About nobody</Trans>
        </Button>
      </div>
    </>
  );
}

interface SomebodyProps {
  known: readonly PersonFragment[];
  onFound: (person: PersonFragment) => void;
}

/** Somebody whom no word names. */
function Somebody({ known, onFound }: SomebodyProps) {
  const { t } = useLingui();
  const [words, setWords] = useState('');
  const [search] = useDebouncedValue(words.trim(), 150);
  const { data } = useQuery(PeopleToMarkDocument, { variables: { search }, skip: search === '' });
  const people = (search === '' ? [] : (data?.employees.nodes ?? [])).filter(
    ({ id }) => !known.some((one) => one.id === id),
  );
  return (
    <>
      <TextInput
        size="xs"
        aria-label={t`Somebody else, by name`}
        placeholder={t`Somebody else, by name`}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      {people.length > 0 && (
        <ul className={styles.people}>
          {people.map((person) => (
            <li key={person.id}>
              <Button
                size="compact-xs"
                onClick={() => {
                  onFound(person);
                  setWords('');
                }}
              >
                <Trans>Add {person.name}</Trans>
              </Button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** A comment or post is more than its key; only that is sent. */
function keyOf({ id, version }: MarkedWords): MarkedWords {
  return { id, version };
}

function unique(people: readonly PersonFragment[]): PersonFragment[] {
  return [...new Map(people.map((person) => [person.id, person])).values()];
}
