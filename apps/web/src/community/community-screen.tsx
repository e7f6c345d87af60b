import { useMutation, useQuery } from '@apollo/client/react';
import { Avatar, CardBones, Empty, Icon, Panel } from '@courtyard/ui';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import { lazy, Suspense, useMemo, useState } from 'react';
import { failureOf } from '../failure/failure';
import { FailureNotice } from '../failure/failure-notice';
import { Composer } from '../feed/composer';
import { countAnew } from '../feed/feed-cache';
import { FeedList } from '../feed/feed-list';
import threadStyles from '../feed/thread.module.css';
import {
  CommunitiesDocument,
  CommunityDocument,
  type CommunityQuery,
  JoinCommunityDocument,
  LeaveCommunityDocument,
  type PersonFragment,
} from '../generated/graphql';
import { Ambient } from '../shell/ambient';
import { Head } from '../shell/head';
import { NotHere } from '../shell/places';
import styles from './community.module.css';

const AskedHere = lazy(() => import('../questions/asked-here'));
const Members = lazy(() => import('./members'));

type CommunityNode = Extract<CommunityQuery['node'], { __typename: 'Community' }>;

export function CommunityScreen() {
  const { communityId } = useParams({ from: '/_inside/communities/$communityId' });
  return <CommunityOf key={communityId} id={communityId} />;
}

function CommunityOf({ id }: { id: string }) {
  const { t } = useLingui();
  const { data, error, refetch } = useQuery(CommunityDocument, {
    variables: { id },
    fetchPolicy: 'cache-and-network',
  });
  const community = data?.node.__typename === 'Community' ? data.node : undefined;
  if ((error && !community && failureOf(error).code === 'not_found') || (data && !community))
    return <NotHere />;
  return (
    <>
      <Head
        name={community?.name ?? t`Community`}
        before={<Back />}
        rule={community && (community.access === 'open' ? <Trans>Open</Trans> : <Trans>Closed</Trans>)}
      />
      {error && !community && (
        <FailureNotice error={error} onRetry={() => void refetch().catch(() => undefined)} />
      )}
      {!community && !error && <CardBones label={t`Reading the community`} />}
      {community && <Inside community={community} />}
    </>
  );
}

function Inside({ community }: { community: CommunityNode }) {
  const [open, setOpen] = useState(false);
  const [members, setMembers] = useState(false);
  const feed = useMemo(() => ({ communityId: community.id }), [community.id]);
  const readable = community.mine || community.access === 'open';
  return (
    <>
      <p className={styles.about}>{community.purpose}</p>
      <Membership community={community} onMembers={() => setMembers((now) => !now)} />
      {members && (
        <Suspense>
          <Members community={community} onClose={() => setMembers(false)} />
        </Suspense>
      )}
      {community.mine && (
        <Suspense>
          <AskedHere communityId={community.id} />
        </Suspense>
      )}
      {community.mine && (
        <Composer
          place={`community.${community.id}`}
          open={open}
          onOpen={setOpen}
          communityId={community.id}
          firstParts={[
            { kind: 'community', id: community.id, name: community.name, count: community.memberCount },
          ]}
        />
      )}
      <FeedList
        feed={feed}
        empty={
          <Empty
            title={
              readable ? (
                <Trans>Nothing has been posted here yet</Trans>
              ) : (
                <Trans>Its posts are for members</Trans>
              )
            }
            step={
              community.mine && (
                <Button variant="filled" onClick={() => setOpen(true)}>
                  <Trans>Write the first post</Trans>
                </Button>
              )
            }
          >
            {readable ? (
              <Trans>What is posted to this community stands here, newest first.</Trans>
            ) : (
              <Trans>An owner can let you in.</Trans>
            )}
          </Empty>
        }
      />
      <Ambient>
        <Panel title={<Trans>Owners</Trans>}>
          <Faces people={community.owners} />
          <button type="button" className={styles.all} onClick={() => setMembers(true)}>
            <Plural value={community.memberCount} one="See the one member" other="See all # members" />
          </button>
        </Panel>
      </Ambient>
    </>
  );
}

function Membership({ community, onMembers }: { community: CommunityNode; onMembers: () => void }) {
  const options = {
    variables: { id: community.id },
    update: countAnew,
    refetchQueries: [{ query: CommunitiesDocument, variables: { mine: true } }],
  };
  const [join, joining] = useMutation(JoinCommunityDocument, options);
  const [leave, leaving] = useMutation(LeaveCommunityDocument, options);
  const error = joining.error ?? leaving.error;
  return (
    <>
      <div className={styles.bar}>
        <span>
          <Plural value={community.memberCount} one="# member" other="# members" />
          {community.mine && (
            <>
              {' · '}
              <Trans>you are one of them</Trans>
            </>
          )}
        </span>
        <Button size="xs" onClick={onMembers}>
          <Trans>Members</Trans>
        </Button>
        {community.allowed.includes('join') && (
          <Button
            size="xs"
            variant="filled"
            loading={joining.loading}
            onClick={() => void join().catch(() => undefined)}
          >
            <Trans>Join</Trans>
          </Button>
        )}
        {community.allowed.includes('leave') && (
          <Button size="xs" loading={leaving.loading} onClick={() => void leave().catch(() => undefined)}>
            <Trans>Leave</Trans>
          </Button>
        )}
      </div>
      {error && (
        <div className={styles.failure}>
          <FailureNotice error={error} />
        </div>
      )}
    </>
  );
}

function Faces({ people }: { people: readonly PersonFragment[] }) {
  return (
    <ul className={styles.people}>
      {people.map((person) => (
        <li key={person.id}>
          <Avatar
            name={person.name}
            color={person.department?.color}
            photoUrl={person.photoUrl}
            kind={person.kind}
            size="small"
          />
          <span>
            <Link to="/people/$employeeId" params={{ employeeId: person.id }}>
              {person.name}
            </Link>
            <small>{person.department?.name}</small>
          </span>
        </li>
      ))}
    </ul>
  );
}

function Back() {
  const { t } = useLingui();
  return (
    <Link to="/communities" className={threadStyles.back} aria-label={t`Back to Communities`}>
      <Icon name="back" />
    </Link>
  );
}
