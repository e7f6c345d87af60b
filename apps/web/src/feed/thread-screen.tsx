import { useQuery } from '@apollo/client/react';
import { Avatar, CardBones, Empty, Icon, Panel } from '@courtyard/ui';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { failureOf } from '../failure/failure';
import { FailureNotice } from '../failure/failure-notice';
import {
  type CommentFragment,
  type PersonFragment,
  ThreadDocument,
  type ThreadQuery,
} from '../generated/graphql';
import { Ambient } from '../shell/ambient';
import { Head } from '../shell/head';
import { openLens } from '../shell/lens-store';
import { NotHere } from '../shell/places';
import { KindTag } from './byline';
import { CommentBox } from './comment-box';
import { CommentRow } from './comment-row';
import { Parts } from './parts';
import { PostCard } from './post-card';
import styles from './thread.module.css';
import { useThreadLive } from './use-thread-live';

const WiderStrip = lazy(() => import('../widening/wider-strip'));

export type ThreadPost = Extract<ThreadQuery['node'], { __typename: 'Post' }>;

/** A post with its comments, oldest first, live. */
export function ThreadScreen() {
  const { t } = useLingui();
  const { postId } = useParams({ from: '/_inside/post/$postId' });
  const query = useQuery(ThreadDocument, { variables: { id: postId }, fetchPolicy: 'cache-and-network' });
  const post = query.data?.node.__typename === 'Post' ? query.data.node : undefined;
  useThreadLive(postId, post?.comments.position);

  const title = ({ erased, kind, author }: ThreadPost) => {
    if (erased) return t`Post`;
    if (kind === 'pledge') return t`Promise by ${author.name}`;
    if (kind === 'announcement') return t`Announcement by ${author.name}`;
    return kind === 'question' ? t`Question by ${author.name}` : t`Post by ${author.name}`;
  };

  if (query.error && !post)
    return failureOf(query.error).code === 'not_found' ? (
      <NotHere />
    ) : (
      <>
        <Head name={t`Post`} before={<Back />} />
        <FailureNotice error={query.error} onRetry={() => void query.refetch().catch(() => undefined)} />
      </>
    );
  if (query.data && !post) return <NotHere />;
  return (
    <>
      <Head name={post ? title(post) : t`Post`} before={<Back />} />
      {!post ? (
        <CardBones count={1} label={t`Reading the post`} />
      ) : post.withdrawn ? (
        <Withdrawn />
      ) : (
        <Thread
          post={post}
          more={() => query.fetchMore({ variables: { after: post.comments.pageInfo.endCursor } })}
        />
      )}
    </>
  );
}

function Thread({ post, more }: { post: ThreadPost; more: () => Promise<unknown> }) {
  const { t } = useLingui();
  const comments = post.comments.nodes;
  const mayComment = post.allowed.includes('comment');
  const { hasNextPage } = post.comments.pageInfo;
  // Said while fewer people could see it, by somebody who did not show it to more.
  const withheld = hasNextPage ? 0 : post.commentCount - comments.filter((one) => !one.withdrawn).length;
  return (
    <>
      <PostCard post={post} whole />
      {post.allowed.includes('revise') && (
        <Suspense>
          <WiderStrip post={post} />
        </Suspense>
      )}
      <section className={styles.comments} aria-label={t`Comments`}>
        {comments.length === 0 && !mayComment && (
          <Empty title={<Trans>No comments</Trans>}>
            <Trans>You may read this post, but not comment on it.</Trans>
          </Empty>
        )}
        {comments.map((comment) => (
          <CommentRow key={comment.id} comment={comment} question={post.question} />
        ))}
        {hasNextPage && (
          <div className={styles.more}>
            <Button size="xs" onClick={() => void more().catch(() => undefined)}>
              <Trans>Show more comments</Trans>
            </Button>
          </div>
        )}
        {withheld > 0 && (
          <p className={styles.withdrawn}>
            <Plural
              value={withheld}
              one="One contribution is withheld."
              other="# contributions are withheld."
            />
          </p>
        )}
        {mayComment && <CommentBox post={post} />}
      </section>
      <Ambient>
        <WhoCanSee post={post} />
        <InThis post={post} comments={comments} />
      </Ambient>
    </>
  );
}

function WhoCanSee({ post }: { post: ThreadPost }) {
  if (post.audience.untold)
    return (
      <Panel title={<Trans>Who can see this</Trans>}>
        <p className={styles.to}>{post.audience.label}</p>
        <p className={styles.note}>
          <Trans>
            Its author does not say who else can read it. Whoever comments is seen by all who can.
          </Trans>
        </p>
      </Panel>
    );
  return (
    <Panel title={<Trans>Who can see this</Trans>}>
      <p className={styles.to}>
        {post.audience.label} ·{' '}
        <span className={styles.nowrap}>
          <Plural value={post.audience.count} one="# person" other="# people" />
        </span>
      </p>
      <Parts audience={post.audience} />
      <button type="button" className={styles.link} onClick={() => openLens({ kind: 'post', id: post.id })}>
        <Trans>See the list</Trans>
      </button>
      <p className={styles.note}>
        <Trans>What you add reaches the same people as the post.</Trans>
      </p>
    </Panel>
  );
}

function InThis({ post, comments }: { post: ThreadPost; comments: readonly CommentFragment[] }) {
  const people = new Map<string, PersonFragment>();
  if (!post.erased) people.set(post.author.id, post.author);
  for (const comment of comments) if (!comment.withdrawn) people.set(comment.author.id, comment.author);
  return (
    <Panel title={<Trans>In this conversation</Trans>}>
      <ul className={styles.people}>
        {[...people.values()].map((person) => (
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
              </Link>{' '}
              <KindTag kind={person.kind} />
              <span>{person.department?.name ?? person.title}</span>
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Withdrawn() {
  return (
    <Empty
      title={<Trans>This post was withdrawn</Trans>}
      step={
        <Button component={Link} to="/">
          <Trans>Go to Home</Trans>
        </Button>
      }
    >
      <Trans>Nobody else can see it any more.</Trans>
    </Empty>
  );
}

function Back() {
  const { t } = useLingui();
  return (
    <Link to="/" className={styles.back} aria-label={t`Back to Home`}>
      <Icon name="back" />
    </Link>
  );
}
