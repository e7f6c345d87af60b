import type { Write } from '@courtyard/records';
import { commentPolicy } from '../comment/comment.policy.js';
import { hideWordings } from '../revision/revisions.js';
import { staysWithdrawn } from '../staying-withdrawn.js';
import { postPolicy } from './post.policy.js';

/** Takes a post back, with what was said below it and with every earlier wording. @throws not_found, auth.forbidden */
export async function withdrawPost(write: Write, postId: string): Promise<void> {
  const { authorId, audienceKeys: keys } = await write.change(postPolicy, 'withdraw', postId, {
    status: 'withdrawn',
  });
  const below = await write.changeAll(commentPolicy, 'hide', { postId }, { status: 'hidden' });
  await hideWordings(write, postId, ...below);
  await write.emit('post.withdrawn', { postId, authorId, keys });
}

staysWithdrawn(postPolicy, 'withdrawPost', withdrawPost);
