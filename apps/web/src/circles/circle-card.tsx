import { useMutation, useQuery } from '@apollo/client/react';
import { RowBones } from '@courtyard/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { FailureNotice } from '../failure/failure-notice';
import { countAnew } from '../feed/feed-cache';
import {
  AddToCircleDocument,
  type CircleFragment,
  CirclePeopleDocument,
  CirclesDocument,
  EraseCircleDocument,
  RemoveFromCircleDocument,
  RenameCircleDocument,
} from '../generated/graphql';
import { PersonRow } from '../people/person-row';
import styles from './circles.module.css';
import { FindPeople } from './find-people';

export interface CircleCardProps {
  circle: CircleFragment;
  onGone: () => void;
}

/** Who is in a circle, and what its owner does with it. */
export function CircleCard({ circle, onGone }: CircleCardProps) {
  const { t } = useLingui();
  const { id } = circle;
  const { data, error, refetch, fetchMore } = useQuery(CirclePeopleDocument, {
    variables: { id },
    fetchPolicy: 'cache-and-network',
  });
  const [add, adding] = useMutation(AddToCircleDocument, { update: countAnew });
  const [remove, removing] = useMutation(RemoveFromCircleDocument, { update: countAnew });
  const people = data?.node.__typename === 'Circle' ? data.node.people : undefined;
  const failure = error ?? adding.error ?? removing.error;
  const change = async (work: Promise<unknown>) => {
    try {
      await work;
      await refetch();
    } catch {
      // `failure` says it in words.
    }
  };
  return (
    <section className={styles.inside} aria-label={circle.name}>
      <FindPeople
        within={new Set(people?.nodes.map((person) => person.id))}
        onAdd={(person) => void change(add({ variables: { input: { id, employeeIds: [person.id] } } }))}
      />
      {failure && <FailureNotice error={failure} />}
      {!people && !error && <RowBones count={2} label={t`Reading who is in it`} />}
      {people?.nodes.length === 0 && (
        <p className={styles.note}>
          <Trans>Nobody is in it yet.</Trans>
        </p>
      )}
      {people && people.nodes.length > 0 && (
        <ul className={styles.people} aria-label={t`Who is in it`}>
          {people.nodes.map((person) => (
            <PersonRow
              key={person.id}
              person={person}
              end={
                <Button
                  size="xs"
                  aria-label={t`Take ${person.name} out`}
                  onClick={() =>
                    void change(remove({ variables: { input: { id, employeeIds: [person.id] } } }))
                  }
                >
                  <Trans>Take out</Trans>
                </Button>
              }
            />
          ))}
        </ul>
      )}
      {people?.pageInfo.hasNextPage && (
        <Button
          size="xs"
          onClick={() =>
            void fetchMore({ variables: { after: people.pageInfo.endCursor } }).catch(() => undefined)
          }
        >
          <Trans>Show more</Trans>
        </Button>
      )}
      <Rename circle={circle} />
      <Erase id={id} onGone={onGone} />
    </section>
  );
}

function Rename({ circle }: { circle: CircleFragment }) {
  const { t } = useLingui();
  const [name, setName] = useState(circle.name);
  const [rename, { error, loading }] = useMutation(RenameCircleDocument, { update: countAnew });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const input = { id: circle.id, name: name.trim() };
    void rename({ variables: { input } }).catch(() => undefined);
  };
  return (
    <form onSubmit={submit}>
      <div className={styles.rename}>
        <TextInput
          label={t`Name`}
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" loading={loading} disabled={name.trim() === '' || name.trim() === circle.name}>
          <Trans>Rename</Trans>
        </Button>
      </div>
      {error && <FailureNotice error={error} />}
    </form>
  );
}

function Erase({ id, onGone }: { id: string; onGone: () => void }) {
  const [asking, setAsking] = useState(false);
  const [erase, { error, loading }] = useMutation(EraseCircleDocument, {
    variables: { id },
    update: countAnew,
    refetchQueries: [{ query: CirclesDocument }],
    awaitRefetchQueries: true,
  });
  if (!asking)
    return (
      <div>
        <Button size="xs" onClick={() => setAsking(true)}>
          <Trans>Delete this circle</Trans>
        </Button>
      </div>
    );
  return (
    <div>
      <p className={styles.note}>
        <Trans>
          What you shared with it is then yours alone: nobody in it reads it any more. Nobody is told. This
          cannot be undone.
        </Trans>
      </p>
      {error && <FailureNotice error={error} />}
      <div className={styles.two}>
        <Button size="xs" loading={loading} onClick={() => void erase().then(onGone, () => undefined)}>
          <Trans>Delete</Trans>
        </Button>
        <Button size="xs" onClick={() => setAsking(false)}>
          <Trans>Keep it</Trans>
        </Button>
      </div>
    </div>
  );
}
