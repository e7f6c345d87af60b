import { useMutation, useQuery } from '@apollo/client/react';
import { Icon, RowBones } from '@courtyard/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { FailureNotice } from '../failure/failure-notice';
import {
  RevokeSessionDocument,
  SessionsDocument,
  type SessionsQuery,
  SignOutEverywhereDocument,
} from '../generated/graphql';
import { When } from '../language/when';
import { leave } from '../session/leave';
import styles from './settings.module.css';

export function Sessions() {
  const { t } = useLingui();
  const { data, error, refetch } = useQuery(SessionsDocument, { fetchPolicy: 'cache-and-network' });
  return (
    <>
      {error && !data && (
        <FailureNotice error={error} onRetry={() => void refetch().catch(() => undefined)} />
      )}
      {!data && !error && <RowBones count={2} label={t`Reading your sessions`} />}
      <ul className={styles.sessions}>
        {data?.sessions.map((session) => (
          <SessionRow key={session.id} session={session} />
        ))}
      </ul>
      <Everywhere />
    </>
  );
}

function SessionRow({ session }: { session: SessionsQuery['sessions'][number] }) {
  const { t } = useLingui();
  const [revoke, { error, loading }] = useMutation(RevokeSessionDocument, {
    variables: { id: session.id },
    refetchQueries: [SessionsDocument],
    awaitRefetchQueries: true,
  });
  return (
    <li>
      <Icon name="device" />
      <div>
        <b>{session.device}</b>{' '}
        {session.current && (
          <span className={styles.here}>
            <Trans>this one</Trans>
          </span>
        )}
        <p>
          <Trans>
            Last used <When at={session.lastUsedAt} within /> · since <When at={session.createdAt} within />
          </Trans>
        </p>
        {error && <FailureNotice error={error} />}
      </div>
      {!session.current && (
        <Button
          size="xs"
          loading={loading}
          aria-label={t`Sign out ${session.device}`}
          onClick={() => void revoke().catch(() => undefined)}
        >
          <Trans>Sign out</Trans>
        </Button>
      )}
    </li>
  );
}

function Everywhere() {
  const [asking, setAsking] = useState(false);
  const [signOut, { error, loading }] = useMutation(SignOutEverywhereDocument);
  const go = async () => {
    try {
      await signOut();
      await leave();
    } catch {
      // `error` says it in words: somebody who wants to be signed out everywhere must know that they are not.
    }
  };
  if (!asking)
    return (
      <div>
        <Button onClick={() => setAsking(true)}>
          <Trans>Sign out everywhere…</Trans>
        </Button>
      </div>
    );
  return (
    <div className={styles.everywhere}>
      <p>
        <Trans>
          Every browser is signed out within a second, this one too. Drafts in this tab are removed.
        </Trans>
      </p>
      {error && <FailureNotice error={error} />}
      <div className={styles.two}>
        <Button loading={loading} onClick={() => void go()}>
          <Trans>Sign out everywhere</Trans>
        </Button>
        <Button onClick={() => setAsking(false)}>
          <Trans>Stay signed in</Trans>
        </Button>
      </div>
    </div>
  );
}
