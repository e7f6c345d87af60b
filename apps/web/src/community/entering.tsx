import { useMutation } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { failureOf } from '../failure/failure';
import { FailureNotice } from '../failure/failure-notice';
import { countAnew } from '../feed/feed-cache';
import {
  CommunitiesDocument,
  CommunityDocument,
  type CommunityWholeFragment,
  JoinCommunityDocument,
  RequestToJoinCommunityDocument,
} from '../generated/graphql';
import formStyles from '../people/form.module.css';
import { Charter } from './charter';
import styles from './community.module.css';

export interface EnteringProps {
  community: CommunityWholeFragment;
  onClose: () => void;
}

/** The charter, and the answer to it: coming in, or asking to be let in. */
export default function Entering({ community, onClose }: EnteringProps) {
  const { t } = useLingui();
  const { id, charterVersion } = community;
  const asks = community.allowed.includes('request');
  const [words, setWords] = useState('');
  const [join, joining] = useMutation(JoinCommunityDocument, {
    update: countAnew,
    refetchQueries: [{ query: CommunitiesDocument, variables: { mine: true } }],
  });
  const [ask, asking] = useMutation(RequestToJoinCommunityDocument);
  const error = joining.error ?? asking.error;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      if (asks) await ask({ variables: { input: { id, words: words.trim() || null, charterVersion } } });
      else await join({ variables: { id, charterVersion } });
      onClose();
    } catch (failure) {
      // What stands there now is to be read before it is answered.
      if (failureOf(failure).code === 'community.charter_not_shown')
        await joining.client.refetchQueries({ include: [CommunityDocument] });
    }
  };
  return (
    <form
      className={formStyles.card}
      onSubmit={(event) => void submit(event)}
      aria-label={asks ? t`Ask to be let in` : t`Join`}
    >
      <h2>{asks ? <Trans>Ask to be let in</Trans> : <Trans>Join {community.name}</Trans>}</h2>
      <Charter text={community.charter} />
      {asks && (
        <Textarea
          label={t`Why (may stay empty)`}
          description={t`Its owners and moderators read it, nobody else.`}
          autosize
          minRows={2}
          maxRows={6}
          maxLength={500}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
      )}
      {community.charter !== '' && (
        <p className={styles.note}>
          <Trans>By coming in you agree to this charter, as it stands here.</Trans>
        </p>
      )}
      {error && <FailureNotice error={error} />}
      <div className={formStyles.buttons}>
        <Button type="submit" variant="filled" loading={joining.loading || asking.loading}>
          {asks ? <Trans>Ask</Trans> : <Trans>Join</Trans>}
        </Button>
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
      </div>
    </form>
  );
}
