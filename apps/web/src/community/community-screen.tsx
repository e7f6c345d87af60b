import { useMutation, useQuery } from '@apollo/client/react';
import { Avatar, CardBones, Empty, Icon, Notice, Panel, PlainText } from '@courtyard/ui';
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
  type CommunityWholeFragment,
  JoinCommunityDocument,
  LeaveCommunityDocument,
  type PersonFragment,
  TakeOverCommunityDocument,
  WithdrawCommunityRequestDocument,
} from '../generated/graphql';
import { dayWords } from '../language/time';
import { When } from '../language/when';
import { Ambient } from '../shell/ambient';
import { Head } from '../shell/head';
import { NotHere } from '../shell/places';
import styles from './community.module.css';

const AskedHere = lazy(() => import('../questions/asked-here'));
const Caring = lazy(() => import('./caring'));
const Entering = lazy(() => import('./entering'));
const Members = lazy(() => import('./members'));

/** What is opened above the posts; one at a time. */
type Opened = 'members' | 'caring' | 'entering' | null;

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
        rule={community && <Rule community={community} />}
      />
      {error && !community && (
        <FailureNotice error={error} onRetry={() => void refetch().catch(() => undefined)} />
      )}
      {!community && !error && <CardBones label={t`Reading the community`} />}
      {community && <Inside community={community} />}
    </>
  );
}

function Rule({ community: { access, archived } }: { community: CommunityWholeFragment }) {
  if (archived) return <Trans>Archived</Trans>;
  if (access === 'open') return <Trans>Open</Trans>;
  return access === 'closed' ? <Trans>Closed</Trans> : <Trans>Hidden</Trans>;
}

function Inside({ community }: { community: CommunityWholeFragment }) {
  const [open, setOpen] = useState(false);
  const [opened, setOpened] = useState<Opened>(null);
  const feed = useMemo(() => ({ communityId: community.id }), [community.id]);
  const readable = community.mine || community.access === 'open';
  const close = () => setOpened(null);
  const toggle = (what: Opened) => setOpened((now) => (now === what ? null : what));
  return (
    <>
      <p className={styles.about}>{community.purpose}</p>
      <Membership community={community} opened={opened} onOpen={toggle} />
      <Standing community={community} />
      {opened && (
        <Suspense>
          {opened === 'members' && <Members community={community} onClose={close} />}
          {opened === 'caring' && <Caring community={community} onClose={close} />}
          {opened === 'entering' && <Entering community={community} onClose={close} />}
        </Suspense>
      )}
      {community.mine && !community.archived && (
        <Suspense>
          <AskedHere communityId={community.id} />
        </Suspense>
      )}
      {community.mine && !community.archived && (
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
              community.mine &&
              !community.archived && (
                <Button variant="filled" onClick={() => setOpen(true)}>
                  <Trans>Write the first post</Trans>
                </Button>
              )
            }
          >
            {readable ? (
              <Trans>What is posted to this community stands here, newest first.</Trans>
            ) : (
              <Trans>Its owners and moderators let people in.</Trans>
            )}
          </Empty>
        }
      />
      <Ambient>
        <Panel title={<Trans>Owners</Trans>}>
          <Faces people={community.owners} />
          {community.moderators.length > 0 && (
            <>
              <h3 className={styles.small}>
                <Trans>Moderators</Trans>
              </h3>
              <Faces people={community.moderators} />
            </>
          )}
          {community.showsMembers && (
            <button type="button" className={styles.all} onClick={() => setOpened('members')}>
              <Plural value={community.memberCount} one="See the one member" other="See all # members" />
            </button>
          )}
        </Panel>
        {community.charter !== '' && (
          <Panel title={<Trans>Charter</Trans>}>
            <p className={styles.charterWords}>
              <PlainText text={community.charter} />
            </p>
          </Panel>
        )}
        {community.startedFrom && (
          <Panel title={<Trans>Where it comes from</Trans>}>
            <p className={styles.aside}>
              <Link to="/post/$postId" params={{ postId: community.startedFrom.id }}>
                <Trans>The conversation it was started from</Trans>
              </Link>
            </p>
          </Panel>
        )}
      </Ambient>
    </>
  );
}

/** How it stands, in words, where there is something to know or to do. */
function Standing({ community }: { community: CommunityWholeFragment }) {
  const { i18n } = useLingui();
  const { id, archived, endsAt, mine, myRequest } = community;
  const [withdraw, withdrawing] = useMutation(WithdrawCommunityRequestDocument, { variables: { id } });
  const [takeOver, takingOver] = useMutation(TakeOverCommunityDocument, { variables: { id } });
  const error = withdrawing.error ?? takingOver.error;
  const day = endsAt && dayWords(new Date(endsAt), i18n.locale);
  return (
    <div className={styles.standing}>
      {archived && (
        <Notice icon="clock">
          <Trans>Archived since {day}. It can be read, and nothing new is said in it.</Trans>
        </Notice>
      )}
      {day && !archived && (
        <Notice icon="clock">
          <Trans>It ends on {day}. From then on it can be read, and nothing new is said in it.</Trans>
        </Notice>
      )}
      {!mine && myRequest && !myRequest.declined && (
        <Notice
          icon="clock"
          actions={
            <Button
              size="xs"
              loading={withdrawing.loading}
              onClick={() => void withdraw().catch(() => undefined)}
            >
              <Trans>Withdraw the request</Trans>
            </Button>
          }
        >
          <Trans>
            You asked to be let in <When at={myRequest.askedAt} within />. Its owners and moderators answer.
          </Trans>
        </Notice>
      )}
      {!mine && myRequest?.declined && (
        <Notice>
          <Trans>Your request was answered with no. You can ask again thirty days after.</Trans>
        </Notice>
      )}
      {community.allowed.includes('take_over') && (
        <Notice
          icon="alert"
          actions={
            <Button
              size="xs"
              loading={takingOver.loading}
              onClick={() => void takeOver().catch(() => undefined)}
            >
              <Trans>Look after it</Trans>
            </Button>
          }
        >
          <Trans>Nobody owns this community any more. A member can take it over.</Trans>
        </Notice>
      )}
      {error && <FailureNotice error={error} />}
    </div>
  );
}

interface MembershipProps {
  community: CommunityWholeFragment;
  opened: Opened;
  onOpen: (what: Opened) => void;
}

function Membership({ community, opened, onOpen }: MembershipProps) {
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
        {community.showsMembers && (
          <Button size="xs" onClick={() => onOpen('members')}>
            <Trans>Members</Trans>
          </Button>
        )}
        {community.allowed.includes('revise') && (
          <Button size="xs" onClick={() => onOpen('caring')}>
            <Trans>Look after it</Trans>
          </Button>
        )}
        {community.allowed.includes('join') && opened !== 'entering' && (
          <Button
            size="xs"
            variant="filled"
            loading={joining.loading}
            onClick={() =>
              community.charter === '' ? void join().catch(() => undefined) : onOpen('entering')
            }
          >
            <Trans>Join</Trans>
          </Button>
        )}
        {community.allowed.includes('request') && !community.myRequest && opened !== 'entering' && (
          <Button size="xs" variant="filled" onClick={() => onOpen('entering')}>
            <Trans>Ask to be let in</Trans>
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
