import { useMutation } from '@apollo/client/react';
import { Mark, Notice } from '@courtyard/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useRouter } from '@tanstack/react-router';
import { FailureNotice } from '../failure/failure-notice';
import { AcknowledgeMovedInDocument, ObjectDocument } from '../generated/graphql';
import { Door } from '../session/door';
import styles from '../session/door.module.css';
import { useViewer, ViewerProvider } from '../session/viewer';
import { useTitle } from '../shell/title';
import { MovedInSource } from './moved-in-source';

/** What an import brought about somebody who was not asked: told once, before anything else (GDPR Art. 14). */
export function MovedInScreen() {
  return (
    <ViewerProvider>
      <MovedIn />
    </ViewerProvider>
  );
}

function MovedIn() {
  const { t } = useLingui();
  useTitle(t`What was moved in`);
  const router = useRouter();
  const { employee, organisation, movedIn } = useViewer();
  const [acknowledge, { error, loading }] = useMutation(AcknowledgeMovedInDocument);
  const go = async () => {
    try {
      if (movedIn) await acknowledge();
      await router.navigate({ to: '/', replace: true });
    } catch {
      // `error` says it in words.
    }
  };
  return (
    <Door wide>
      <Mark size={40} />
      <h1>
        <Trans>Welcome, {employee.name}</Trans>
      </h1>
      <p className={styles.promise}>
        <Trans>
          {organisation.name} moved here from another network and brought this about you. You were not asked,
          and you have agreed to nothing: none of it leaves the house.
        </Trans>
      </p>
      {movedIn && (
        <div className={styles.sources}>
          {movedIn.sources.map((source) => (
            <MovedInSource key={source.source} source={source} />
          ))}
        </div>
      )}
      {!movedIn && (
        <div className={styles.gap}>
          <Notice tone="good" icon="check" role="status">
            <Trans>What was moved in about you is erased. Your name in the directory stays.</Trans>
          </Notice>
        </div>
      )}
      {movedIn && <Objection />}
      {error && <FailureNotice error={error} />}
      <div className={styles.form}>
        <Button variant="filled" fullWidth loading={loading} onClick={() => void go()}>
          <Trans>Go on to Courtyard</Trans>
        </Button>
        <p className={styles.meta}>
          <Trans>Going on agrees to nothing. You can come back to this under Privacy, What I said.</Trans>
        </p>
      </div>
    </Door>
  );
}

function Objection() {
  const [object, { data, error, loading }] = useMutation(ObjectDocument, {
    variables: { purpose: 'statistics' },
  });
  return (
    <div className={styles.gap}>
      {error && <FailureNotice error={error} />}
      {data ? (
        <Notice tone="good" icon="check" role="status">
          <Trans>You are left out of statistics. This can be changed under Privacy, What I said.</Trans>
        </Notice>
      ) : (
        <Notice
          icon="shield"
          actions={
            <Button size="xs" loading={loading} onClick={() => void object().catch(() => undefined)}>
              <Trans>Object</Trans>
            </Button>
          }
        >
          <Trans>You may object to being counted in statistics of groups, now or later.</Trans>
        </Notice>
      )}
    </div>
  );
}
