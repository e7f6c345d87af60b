import { CardBones } from '@courtyard/ui';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { FailureNotice } from '../failure/failure-notice';
import { clockTime } from '../language/time';
import type { FeedOf } from './arrivals-store';
import styles from './feed-list.module.css';
import { OutgoingCards } from './outgoing-cards';
import { PostCard } from './post-card';
import { useFeed } from './use-feed';

/** A list of posts, newest first, that grows at both ends and never moves under the reader's eyes. */
export function FeedList({ feed, empty }: { feed: FeedOf; empty: ReactNode }) {
  const { t } = useLingui();
  const list = useFeed(feed);
  const root = useRef<HTMLElement>(null);
  const begin = () => {
    list.showWaiting();
    requestAnimationFrame(() => root.current?.querySelector<HTMLElement>('[data-card]')?.focus());
  };
  return (
    <section ref={root} aria-label={t`Posts`}>
      <OutgoingCards feed={feed} />
      <div role="status">
        {list.waiting.length > 0 && <NewLine count={list.waiting.length} since={list.since} onShow={begin} />}
      </div>
      {list.error && !list.data && (
        <FailureNotice error={list.error} onRetry={() => void list.refetch().catch(() => undefined)} />
      )}
      {!list.data && !list.error && <CardBones label={t`Reading the posts`} />}
      {list.nodes.map((post) => (
        <PostCard key={post.id} post={post} />
      ))}
      {list.data && list.nodes.length === 0 && list.waiting.length === 0 && empty}
      {list.hasMore && <More key={list.nodes.length} onMore={list.more} />}
      {list.data && !list.hasMore && list.nodes.length > 5 && (
        <p className={styles.end}>
          <Trans>This is the beginning.</Trans>
        </p>
      )}
    </section>
  );
}

function NewLine({ count, since, onShow }: { count: number; since: number | null; onShow: () => void }) {
  const { i18n } = useLingui();
  const time = since === null ? '' : clockTime(new Date(since), i18n.locale);
  return (
    <button type="button" className={styles.fresh} onClick={onShow}>
      <Plural value={count} one={`# new since ${time}`} other={`# new since ${time}`} />
    </button>
  );
}

/** Older posts come by themselves as the end nears; the button is there for whom that does not reach. */
function More({ onMore }: { onMore: () => Promise<unknown> }) {
  const mark = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<'idle' | 'busy' | { error: unknown }>('idle');
  const more = useRef(async () => {});
  more.current = async () => {
    setState('busy');
    try {
      await onMore();
    } catch (error) {
      setState({ error });
    }
  };
  useEffect(() => {
    if (!mark.current) return;
    const watch = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        watch.disconnect();
        void more.current();
      },
      { rootMargin: '600px' },
    );
    watch.observe(mark.current);
    return () => watch.disconnect();
  }, []);
  return (
    <div ref={mark} className={styles.more}>
      {typeof state === 'object' ? (
        <FailureNotice error={state.error} onRetry={() => void more.current()} />
      ) : (
        <Button loading={state === 'busy'} onClick={() => void more.current()}>
          <Trans>Show older posts</Trans>
        </Button>
      )}
    </div>
  );
}
