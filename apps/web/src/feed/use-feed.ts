import { useQuery } from '@apollo/client/react';
import { useEffect } from 'react';
import { client } from '../connection/client';
import { live } from '../connection/live';
import { useStore } from '../connection/store';
import {
  FeedChangedDocument,
  type FeedChangedSubscription,
  FeedDocument,
  PostCardFragmentDoc,
} from '../generated/graphql';
import { receive } from './arrivals';
import { arrivalsOf, type FeedOf } from './arrivals-store';
import { belongsTo, removePost, showFirst } from './feed-cache';

/** One list, live: what is on the screen, what waits, and how to get more of either end. */
export function useFeed(feed: FeedOf) {
  const store = arrivalsOf(feed);
  const query = useQuery(FeedDocument, { variables: feed });
  const arrivals = useStore(store);
  const { communityId, authorId } = feed;
  const begun = query.data?.feed.position;
  const ready = begun !== undefined;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the position only says where the line begins
  useEffect(() => {
    if (!begun) return;
    const list: FeedOf = { ...(communityId ? { communityId } : {}), ...(authorId ? { authorId } : {}) };
    store.set((now) => now ?? { position: begun, waiting: [], since: null });
    return live<FeedChangedSubscription, { after?: string | null }, FeedChangedSubscription['feedChanged']>({
      document: FeedChangedDocument,
      variables: {},
      eventOf: (result) => result.feedChanged,
      after: store.get()?.position ?? begun,
      onEvent: (change) => take(list, change),
      onGap: () => reread(list),
    });
  }, [ready, communityId, authorId, store]);

  const nodes = (query.data?.feed.nodes ?? []).filter((post) => !post.withdrawn);
  return {
    ...query,
    nodes,
    waiting: arrivals?.waiting ?? [],
    since: arrivals?.since ?? null,
    hasMore: query.data?.feed.pageInfo.hasNextPage ?? false,
    more: () => query.fetchMore({ variables: { after: query.data?.feed.pageInfo.endCursor } }),
    showWaiting: () => {
      showFirst(feed, store.get()?.waiting ?? []);
      store.set((now) => now && { ...now, waiting: [], since: null });
    },
  };
}

type Change = FeedChangedSubscription['feedChanged'];

function take(feed: FeedOf, change: Change): void {
  const store = arrivalsOf(feed);
  const known = client.cache.readQuery({ query: FeedDocument, variables: feed });
  const shown = new Set(known?.feed.nodes.map((node) => node.id));
  if (change.kind === 'removed') removePost(change.postId);
  else if (change.post && shown.has(change.postId))
    client.cache.writeFragment({
      fragment: PostCardFragmentDoc,
      fragmentName: 'PostCard',
      data: change.post,
    });
  const foreign = change.post && !belongsTo(change.post, feed);
  store.set(
    (now) =>
      now &&
      (foreign ? { ...now, position: change.position } : receive(now, change, { shown, now: Date.now() })),
  );
}

/** The server no longer has what happened since: the first page is read anew, and the line starts from there. */
async function reread(feed: FeedOf): Promise<string> {
  const { data } = await client.query({ query: FeedDocument, variables: feed, fetchPolicy: 'network-only' });
  if (!data) throw new TypeError('no answer');
  const { position } = data.feed;
  arrivalsOf(feed).set({ position, waiting: [], since: null });
  return position;
}
