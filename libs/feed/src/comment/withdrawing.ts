import type { Write } from '@courtyard/records';
import { lapseOutcome } from '../idea/standing.js';
import { postPolicy } from '../post/post.policy.js';
import { lapseAnswer } from '../question/standing.js';
import { hideWordings } from '../revision/revisions.js';
import { staysWithdrawn } from '../staying-withdrawn.js';
import type { Comment } from './comment.entity.js';
import { commentPolicy } from './comment.policy.js';

/** Takes a comment back, with every earlier wording. @throws not_found, auth.forbidden */
export async function withdrawComment(write: Write, id: string): Promise<void> {
  const comment = await write.change(commentPolicy, 'withdraw', id, { status: 'withdrawn' });
  await hideWordings(write, id);
  await lapseAnswer(write, comment);
  await lapseOutcome(write, comment);
  await tellOfComment(write, 'comment.withdrawn', comment);
}

/** That something happened to a comment; its post is counted anew. */
export async function tellOfComment(
  write: Write,
  topic: string,
  comment: Pick<Comment, 'id' | 'postId' | 'audienceKeys' | 'postAuthorId'>,
): Promise<void> {
  await write.due(postPolicy, comment.postId);
  const { id: commentId, postId, postAuthorId: authorId, audienceKeys: keys } = comment;
  await write.emit(topic, { commentId, postId, authorId, keys });
}

staysWithdrawn(commentPolicy, 'withdrawComment', withdrawComment);
