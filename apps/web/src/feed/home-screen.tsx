import { useQuery } from '@apollo/client/react';
import { Avatar, Empty, Panel } from '@courtyard/ui';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useEffect } from 'react';
import { useStore } from '../connection/store';
import { AudienceReadersDocument, CommunitiesDocument } from '../generated/graphql';
import questionStyles from '../questions/questions.module.css';
import { useViewer } from '../session/viewer';
import { Ambient } from '../shell/ambient';
import { Head } from '../shell/head';
import { openLens } from '../shell/lens-store';
import { inputOf } from './audience-choice';
import { Composer } from './composer';
import { composerOpen } from './composer-store';
import { FeedList } from './feed-list';
import styles from './home.module.css';
import { recallOutgoing } from './outgoing';
import { Parts } from './parts';
import { useLastAudience } from './use-draft';

const ToRead = lazy(() => import('../announcements/to-read'));
const WaitingPromises = lazy(() => import('../promises/waiting-promises'));
const WaitingLongest = lazy(() => import('../questions/waiting-longest'));

const everything = {};

export function HomeScreen() {
  const { t } = useLingui();
  const { employee } = useViewer();
  const open = useStore(composerOpen);
  useEffect(() => recallOutgoing(employee.id), [employee.id]);
  return (
    <>
      <Head name={t`Home`} rule={<Trans>Newest first · everything you may see</Trans>} />
      <Composer place="home" open={open} onOpen={composerOpen.set} />
      <Suspense>
        <ToRead />
      </Suspense>
      <Link to="/unanswered" className={questionStyles.narrow}>
        <Trans>Questions that wait for an answer</Trans>
      </Link>
      <Link to="/promises" className={questionStyles.narrow}>
        <Trans>Promises that wait</Trans>
      </Link>
      <FeedList
        feed={everything}
        empty={
          <Empty
            title={<Trans>Nothing has been posted yet that you may see</Trans>}
            step={
              <Button variant="filled" onClick={() => composerOpen.set(true)}>
                <Trans>Write the first post</Trans>
              </Button>
            }
          >
            <Trans>
              What colleagues share with you, your department or everyone stands here, newest first.
            </Trans>
          </Empty>
        }
      />
      <Ambient>
        {!open && <PostingTo />}
        <Suspense>
          <WaitingPromises />
        </Suspense>
        <Suspense>
          <WaitingLongest />
        </Suspense>
        <YourCommunities />
      </Ambient>
    </>
  );
}

/** The audience the composer would use, before one begins to write. */
function PostingTo() {
  const { t } = useLingui();
  const parts = inputOf(useLastAudience());
  const { data } = useQuery(AudienceReadersDocument, { variables: { parts }, skip: parts.length === 0 });
  if (parts.length === 0)
    return (
      <Panel title={<Trans>Posting to</Trans>}>
        <p className={styles.note}>
          <Trans>You are in no department yet: you choose who may see it when you write.</Trans>
        </p>
      </Panel>
    );
  if (!data) return null;
  const { audience, audienceReaders } = data;
  const faces = audienceReaders.nodes.slice(0, 5);
  const others = audience.count - faces.length;
  return (
    <Panel title={<Trans>Posting to</Trans>}>
      <p className={styles.to}>
        {audience.label} ·{' '}
        <span className={styles.nowrap}>
          <Plural value={audience.count} one="# person" other="# people" />
        </span>
      </p>
      <Parts audience={audience} />
      <div className={styles.faces}>
        {faces.map(({ employee }) => (
          <span
            key={employee.id}
            title={employee.kind === 'guest' ? t`${employee.name}, guest` : employee.name}
          >
            <Avatar
              name={employee.name}
              color={employee.department?.color}
              photoUrl={employee.photoUrl}
              kind={employee.kind}
              size="small"
            />
          </span>
        ))}
        <button type="button" onClick={() => openLens({ kind: 'parts', parts })}>
          {others > 0 ? (
            <Plural value={others} one="and # more" other="and # more" />
          ) : (
            <Trans>Who they are</Trans>
          )}
        </button>
      </div>
      <p className={styles.note}>
        {audience.outside === 0 && <Trans>No guest and no integration would read it.</Trans>}{' '}
        <Trans>A reader can still copy what they may read.</Trans>
      </p>
    </Panel>
  );
}

function YourCommunities() {
  const { data } = useQuery(CommunitiesDocument, { variables: { mine: true } });
  const communities = data?.communities.nodes ?? [];
  if (communities.length === 0) return null;
  return (
    <Panel title={<Trans>Your communities</Trans>}>
      <ul className={styles.communities}>
        {communities.slice(0, 6).map((community) => (
          <li key={community.id}>
            <Link to="/communities/$communityId" params={{ communityId: community.id }}>
              {community.name}
            </Link>
            <span>
              <Plural value={community.memberCount} one="# member" other="# members" />
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
