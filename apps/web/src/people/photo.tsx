import { useApolloClient } from '@apollo/client/react';
import { Notice } from '@courtyard/ui';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { lazy, type ReactNode, Suspense, useRef, useState } from 'react';
import { FailureNotice } from '../failure/failure-notice';
import { ProfileDocument, type ProfileFragment } from '../generated/graphql';
import styles from './photo.module.css';
import { deletePhoto, keepPhoto, sendPhoto } from './photo-transfer';

const ChoosePhoto = lazy(() => import('./photo-choice'));

/** What was done last, and what was there before it. */
type Outcome = { readonly kind: 'changed' | 'restored' } | { readonly kind: 'removed'; before: Blob | null };

/** One's own photo: change it, take it away, and take that back. */
export function OwnPhoto({ person }: { person: ProfileFragment }) {
  const client = useApolloClient();
  const [choosing, setChoosing] = useState(false);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const change = useRef<HTMLButtonElement>(null);
  const { photoLarge } = person;

  /** Every face of this person on the screen follows, because the cache knows them by their id. */
  const reread = () =>
    client.query({ query: ProfileDocument, variables: { id: person.id }, fetchPolicy: 'network-only' });
  const attempt = async (work: () => Promise<Outcome>) => {
    setBusy(true);
    setFailure(null);
    setOutcome(null);
    try {
      setOutcome(await work());
      await reread();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
      // The button that was pressed may be gone.
      change.current?.focus({ preventScroll: true });
    }
  };
  const remove = () =>
    attempt(async () => {
      const before = photoLarge ? await keepPhoto(photoLarge) : null;
      await deletePhoto();
      return { kind: 'removed', before };
    });
  const restore = (before: Blob) =>
    attempt(async () => {
      await sendPhoto(before, () => undefined).done;
      return { kind: 'restored' };
    });
  const close = () => {
    setChoosing(false);
    requestAnimationFrame(() => change.current?.focus({ preventScroll: true }));
  };

  return (
    <div className={styles.own}>
      <div className={styles.buttons}>
        <Button
          ref={change}
          size="xs"
          aria-expanded={choosing}
          onClick={() => {
            setOutcome(null);
            setFailure(null);
            setChoosing(!choosing);
          }}
        >
          {photoLarge ? <Trans>Change photo</Trans> : <Trans>Add a photo</Trans>}
        </Button>
        {photoLarge && !choosing && (
          <Button size="xs" loading={busy} onClick={() => void remove()}>
            <Trans>Remove photo</Trans>
          </Button>
        )}
      </div>
      {choosing && (
        <Suspense>
          <ChoosePhoto
            onClose={close}
            onSent={async () => {
              close();
              setOutcome({ kind: 'changed' });
              await reread().catch(setFailure);
            }}
          />
        </Suspense>
      )}
      <div role="status">
        {outcome && (
          <Notice
            tone="good"
            icon="check"
            actions={
              outcome.kind === 'removed' &&
              outcome.before && (
                <Button size="xs" onClick={() => void restore(outcome.before as Blob)}>
                  <Trans>Undo</Trans>
                </Button>
              )
            }
          >
            <Said outcome={outcome} />
          </Notice>
        )}
      </div>
      {failure !== null && <FailureNotice error={failure} />}
    </div>
  );
}

function Said({ outcome }: { outcome: Outcome }): ReactNode {
  switch (outcome.kind) {
    case 'changed':
      return <Trans>Your photo is changed, for everyone.</Trans>;
    case 'restored':
      return <Trans>Your photo is back.</Trans>;
    case 'removed':
      return outcome.before ? (
        <Trans>
          Your photo is deleted; your initials stand in its place. Until you leave this page it can be put
          back.
        </Trans>
      ) : (
        <Trans>Your photo is deleted; your initials stand in its place.</Trans>
      );
  }
}
