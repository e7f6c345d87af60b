import { Icon } from '@courtyard/ui';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Link, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useId, useState } from 'react';
import { FailureNotice } from '../failure/failure-notice';
import type { PostCardFragment } from '../generated/graphql';
import { When } from '../language/when';
import { questionOf } from '../polls/poll-draft';
import { openLens } from '../shell/lens-store';
import { More } from '../shell/more';
import type { MoreItem } from '../shell/more-props';
import { AudienceMark } from './audience-mark';
import { Byline } from './byline';
import type { MarkedWords } from './marking-panel';
import styles from './post-card.module.css';
import { Reactions } from './reactions';
import { Words } from './words';

const AnnouncementStrip = lazy(() => import('../announcements/announcement-strip'));
const MarkingPanel = lazy(() => import('./marking-panel'));
const NamesStrip = lazy(() => import('./names-strip'));
const PledgeStrip = lazy(() => import('../promises/pledge-strip'));
const PostPanel = lazy(() => import('./post-panel'));
const IdeaStrip = lazy(() => import('../ideas/idea-strip'));
const PraiseStrip = lazy(() => import('../praise/praise-strip'));
const PollStrip = lazy(() => import('../polls/poll-strip'));
const QuestionStrip = lazy(() => import('../questions/question-strip'));
const RevisePost = lazy(() => import('./revise-post'));

export type PanelKind = 'why' | 'history' | 'withdraw';
/** What stands in the card itself, or is about the author's words. */
type OwnKind = 'revise' | 'marking';

/** A post as a card: who, to whom, when; the words; one line of actions. */
export function PostCard({ post, whole = false }: { post: PostCardFragment; whole?: boolean }) {
  const id = useId();
  const [panel, setPanel] = useState<PanelKind | OwnKind | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const lens = () => openLens({ kind: 'post', id: post.id });
  const close = () => setPanel(null);
  const marked: MarkedWords = { id: post.id, version: post.version };
  const text = post.poll ? questionOf(post.body, post.poll.options.length) : post.body;
  const said = <Words text={text} document={post.document} mentions={post.mentions} whole={whole} />;
  return (
    <article className={styles.card} data-card tabIndex={-1} aria-labelledby={id}>
      <div id={id}>
        <Byline
          author={post.erased ? null : post.author}
          facts={[
            <Kind key="kind" kind={post.kind} />,
            <Link key="time" to="/post/$postId" params={{ postId: post.id }}>
              <When at={post.publishedAt} />
            </Link>,
            post.editedAt && (
              <button key="edited" type="button" onClick={() => setPanel('history')}>
                <Trans>edited</Trans>
              </button>
            ),
            post.importedFrom && <Trans key="from">from {post.importedFrom}</Trans>,
          ]}
          end={<AudienceMark audience={post.audience} onOpen={lens} />}
        />
      </div>
      {post.erased ? (
        <p className={styles.erased}>
          <Trans>Not a word of it is left. What others said below it stays.</Trans>
        </p>
      ) : panel === 'revise' ? (
        <Suspense fallback={said}>
          <RevisePost post={post} onDone={close} />
        </Suspense>
      ) : (
        said
      )}
      <Emoji post={post} />
      {post.idea && panel !== 'revise' && (
        <Suspense>
          <IdeaStrip postId={post.id} idea={post.idea} awaited={post.awaitsJudgement} />
        </Suspense>
      )}
      {post.poll && (
        <Suspense>
          <PollStrip postId={post.id} poll={post.poll} />
        </Suspense>
      )}
      {post.question && panel !== 'revise' && (
        <Suspense>
          <QuestionStrip post={post} question={post.question} />
        </Suspense>
      )}
      {post.pledge && panel !== 'revise' && (
        <Suspense>
          <PledgeStrip post={post} pledge={post.pledge} />
        </Suspense>
      )}
      {post.praise && panel !== 'revise' && (
        <Suspense>
          <PraiseStrip post={post} praise={post.praise} />
        </Suspense>
      )}
      {post.announcement && panel !== 'revise' && (
        <Suspense>
          <AnnouncementStrip post={post} announcement={post.announcement} />
        </Suspense>
      )}
      {post.marking?.needed && panel !== 'revise' && panel !== 'marking' && (
        <Suspense>
          <NamesStrip words={marked} onMark={() => setPanel('marking')} />
        </Suspense>
      )}
      {failure !== null && <FailureNotice error={failure} />}
      <div className={styles.actions}>
        {!post.erased && <Reactions post={post} onFailure={setFailure} />}
        <Comments post={post} />
        <span className={styles.space} />
        <PostMore post={post} onPanel={setPanel} onLens={lens} />
      </div>
      {panel === 'marking' && (
        <Suspense>
          <MarkingPanel words={marked} onClose={close} />
        </Suspense>
      )}
      {panel !== null && panel !== 'revise' && panel !== 'marking' && (
        <Suspense>
          <PostPanel post={post} kind={panel} onClose={close} />
        </Suspense>
      )}
    </article>
  );
}

function Kind({ kind }: Pick<PostCardFragment, 'kind'>) {
  switch (kind) {
    case 'question':
      return <Trans>Question</Trans>;
    case 'idea':
      return <Trans>Idea</Trans>;
    case 'poll':
      return <Trans>Poll</Trans>;
    case 'pledge':
      return <Trans>Promise</Trans>;
    case 'announcement':
      return <Trans>Announcement</Trans>;
    case 'praise':
      return <Trans>Praise</Trans>;
    default:
      return <Trans>Update</Trans>;
  }
}

function Comments({ post }: { post: PostCardFragment }) {
  return (
    <Link to="/post/$postId" params={{ postId: post.id }} hash="comment" data-reply>
      <Icon name="comment" small />
      {post.commentCount === null ? (
        <Trans>Comments</Trans>
      ) : post.commentCount === 0 ? (
        <Trans>Comment</Trans>
      ) : (
        <Plural value={post.commentCount} one="# comment" other="# comments" />
      )}
    </Link>
  );
}

/** Reactions that came with an import: shown, quietly, and not to be added to. */
function Emoji({ post }: { post: PostCardFragment }) {
  if (post.emoji.length === 0) return null;
  return (
    <p className={styles.emoji}>
      {post.emoji.map(({ emoji, count }) => (
        <span key={emoji}>
          {emoji} {count}
        </span>
      ))}
    </p>
  );
}

interface PostMoreProps {
  post: PostCardFragment;
  onPanel: (kind: PanelKind | OwnKind) => void;
  onLens: () => void;
}

function PostMore({ post, onPanel, onLens }: PostMoreProps) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const items: MoreItem[] = [
    { label: t`Why am I seeing this`, onChoose: () => onPanel('why') },
    { label: t`Who can see this`, onChoose: onLens },
  ];
  if (post.editedAt) items.push({ label: t`History`, onChoose: () => onPanel('history') });
  if (post.allowed.includes('revise')) items.push({ label: t`Edit`, onChoose: () => onPanel('revise') });
  if (post.marking) items.push({ label: t`Whom it is about`, onChoose: () => onPanel('marking') });
  if (post.allowed.includes('withdraw'))
    items.push({ label: t`Withdraw`, onChoose: () => onPanel('withdraw') });
  if (!post.erased)
    items.push({
      label: t`Start a community from this`,
      onChoose: () => void navigate({ to: '/communities', search: { from: post.id } }),
    });
  return <More label={t`More`} items={items} />;
}
