import type { EmployeeActor } from '@courtyard/access';
import { Introductions } from '@courtyard/people';
import { along, type Gate, type Page } from '@courtyard/records';
import { awaitsJudgement, MOST_BEFORE_JUDGING } from '../judgement/awaiting.js';
import type { Post } from '../post/post.entity.js';
import type { Comment } from './comment.entity.js';
import { commentPolicy } from './comment.policy.js';

export const COMPANIONS = [
  Introductions.along('authorId'),
  Introductions.alongAll('mentionedIds'),
  along.cells(commentPolicy, 'mark'),
];

/**
 * The conversation below a post, the oldest first; to whoever has not given their own judgement yet, up to ten in an order of their own.
 * Whatever is made of a conversation is made of this, or it would tell how many speak in it.
 * @throws input.invalid also for a cursor of the other order
 */
export async function commentsBelow(
  gate: Gate,
  actor: EmployeeActor,
  post: Post,
  { first, after = null }: { first: number; after?: string | null },
): Promise<Page<Comment>> {
  const where = { postId: post.id, status: 'published' } as const;
  const page = { where, companions: COMPANIONS, first, after };
  if (await awaitsJudgement(gate, actor, post))
    return gate.sample(actor, commentPolicy, 'read', { ...page, about: post.id, most: MOST_BEFORE_JUDGING });
  return gate.list(actor, commentPolicy, 'read', { ...page, order: { by: 'createdAt', direction: 'asc' } });
}
