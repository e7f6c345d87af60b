import { createStore, type Store } from '../connection/store';
import type { PostCardFragment } from '../generated/graphql';
import { type Arrivals, placed } from './arrivals';

/** Which list: everything, one community's, or one author's. */
export interface FeedOf {
  communityId?: string;
  authorId?: string;
}

type FeedArrivals = Store<Arrivals<PostCardFragment> | null>;
const feeds = new Map<string, FeedArrivals>();

/** What waits for one list; it outlives the screen, so that coming back resumes where the list was left. */
export function arrivalsOf(feed: FeedOf): FeedArrivals {
  const key = `${feed.communityId ?? ''}|${feed.authorId ?? ''}`;
  const known = feeds.get(key) ?? createStore<Arrivals<PostCardFragment> | null>(null);
  feeds.set(key, known);
  return known;
}

export function placeEverywhere(postId: string): void {
  for (const store of feeds.values()) store.set((now) => now && placed(now, postId));
}

export function forgetFeeds(): void {
  for (const store of feeds.values()) store.set(null);
  feeds.clear();
}
