import { systemActor } from '@courtyard/access';
import { outlivesRestore, type Write } from '@courtyard/records';
import { postPolicy } from '../post/post.policy.js';
import { hideWordings } from '../revision/revisions.js';
import type { Comment } from './comment.entity.js';
import { commentPolicy } from './comment.policy.js';

/** Takes a comment back, with every earlier wording. @throws not_found, auth.forbidden */
export async function withdrawComment(write: Write, id: string): Promise<void> {
  const comment = await write.change(commentPolicy, 'withdraw', id, { status: 'withdrawn' });
  await hideWordings(write, id);
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

const AT_ONCE = 500;

outlivesRestore(commentPolicy, {
  changed: (before, { id, status }) =>
    before.status === 'published' && status === 'withdrawn' ? { what: 'withdrawn', facts: { id } } : null,
  again: async (gate, organisationId, entries) => {
    const actor = systemActor('restore_ledger', organisationId);
    let again = 0;
    for (let from = 0; from < entries.length; from += AT_ONCE) {
      const ids = entries.slice(from, from + AT_ONCE).map(({ facts }) => String(facts['id']));
      for (const { id } of await gate.loadBy(actor, commentPolicy, 'withdraw', 'id', ids)) {
        await gate.write(actor, 'withdrawComment', (write) => withdrawComment(write, id));
        again++;
      }
    }
    return again;
  },
});
