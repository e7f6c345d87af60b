import { useMutation } from '@apollo/client/react';
import { Notice } from '@courtyard/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { FailureNotice } from '../failure/failure-notice';
import { type ProfileFragment, RevealFieldDocument } from '../generated/graphql';
import { EditGuardedField } from './edit-guarded-field';
import { useFieldWords } from './field-words';
import styles from './profile.module.css';

type FieldState = ProfileFragment['guarded'][number];

/** What is shown only on request: to others with a record of it, to its owner with who may ask. */
export function GuardedFields({ person, mine }: { person: ProfileFragment; mine: boolean }) {
  return (
    <section className={`${styles.card} ${styles.guarded}`}>
      <h2>
        <Trans>Guarded</Trans>
      </h2>
      <p className={styles.rule}>
        {mine ? (
          <Trans>
            Never shown by itself. Whoever you allow must ask for it each time, and each time is recorded.
          </Trans>
        ) : (
          <Trans>Never shown by itself. {person.name} chooses who may ask for it.</Trans>
        )}
      </p>
      <div>
        {person.guarded.map((state) =>
          mine ? (
            <OwnField key={state.field} person={person} state={state} />
          ) : (
            <OthersField key={state.field} person={person} state={state} />
          ),
        )}
      </div>
    </section>
  );
}

function OthersField({ person, state }: { person: ProfileFragment; state: FieldState }) {
  const words = useFieldWords();
  const [asking, setAsking] = useState(false);
  const [reveal, { data, error, loading }] = useMutation(RevealFieldDocument, {
    variables: { employeeId: person.id, field: state.field },
    fetchPolicy: 'no-cache', // the value lives in this component and goes with it
  });
  const show = () => {
    setAsking(false);
    void reveal().catch(() => undefined);
  };
  return (
    <div className={styles.field}>
      <div className={styles.line}>
        <h3>{words.field[state.field]}</h3>
        <div className={styles.value}>
          {data ? (
            words.value(state.field, data.revealField.value)
          ) : state.mayReveal && state.filled ? (
            !asking && (
              <Button size="xs" loading={loading} onClick={() => setAsking(true)}>
                <Trans>Reveal…</Trans>
              </Button>
            )
          ) : (
            <span className={styles.quiet}>
              {state.mayReveal ? (
                <Trans>Not filled in</Trans>
              ) : (
                <Trans>Not for you to see, or not filled in</Trans>
              )}
            </span>
          )}
        </div>
      </div>
      {asking && (
        <div className={styles.confirm}>
          <Notice
            icon="eye"
            actions={
              <>
                <Button size="xs" onClick={show}>
                  <Trans>Reveal it</Trans>
                </Button>
                <Button size="xs" onClick={() => setAsking(false)}>
                  <Trans>Leave it</Trans>
                </Button>
              </>
            }
          >
            <Trans>This look is written down, with your name and the time.</Trans>
          </Notice>
        </div>
      )}
      {data && (
        <p className={styles.rule} role="status">
          <Trans>Written down. It is hidden again when you leave this page.</Trans>
        </p>
      )}
      {error && <FailureNotice error={error} />}
    </div>
  );
}

function OwnField({ person, state }: { person: ProfileFragment; state: FieldState }) {
  const { t } = useLingui();
  const words = useFieldWords();
  const [editing, setEditing] = useState(false);
  const [reveal, { data, error, loading, reset }] = useMutation(RevealFieldDocument, {
    variables: { employeeId: person.id, field: state.field },
    fetchPolicy: 'no-cache',
  });
  const value = data?.revealField.value;
  const edit = async () => {
    // What is stored is asked for first: an empty box would look like an empty field.
    if (state.filled && value === undefined) await reveal().catch(() => undefined);
    setEditing(true);
  };
  const name = words.field[state.field];
  return (
    <div className={styles.field}>
      <div className={styles.line}>
        <h3>{name}</h3>
        <div className={styles.value}>
          {editing ? null : value !== undefined ? (
            words.value(state.field, value)
          ) : state.filled ? (
            <Trans>Filled in</Trans>
          ) : (
            <span className={styles.quiet}>
              <Trans>Empty</Trans>
            </span>
          )}
          {state.filled && !editing && (
            <span className={styles.quiet}> · {words.audience[state.audience]}</span>
          )}
        </div>
        {!editing && (
          <div className={styles.buttons}>
            {state.filled && value === undefined && (
              <Button
                size="xs"
                loading={loading}
                aria-label={t`Show: ${name}`}
                onClick={() => void reveal().catch(() => undefined)}
              >
                <Trans>Show</Trans>
              </Button>
            )}
            <Button size="xs" aria-label={t`Change: ${name}`} onClick={() => void edit()}>
              <Trans>Change</Trans>
            </Button>
          </div>
        )}
      </div>
      {error && <FailureNotice error={error} />}
      {editing && (
        <EditGuardedField
          state={state}
          value={value ?? ''}
          onDone={() => {
            setEditing(false);
            reset();
          }}
        />
      )}
    </div>
  );
}
