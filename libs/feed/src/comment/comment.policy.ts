import { definePolicy, everyRow, keys, me } from '@courtyard/access';
import { concernsPerson, disclosable, outlined } from '@courtyard/records';
import { Comment } from './comment.entity.js';

export const commentPolicy = definePolicy(
  Comment,
  ['read', 'add', 'revise', 'withdraw', 'mark', 'hide', 'import', 'count_cells'],
  ({ can, errand }) => {
    can('read', { status: 'published', audienceKeys: { any: keys } });
    can(['read', 'revise', 'withdraw'], { status: 'published', authorId: me });
    can('read', { authorId: me });
    can('mark', { status: 'published', authorId: me }, { roles: ['employee'] });
    can('add', { authorId: me });
    can(['read', 'hide'], { status: 'published', postAuthorId: me });
    errand('disclose_dry_run', 'count_cells', { status: 'published' });
    errand('import', ['read', 'import'], everyRow('an import places what others said, in their name'));
  },
);

concernsPerson(commentPolicy, 'authorId');

outlined(commentPolicy, 'count_cells', ['id', 'authorId', 'audienceKeys', 'mentionedIds']);

disclosable(commentPolicy, {
  since: 'createdAt',
  changed: 'editedAt',
  audience: 'audienceKeys',
  live: { status: 'published' },
  text: ['body'],
  mentions: 'mentionedIds',
});
