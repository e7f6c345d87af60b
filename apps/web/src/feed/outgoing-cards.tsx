import { AudienceChip, Notice } from '@courtyard/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useStore } from '../connection/store';
import { FailureNotice } from '../failure/failure-notice';
import { useViewer } from '../session/viewer';
import type { FeedOf } from './arrivals-store';
import { Byline } from './byline';
import { discard, type Outgoing, outgoing, send, sendAsNew } from './outgoing';
import styles from './post-card.module.css';
import { usePartWords } from './use-part-words';
import { Words } from './words';

/** One's own posts that the server does not have yet, where they will stand. */
export function OutgoingCards({ feed }: { feed: FeedOf }) {
  const { employee } = useViewer();
  const posts = useStore(outgoing).filter((post) =>
    feed.communityId
      ? post.communityId === feed.communityId
      : !feed.authorId || feed.authorId === employee.id,
  );
  return posts.map((post) => <OutgoingCard key={post.key} post={post} />);
}

function OutgoingCard({ post }: { post: Outgoing }) {
  const { t } = useLingui();
  const { employee } = useViewer();
  const words = usePartWords();
  const names = post.parts.map(words.name).join(' + ');
  return (
    <article className={styles.card} aria-label={t`Your post, not stored yet`}>
      <Byline
        author={employee}
        facts={[
          post.state === 'sending' ? (
            <span key="state" role="status">
              <Trans>Sending…</Trans>
            </span>
          ) : (
            <Trans key="state">Not posted</Trans>
          ),
        ]}
        end={
          <AudienceChip
            label={names}
            count=""
            kinds={post.parts.map((part) => part.kind)}
            description={t`Meant for ${names}`}
          />
        }
      />
      <Words text={post.body} document={post.document} mentions={post.mentions} />
      {post.state === 'failed' && <Failed post={post} />}
    </article>
  );
}

function Failed({ post }: { post: Outgoing }) {
  const { employee } = useViewer();
  const arrived = post.failure?.code === 'conflict.idempotency_key_reused';
  const drop = (
    <Button size="xs" onClick={() => discard(employee.id, post.key)}>
      <Trans>Discard these words</Trans>
    </Button>
  );
  return (
    <div className={styles.failed}>
      {post.failure ? (
        <FailureNotice
          error={post.failure}
          onRetry={arrived ? undefined : () => void send(employee.id, post)}
          actions={
            <>
              {arrived && (
                <Button size="xs" onClick={() => void sendAsNew(employee.id, post)}>
                  <Trans>Post these words as well</Trans>
                </Button>
              )}
              {drop}
            </>
          }
        />
      ) : (
        <Notice actions={drop} />
      )}
    </div>
  );
}
