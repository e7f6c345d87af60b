import type { EmployeeActor } from '@courtyard/access';
import { AudienceKeys } from '@courtyard/people';
import type { Write } from '@courtyard/records';
import { PostKind } from '../post/post.entity.js';
import { postPolicy } from '../post/post.policy.js';
import { keysBelow } from '../praise/praising.js';
import { tellMentioned } from '../writing/mentioned.js';
import type { Wording } from '../writing/wording.js';
import type { Comment } from './comment.entity.js';
import { commentPolicy } from './comment.policy.js';
import { tellOfComment } from './withdrawing.js';

/** Adds a comment below a post. @throws not_found, auth.forbidden for the post; audience.archived, praise.waiting */
export async function addBelow(
  write: Write,
  { employeeId: authorId }: EmployeeActor,
  { id, postId, wording }: Pick<Comment, 'id' | 'postId'> & { readonly wording: Wording },
): Promise<void> {
  // Locked, so that no comment slips in below a post that is being withdrawn.
  const post = await write.get(postPolicy, 'comment', postId);
  const { authorId: postAuthorId } = post;
  const audienceKeys = post.kind === PostKind.praise ? await keysBelow(write, post) : post.audienceKeys;
  await write.create(commentPolicy, 'add', {
    ...NEW_COMMENT,
    ...{ id, postId, postAuthorId, authorId, audienceKeys },
    ...wording,
    createdAt: new Date().toISOString(),
  });
  await tellOfComment(write, 'comment.added', { id, postId, audienceKeys, postAuthorId });
  await tellMentioned(write, { postId, commentId: id, authorId, keys: audienceKeys }, wording);
  // Asked in the same moment; whoever was put out hears that alone.
  const awake = AudienceKeys.assertAwake(write, audienceKeys);
  awake.catch(() => undefined);
  await write.confirm(postPolicy, 'comment', post);
  await awake;
}

const NEW_COMMENT: Partial<Comment> = {
  status: 'published',
  version: 1,
  editedAt: null,
  importedFrom: null,
  sourceKey: null,
  importedEmoji: [],
};
