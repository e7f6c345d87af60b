import { useQuery } from '@apollo/client/react';
import { Avatar, Icon, RowBones } from '@courtyard/ui';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { FailureNotice } from '../failure/failure-notice';
import {
  type AudienceFragment,
  AudienceReadersDocument,
  PostReadersDocument,
  type PostReadersQuery,
  type ReadersFragment,
} from '../generated/graphql';
import type { LensTarget } from '../shell/lens-store';
import { KindTag } from './byline';
import styles from './lens.module.css';
import { Parts } from './parts';

/** Exactly who can see a thing: the number, where it comes from, and the list. */
export default function Lens({ target }: { target: LensTarget }) {
  const { t } = useLingui();
  const [words, setWords] = useState('');
  const [search] = useDebouncedValue(words.trim(), 150);
  const { audience, readers, comeSince, error, loading, more, again } = useReaders(target, search);
  if (error && !audience) return <FailureNotice error={error} onRetry={again} />;
  if (!audience) return <RowBones label={t`Counting who can see this`} />;
  if (audience.untold) return <Untold label={audience.label} />;
  return (
    <div>
      <p className={styles.count} role="status">
        <Plural value={audience.count} one="# person" other="# people" />
      </p>
      <Parts audience={audience} />
      {comeSince && <ComeSince newcomers={comeSince} />}
      <div className={styles.find}>
        <Icon name="search" small />
        <input
          type="search"
          aria-label={t`Is somebody on this list?`}
          placeholder={t`Is somebody on this list?`}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
      </div>
      {readers && <Readers readers={readers} audience={audience} search={search} />}
      {error && <FailureNotice error={error} onRetry={again} />}
      {readers?.pageInfo.hasNextPage && (
        <Button size="xs" fullWidth loading={loading} onClick={more}>
          <Trans>Show more</Trans>
        </Button>
      )}
      <p className={styles.note}>
        {audience.outside === 0 && <Trans>No guest and no integration can read it.</Trans>}{' '}
        <Trans>A reader can still copy what they may read.</Trans>
      </p>
    </div>
  );
}

/** What its author shared privately: whoever else reads it is told to nobody. */
function Untold({ label }: { label: string }) {
  return (
    <div>
      <p className={styles.count} role="status">
        {label}
      </p>
      <p className={styles.note}>
        <Trans>
          Its author shared it with people of their choice. Who else can read it, and how many they are, is
          not told; a comment of yours shows them that you can.
        </Trans>
      </p>
      <p className={styles.note}>
        <Trans>A reader can still copy what they may read.</Trans>
      </p>
    </div>
  );
}

function useReaders(target: LensTarget, search: string) {
  const asked = search === '' ? {} : { search };
  const ofParts = useQuery(AudienceReadersDocument, {
    variables: { parts: target.kind === 'parts' ? target.parts : [], ...asked },
    skip: target.kind !== 'parts' || target.parts.length === 0,
  });
  const ofPost = useQuery(PostReadersDocument, {
    variables: { id: target.kind === 'post' ? target.id : '', ...asked },
    skip: target.kind !== 'post',
  });
  if (target.kind === 'parts') {
    const known = ofParts.data ?? ofParts.previousData;
    const after = ofParts.data?.audienceReaders.pageInfo.endCursor;
    return {
      audience: known?.audience,
      readers: known?.audienceReaders,
      comeSince: null,
      error: ofParts.error,
      loading: ofParts.loading,
      more: () => void ofParts.fetchMore({ variables: { after } }),
      again: () => void ofParts.refetch(),
    };
  }
  const known = ofPost.data ?? ofPost.previousData;
  const post = known?.node.__typename === 'Post' ? known.node : undefined;
  const after = post?.readers.pageInfo.endCursor;
  return {
    audience: post?.audience,
    readers: post?.readers,
    comeSince: post?.comeSince ?? null,
    error: ofPost.error,
    loading: ofPost.loading,
    more: () => void ofPost.fetchMore({ variables: { after } }),
    again: () => void ofPost.refetch(),
  };
}

type Newcomers = NonNullable<Extract<PostReadersQuery['node'], { __typename: 'Post' }>['comeSince']>;

/** How access changed since one posted it. Of who went nothing is kept, so nothing is said. */
function ComeSince({ newcomers: { count, people } }: { newcomers: Newcomers }) {
  if (count === 0)
    return (
      <p className={styles.sum}>
        <Trans>Since you posted it nobody came who could not read it then.</Trans>
      </p>
    );
  const names = people.map(({ name }) => name).join(', ');
  const more = count - people.length;
  return (
    <p className={styles.sum}>
      <Plural
        value={count}
        one="Since you posted it one more person can read it:"
        other="Since you posted it # more people can read it:"
      />{' '}
      {names}
      {more > 0 && ' '}
      {more > 0 && <Plural value={more} one="and # more" other="and # more" />}
    </p>
  );
}

interface ReadersProps {
  readers: ReadersFragment;
  audience: AudienceFragment;
  search: string;
}

function Readers({ readers, audience, search }: ReadersProps) {
  const outside = readers.nodes.filter((reader) => reader.employee.kind !== 'employee');
  const inside = readers.nodes.filter((reader) => reader.employee.kind === 'employee');
  if (readers.nodes.length === 0)
    return (
      <p className={styles.none} role="status">
        <Trans>Nobody called “{search}” can see this.</Trans>
      </p>
    );
  return (
    <>
      {outside.length > 0 && (
        <>
          <h3 className={`${styles.group} ${styles.amber}`}>
            <Icon name="outside" small />
            <Trans>From outside the house</Trans>
            {search === '' && <span className={styles.number}>{audience.outside}</span>}
          </h3>
          <ReaderList readers={outside} />
          {inside.length > 0 && (
            <h3 className={styles.group}>
              <Icon name="organisation" small />
              <Trans>Inside</Trans>
            </h3>
          )}
        </>
      )}
      <ReaderList readers={inside} />
    </>
  );
}

function ReaderList({ readers }: { readers: ReadersFragment['nodes'] }) {
  const { t } = useLingui();
  return (
    <ul className={styles.list}>
      {readers.map(({ employee, via }) => (
        <li key={employee.id}>
          <Avatar
            name={employee.name}
            color={employee.department?.color}
            photoUrl={employee.photoUrl}
            kind={employee.kind}
            size="small"
          />
          <span>
            <Link to="/people/$employeeId" params={{ employeeId: employee.id }}>
              {employee.name}
            </Link>{' '}
            <KindTag kind={employee.kind} />
            <span className={styles.via}>
              {via.map((name) => (name === employee.name ? t`by name` : name)).join(' · ')}
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}
