import type { EmployeeActor } from '@courtyard/access';
import type { Gate } from '@courtyard/records';
import { PollState } from '../poll/poll.entity.js';
import { pollPolicy } from '../poll/poll.policy.js';
import { type Post, PostKind } from '../post/post.entity.js';
import { judgementPolicy } from './judgement.policy.js';

/** Where independent judgement counts: nobody stands up just because the front row did (product.md, "Feed"). */
const JUDGED: ReadonlySet<PostKind> = new Set([PostKind.poll, PostKind.idea]);

/** As many comments are shown to whoever has not judged yet, so that a crowd below a post looks like ten. */
export const MOST_BEFORE_JUDGING = 10;

export function isJudged({ kind }: Pick<Post, 'kind'>): boolean {
  return JUDGED.has(kind);
}

/**
 * Whether what others thought is still hidden from the actor: how many reacted and commented, what is said to them live, and the order
 * in which it was said. A closed poll shows it to all.
 */
export async function awaitsJudgement(gate: Gate, actor: EmployeeActor, post: Post): Promise<boolean> {
  if (!isJudged(post)) return false;
  const [mine] = await gate.loadMany(actor, judgementPolicy, 'read', 'postId', post.id);
  if (mine) return false;
  const poll = post.kind === PostKind.poll ? await gate.load(actor, pollPolicy, 'read', post.id) : null;
  return poll?.state !== PollState.closed;
}
