import { useMutation, useQuery } from '@apollo/client/react';
import { Empty, Icon, Panel, RowBones } from '@courtyard/ui';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { FailureNotice } from '../failure/failure-notice';
import { CommunitiesDocument, type CommunityCardFragment, JoinCommunityDocument } from '../generated/graphql';
import listStyles from '../people/list.module.css';
import { Ambient } from '../shell/ambient';
import { Head } from '../shell/head';
import styles from './community.module.css';
import { Invitations } from './invitations';

const Found = lazy(() => import('./found'));

export function CommunitiesScreen() {
  const { t } = useLingui();
  const { from } = useSearch({ from: '/_inside/communities/' });
  const navigate = useNavigate();
  const [founding, setFounding] = useState(from !== undefined);
  const close = () => {
    setFounding(false);
    if (from !== undefined) void navigate({ to: '/communities', replace: true });
  };
  const { data, error, refetch, fetchMore } = useQuery(CommunitiesDocument, {
    variables: {},
    fetchPolicy: 'cache-and-network',
  });
  const all = data?.communities.nodes ?? [];
  const mine = all.filter((community) => community.mine);
  const others = all.filter((community) => !community.mine);
  const page = data?.communities.pageInfo;
  return (
    <>
      <Head
        name={t`Communities`}
        rule={<Trans>Groups across departments</Trans>}
        action={
          !founding && (
            <Button size="xs" onClick={() => setFounding(true)}>
              <Trans>Found a community</Trans>
            </Button>
          )
        }
      />
      {founding && (
        <Suspense>
          <Found onClose={close} fromPostId={from} />
        </Suspense>
      )}
      {error && !data && (
        <FailureNotice error={error} onRetry={() => void refetch().catch(() => undefined)} />
      )}
      {!data && !error && <RowBones label={t`Reading the communities`} />}
      {data && all.length === 0 && (
        <Empty
          title={<Trans>No community yet</Trans>}
          step={
            <Button variant="filled" onClick={() => setFounding(true)}>
              <Trans>Found the first one</Trans>
            </Button>
          }
        >
          <Trans>A community brings people from several departments to one subject.</Trans>
        </Empty>
      )}
      <Invitations />
      <Group title={t`Yours`} communities={mine} />
      <Group title={mine.length > 0 ? t`Others` : t`All`} communities={others} />
      {page?.hasNextPage && (
        <div className={listStyles.more}>
          <Button
            onClick={() => void fetchMore({ variables: { after: page.endCursor } }).catch(() => undefined)}
          >
            <Trans>Show more</Trans>
          </Button>
        </div>
      )}
      <Ambient>
        <Panel title={<Trans>Open, closed, hidden</Trans>}>
          <p className={styles.aside}>
            <Trans>
              An open community lets every employee in. A closed one lets in whoever asks and is let in. Of a
              hidden one only its members know. Guests come in only when they are added or invited, and are
              always marked.
            </Trans>
          </p>
        </Panel>
      </Ambient>
    </>
  );
}

function Group({ title, communities }: { title: string; communities: CommunityCardFragment[] }) {
  if (communities.length === 0) return null;
  return (
    <section aria-label={title}>
      <h2 className={styles.heading}>{title}</h2>
      <ul className={listStyles.list}>
        {communities.map((community) => (
          <Row key={community.id} community={community} />
        ))}
      </ul>
    </section>
  );
}

function Row({ community }: { community: CommunityCardFragment }) {
  const { t } = useLingui();
  const [join, { loading, error }] = useMutation(JoinCommunityDocument, {
    variables: { id: community.id },
    refetchQueries: [{ query: CommunitiesDocument, variables: { mine: true } }],
  });
  return (
    <li className={styles.row}>
      <span className={styles.picture}>
        <Icon name="communities" />
      </span>
      <div className={styles.words}>
        <Link to="/communities/$communityId" params={{ communityId: community.id }}>
          {community.name}
        </Link>
        <p>{community.purpose}</p>
        <p className={styles.facts}>
          <Plural value={community.memberCount} one="# member" other="# members" />
          {' · '}
          {community.access === 'open' ? (
            <Trans>open to everyone</Trans>
          ) : community.access === 'closed' ? (
            <Trans>members are let in</Trans>
          ) : (
            <Trans>hidden: only members know of it</Trans>
          )}
          {community.archived && (
            <>
              {' · '}
              <Trans>archived</Trans>
            </>
          )}
          {community.myRequest && !community.mine && !community.myRequest.declined && (
            <>
              {' · '}
              <Trans>you asked to be let in</Trans>
            </>
          )}
        </p>
        {error && <FailureNotice error={error} />}
      </div>
      {community.allowed.includes('join') && community.charterVersion === 0 && (
        <Button
          size="xs"
          className={styles.join}
          loading={loading}
          aria-label={t`Join ${community.name}`}
          onClick={() => void join().catch(() => undefined)}
        >
          <Trans>Join</Trans>
        </Button>
      )}
    </li>
  );
}
