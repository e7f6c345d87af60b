import { useMutation, useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { FailureNotice } from '../failure/failure-notice';
import { countAnew } from '../feed/feed-cache';
import {
  AcceptCommunityInvitationDocument,
  CommunitiesDocument,
  CommunityInvitationsDocument,
  type CommunityInvitationsQuery,
  DeclineCommunityInvitationDocument,
} from '../generated/graphql';
import { dayWords } from '../language/time';
import formStyles from '../people/form.module.css';
import { Charter } from './charter';
import styles from './community.module.css';

type Asked = CommunityInvitationsQuery['communityInvitations'][number];

/** Where one is asked in: as much as one may know before one comes, and two equal answers. */
export function Invitations() {
  const { data } = useQuery(CommunityInvitationsDocument, { fetchPolicy: 'cache-and-network' });
  return (data?.communityInvitations ?? []).map((asked) => (
    <Invitation key={asked.community.id} asked={asked} />
  ));
}

function Invitation({ asked: { community, invitedBy, expiresAt } }: { asked: Asked }) {
  const { i18n, t } = useLingui();
  const navigate = useNavigate();
  const refetchQueries = [{ query: CommunityInvitationsDocument }];
  const [accept, accepting] = useMutation(AcceptCommunityInvitationDocument, {
    variables: { id: community.id, charterVersion: community.charterVersion },
    update: countAnew,
    refetchQueries: [...refetchQueries, { query: CommunitiesDocument, variables: { mine: true } }],
  });
  const [decline, declining] = useMutation(DeclineCommunityInvitationDocument, {
    variables: { id: community.id },
    refetchQueries,
  });
  const error = accepting.error ?? declining.error;
  const enter = async () => {
    try {
      await accept();
      await navigate({ to: '/communities/$communityId', params: { communityId: community.id } });
    } catch {
      // `error` says it in words.
    }
  };
  return (
    <section className={formStyles.card} aria-label={t`Invitation to ${community.name}`}>
      <div className={styles.asked}>
        <p className={styles.by}>
          <Trans>{invitedBy.name} asks you into</Trans>
        </p>
        <h2>{community.name}</h2>
        <p>{community.purpose}</p>
      </div>
      <Charter text={community.charter} />
      <p className={styles.note}>
        {community.access === 'hidden' ? <Trans>Only its members know of this community. </Trans> : null}
        <Trans>
          The invitation stands until {dayWords(new Date(expiresAt), i18n.locale)}. A no is told to nobody,
          and nothing changes for you.
        </Trans>
      </p>
      {error && <FailureNotice error={error} />}
      <div className={formStyles.buttons}>
        <Button loading={accepting.loading} onClick={() => void enter()}>
          <Trans>Come in</Trans>
        </Button>
        <Button loading={declining.loading} onClick={() => void decline().catch(() => undefined)}>
          <Trans>No</Trans>
        </Button>
      </div>
    </section>
  );
}
