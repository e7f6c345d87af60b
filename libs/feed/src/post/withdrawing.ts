import { systemActor } from '@courtyard/access';
import { outlivesRestore, type Write } from '@courtyard/records';
import { commentPolicy } from '../comment/comment.policy.js';
import { hideWordings } from '../revision/revisions.js';
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

const AT_ONCE = 500;

outlivesRestore(postPolicy, {
  changed: (before, { id, status }) =>
    before.status === 'published' && status === 'withdrawn' ? { what: 'withdrawn', facts: { id } } : null,
  again: async (gate, organisationId, entries) => {
    const actor = systemActor('restore_ledger', organisationId);
    let again = 0;
    for (let from = 0; from < entries.length; from += AT_ONCE) {
      const ids = entries.slice(from, from + AT_ONCE).map(({ facts }) => String(facts['id']));
      for (const { id } of await gate.loadBy(actor, postPolicy, 'withdraw', 'id', ids)) {
        await gate.write(actor, 'withdrawPost', (write) => withdrawPost(write, id));
        again++;
      }
    }
    return again;
  },
});
