import { useQuery } from '@apollo/client/react';
import { Avatar, CardBones, DepartmentMark, Empty, Icon, Panel } from '@courtyard/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import { lazy, Suspense, useMemo, useState } from 'react';
import { isOfficer } from '../desk/officer';
import { failureOf } from '../failure/failure';
import { FailureNotice } from '../failure/failure-notice';
import { KindTag } from '../feed/byline';
import { FeedList } from '../feed/feed-list';
import { Words } from '../feed/words';
import { ProfileDocument, type ProfileFragment } from '../generated/graphql';
import { useSignOut } from '../session/use-sign-out';
import { useViewer } from '../session/viewer';
import { Ambient } from '../shell/ambient';
import { Head } from '../shell/head';
import { NotHere } from '../shell/places';
import { useNarrow } from '../shell/widths';
import { GuardedFields } from './guarded-fields';
import { OwnPhoto } from './photo';
import styles from './profile.module.css';

const EditProfile = lazy(() => import('./edit-profile'));

export function ProfileScreen() {
  const { employeeId } = useParams({ from: '/_inside/people/$employeeId' });
  return <ProfileOf key={employeeId} id={employeeId} />;
}

function ProfileOf({ id }: { id: string }) {
  const { t } = useLingui();
  const { data, error, refetch } = useQuery(ProfileDocument, {
    variables: { id },
    fetchPolicy: 'cache-and-network',
  });
  const person = data?.node.__typename === 'Employee' ? data.node : undefined;
  const mine = useViewer().employee.id === id;
  const feed = useMemo(() => ({ authorId: id }), [id]);
  if ((error && !person && failureOf(error).code === 'not_found') || (data && !person)) return <NotHere />;
  const name = person?.name ?? t`Profile`;
  return (
    <>
      <Head
        name={mine ? t`Your profile` : t`Profile`}
        title={person?.name}
        rule={mine ? <Trans>Plain fields are for everyone here; you choose for the others</Trans> : undefined}
      />
      {error && !person && (
        <FailureNotice error={error} onRetry={() => void refetch().catch(() => undefined)} />
      )}
      {!person && !error && <CardBones count={1} label={t`Reading the profile`} />}
      {person && (
        <>
          <Plain person={person} mine={mine} />
          {person.guarded.length > 0 && <GuardedFields person={person} mine={mine} />}
          {mine && <NarrowDoors />}
          <Ambient>
            <WhatIsRecorded mine={mine} />
          </Ambient>
          <h2 className={styles.heading}>
            {mine ? <Trans>Your posts</Trans> : <Trans>Posts by {name} that you may see</Trans>}
          </h2>
          <FeedList
            feed={feed}
            empty={
              <Empty
                title={
                  mine ? <Trans>You have not posted yet</Trans> : <Trans>No posts that you may see</Trans>
                }
              >
                {mine ? (
                  <Trans>What you post stands here as well, with who can see it.</Trans>
                ) : (
                  <Trans>That says nothing about whether there are others.</Trans>
                )}
              </Empty>
            }
          />
        </>
      )}
    </>
  );
}

function Plain({ person, mine }: { person: ProfileFragment; mine: boolean }) {
  const [editing, setEditing] = useState(false);
  const own = mine && person.allowed.includes('revise');
  if (editing)
    return (
      <Suspense>
        <EditProfile person={person} onDone={() => setEditing(false)} />
      </Suspense>
    );
  return (
    <section className={styles.card}>
      <div className={styles.top}>
        <Avatar
          size="large"
          name={person.name}
          color={person.department?.color}
          photoUrl={person.photoLarge}
          kind={person.kind}
        />
        <div className={styles.who}>
          <h2 className={styles.name}>
            {person.name} {person.pronouns && <span className={styles.pronouns}>{person.pronouns}</span>}{' '}
            <KindTag kind={person.kind} />
          </h2>
          {person.title && <p>{person.title}</p>}
          {person.department && (
            <p className={styles.department}>
              <DepartmentMark name={person.department.name} color={person.department.color} />
              {person.department.parent && <> · {person.department.parent.name}</>}
            </p>
          )}
        </div>
        {own && (
          <Button size="xs" onClick={() => setEditing(true)}>
            <Trans>Edit</Trans>
          </Button>
        )}
      </div>
      {own && <OwnPhoto person={person} />}
      {person.bio && (
        <div className={styles.bio}>
          <Words text={person.bio} whole />
        </div>
      )}
    </section>
  );
}

/** Reading a colleague's page is nobody's business; asking for a guarded field is its owner's. */
function WhatIsRecorded({ mine }: { mine: boolean }) {
  return (
    <Panel title={mine ? <Trans>Who sees what</Trans> : <Trans>What is written down</Trans>}>
      {mine ? (
        <p className={styles.aside}>
          <Trans>
            Name, photo, title, department, pronouns and what you say about yourself: everyone who works here;
            guests only your name and title. Guarded fields: only whom you allow, only when they ask, and each
            look is written down.
          </Trans>
        </p>
      ) : (
        <p className={styles.aside}>
          <Trans>Opening this page is not recorded. Revealing a guarded field is.</Trans>
        </p>
      )}
    </Panel>
  );
}

/** On a telephone the bar has no place for the settings: "Me" leads there. */
function NarrowDoors() {
  const { t } = useLingui();
  const narrow = useNarrow();
  const { roles } = useViewer();
  const signOut = useSignOut();
  if (!narrow) return null;
  return (
    <nav className={styles.doors} aria-label={t`More`}>
      <Link to="/privacy">
        <Icon name="shield" />
        <Trans>Privacy</Trans>
      </Link>
      <Link to="/charter">
        <Icon name="charter" />
        <Trans>Charter</Trans>
      </Link>
      {isOfficer(roles) && (
        <Link to="/desk">
          <Icon name="desk" />
          <Trans>Desk</Trans>
        </Link>
      )}
      <Link to="/settings">
        <Icon name="settings" />
        <Trans>Settings</Trans>
      </Link>
      <button type="button" onClick={signOut}>
        <Icon name="leave" />
        <Trans>Sign out</Trans>
      </button>
    </nav>
  );
}
