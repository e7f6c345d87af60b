import { client } from '../connection/client';
import { FeedDocument, type PostCardFragment } from '../generated/graphql';
import { type FeedOf, placeEverywhere } from './arrivals-store';

/** Puts posts at the head of a list that was read; a list nobody has read yet will have them anyway. */
export function showFirst(feed: FeedOf, posts: readonly PostCardFragment[]): void {
  client.cache.updateQuery({ query: FeedDocument, variables: feed }, (known) => {
    if (!known) return undefined;
    const ids = new Set(posts.map((post) => post.id));
    const nodes = [...posts, ...known.feed.nodes.filter((node) => !ids.has(node.id))];
    return { ...known, feed: { ...known.feed, nodes } };
  });
}

/** One's own post, just stored, at the head of each list it belongs to. */
export function prependPost(post: PostCardFragment, ownerId: string): void {
  showFirst({}, [post]);
  showFirst({ authorId: ownerId }, [post]);
  for (const communityId of communitiesOf(post)) showFirst({ communityId }, [post]);
  placeEverywhere(post.id);
}

/** Takes a post out of everything that was read: lists leave out what the store no longer holds. */
export function removePost(id: string): void {
  client.cache.evict({ id: client.cache.identify({ __typename: 'Post', id }) ?? '' });
  client.cache.gc();
}

/** After a membership changed: whatever was counted before is counted anew where it is on the screen. */
export function countAnew(): void {
  for (const fieldName of ['audience', 'audienceReaders', 'audienceOptions'])
    client.cache.evict({ id: 'ROOT_QUERY', fieldName });
}

export function belongsTo(post: PostCardFragment, feed: FeedOf): boolean {
  if (feed.communityId) return communitiesOf(post).includes(feed.communityId);
  if (feed.authorId) return post.author.id === feed.authorId;
  return true;
}

/** The communities it was said in. */
function communitiesOf({ audience }: PostCardFragment): string[] {
  return audience.parts.flatMap(({ kind, id }) => (kind === 'community' && id ? [id] : []));
}
