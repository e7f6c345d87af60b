import type { Write } from '@courtyard/records';
import { withdrawAnnouncement } from '../announcement/announcing.js';
import { commentPolicy } from '../comment/comment.policy.js';
import { withdrawIdea } from '../idea/standing.js';
import { withdrawPledge } from '../pledge/giving.js';
import { withdrawPoll } from '../poll/standing.js';
import { withdrawPraise } from '../praise/praising.js';
import { withdrawQuestion } from '../question/standing.js';
import { hideWordings } from '../revision/revisions.js';
import { staysWithdrawn } from '../staying-withdrawn.js';
import { PostKind } from './post.entity.js';
import { postPolicy } from './post.policy.js';

/** Takes a post back, with what was said below it and with every earlier wording. @throws not_found, auth.forbidden */
export async function withdrawPost(write: Write, postId: string): Promise<void> {
  const post = await write.change(postPolicy, 'withdraw', postId, { status: 'withdrawn' });
  const { authorId, audienceKeys: keys, kind } = post;
  const below = await write.changeAll(commentPolicy, 'hide', { postId }, { status: 'hidden' });
  await hideWordings(write, postId, ...below);
  if (kind === PostKind.idea) await withdrawIdea(write, postId);
  if (kind === PostKind.poll) await withdrawPoll(write, postId);
  if (kind === PostKind.question) await withdrawQuestion(write, postId);
  if (kind === PostKind.pledge) await withdrawPledge(write, postId);
  if (kind === PostKind.announcement) await withdrawAnnouncement(write, postId);
  if (kind === PostKind.praise) await withdrawPraise(write, postId);
  await write.emit('post.withdrawn', { postId, authorId, keys });
}

staysWithdrawn(postPolicy, 'withdrawPost', withdrawPost);
