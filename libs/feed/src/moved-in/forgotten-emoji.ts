import { type Actor, systemActor } from '@courtyard/access';
import type { ImportSource } from '@courtyard/people';
import type { Gate } from '@courtyard/records';
import { commentPolicy } from '../comment/comment.policy.js';
import type { ImportedEmoji } from '../post/post.entity.js';
import { postPolicy } from '../post/post.policy.js';

const AT_ONCE = 50;

/** Takes somebody's emoji from what others said in the old network: an emoji is an opinion, and its giver's. */
export async function forgetEmoji(
  gate: Gate,
  { organisationId, requestId }: Actor,
  employeeId: string,
  importedFrom: ImportSource,
): Promise<void> {
  const errand = systemActor('erase_moved_in', organisationId, requestId);
  const where = { importedFrom, importedEmoji: { holds: [{ by: [employeeId] }] } };
  const first = AT_ONCE;
  for (let count = first; count === first; ) {
    count = await gate.write(errand, 'forgetEmoji', async (write) => {
      const order = { by: 'publishedId', direction: 'asc' } as const;
      const posts = await write.list(postPolicy, 'forget_emoji', { where, order, first });
      for (const { id: postId, authorId, audienceKeys: keys, importedEmoji } of posts) {
        await write.change(postPolicy, 'forget_emoji', postId, {
          importedEmoji: without(importedEmoji, employeeId),
        });
        await write.emit('post.revised', { postId, authorId, keys });
      }
      return posts.length;
    });
  }
  for (let count = first; count === first; ) {
    count = await gate.write(errand, 'forgetEmoji', async (write) => {
      const order = { by: 'createdAt', direction: 'asc' } as const;
      const comments = await write.list(commentPolicy, 'forget_emoji', { where, order, first });
      for (const {
        id: commentId,
        postId,
        postAuthorId: authorId,
        audienceKeys: keys,
        importedEmoji,
      } of comments) {
        await write.change(commentPolicy, 'forget_emoji', commentId, {
          importedEmoji: without(importedEmoji, employeeId),
        });
        await write.emit('comment.revised', { commentId, postId, authorId, keys });
      }
      return comments.length;
    });
  }
}

/** The same emoji from one giver fewer; one that nobody else gave goes. */
export function without(emoji: readonly ImportedEmoji[], employeeId: string): ImportedEmoji[] {
  return emoji.flatMap((one): ImportedEmoji[] => {
    if (!one.by.includes(employeeId)) return [one];
    const by = one.by.filter((id) => id !== employeeId);
    const count = (one.count ?? one.by.length) - 1;
    if (count === 0) return [];
    return [count > by.length ? { emoji: one.emoji, by, count } : { emoji: one.emoji, by }];
  });
}
