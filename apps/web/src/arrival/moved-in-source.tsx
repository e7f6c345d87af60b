import { useMutation } from '@apollo/client/react';
import { Plural, Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { FailureNotice } from '../failure/failure-notice';
import { EraseMovedInDocument, type MovedFragment } from '../generated/graphql';
import { useDay } from '../language/use-day';
import styles from '../session/door.module.css';
import { useRoleWords } from '../terms/use-role-words';

/** What came from one network, by whom and when, and how to have it erased. */
export function MovedInSource({ source }: { source: MovedFragment['sources'][number] }) {
  const roles = useRoleWords();
  const day = useDay();
  const [asking, setAsking] = useState(false);
  const [erase, { error, loading }] = useMutation(EraseMovedInDocument, {
    variables: { source: source.source },
  });
  return (
    <section className={styles.source} aria-label={source.source}>
      <h2>
        <Trans>From {source.source}</Trans>
      </h2>
      <p>
        <Plural value={source.posts} one="# post" other="# posts" />,{' '}
        <Plural value={source.comments} one="# comment" other="# comments" />
        {source.profile && (
          <>
            , <Trans>your name and title</Trans>
          </>
        )}
        .
      </p>
      <p className={styles.meta}>
        <Trans>
          Moved in on {day(source.at)} by {roles.named(source.by)}.
        </Trans>
      </p>
      {error && <FailureNotice error={error} />}
      {asking ? (
        <>
          <p>
            <Trans>
              Your posts and comments from there, with every earlier wording, are deleted for good. What
              others answered stays, under a post that is empty. Your name in the directory stays. The log
              keeps that something was erased, not what.
            </Trans>
          </p>
          <div className={styles.buttons}>
            <Button loading={loading} onClick={() => void erase().catch(() => undefined)}>
              <Trans>Erase it for good</Trans>
            </Button>
            <Button onClick={() => setAsking(false)}>
              <Trans>Keep it</Trans>
            </Button>
          </div>
        </>
      ) : (
        <div className={styles.buttons}>
          <Button size="xs" onClick={() => setAsking(true)}>
            <Trans>Erase it…</Trans>
          </Button>
        </div>
      )}
    </section>
  );
}
