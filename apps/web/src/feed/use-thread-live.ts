import { useEffect } from 'react';
import { client } from '../connection/client';
import { live } from '../connection/live';
import {
  CommentFragmentDoc,
  PostCardFragmentDoc,
  ThreadChangedDocument,
  type ThreadChangedSubscription,
  ThreadDocument,
} from '../generated/graphql';
import { removePost } from './feed-cache';

type Change = ThreadChangedSubscription['threadChanged'];

/** Keeps one thread true while it is on the screen. A comment that arrives is added at the end, below the reader. */
export function useThreadLive(postId: string, position: string | undefined): void {
  const ready = position !== undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the position only says where the line begins
  useEffect(() => {
    if (!position) return;
    return live<ThreadChangedSubscription, { postId: string; after?: string | null }, Change>({
      document: ThreadChangedDocument,
      variables: { postId },
      eventOf: (result) => result.threadChanged,
      after: position,
      onEvent: (change) => take(postId, change),
      onGap: () => reread(postId),
    });
  }, [postId, ready]);
}

function take(postId: string, change: Change): void {
  const { cache } = client;
  if (change.post) {
    const fragment = { fragment: PostCardFragmentDoc, fragmentName: 'PostCard' } as const;
    const id = cache.identify({ __typename: 'Post', id: postId });
    const before = id ? cache.readFragment({ ...fragment, id }) : null;
    cache.writeFragment({ ...fragment, data: change.post });
    // It reaches others now, and so one's own comments may stand with fewer than it does.
    if (before && before.audience.count !== change.post.audience.count)
      void reread(postId).catch(() => undefined);
  }
  if (change.comment)
    cache.writeFragment({ fragment: CommentFragmentDoc, fragmentName: 'Comment', data: change.comment });
  if (change.kind === 'removed' && !change.commentId) removePost(postId);
  else if (change.kind === 'removed' && change.commentId) removeComment(change.commentId);
  else if (change.comment) addComment(postId, change.comment);
}

export function removeComment(id: string): void {
  client.cache.evict({ id: client.cache.identify({ __typename: 'Comment', id }) ?? '' });
  client.cache.gc();
}

/** In its place, once; while older comments are still unread it comes with its page instead. */
export function addComment(postId: string, comment: NonNullable<Change['comment']>): void {
  client.cache.updateQuery({ query: ThreadDocument, variables: { id: postId } }, (known) => {
    if (known?.node.__typename !== 'Post') return undefined;
    const { comments } = known.node;
    if (comments.pageInfo.hasNextPage || comments.nodes.some((one) => one.id === comment.id))
      return undefined;
    return {
      ...known,
      node: {
        ...known.node,
        comments: { ...comments, nodes: [...comments.nodes, comment].toSorted(byTime) },
      },
    };
  });
}

/** What was shown to more people later stands where it was said. */
function byTime(one: { createdAt: string }, other: { createdAt: string }): number {
  return Date.parse(one.createdAt) - Date.parse(other.createdAt);
}

async function reread(postId: string): Promise<string> {
  const { data } = await client.query({
    query: ThreadDocument,
    variables: { id: postId },
    fetchPolicy: 'network-only',
  });
  if (data?.node.__typename !== 'Post') throw new TypeError('no answer');
  return data.node.comments.position;
}
