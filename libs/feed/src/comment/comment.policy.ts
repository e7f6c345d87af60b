import { definePolicy, everyRow, keys, me } from '@courtyard/access';
import { concernsPerson, disclosable } from '@courtyard/records';
import { Comment } from './comment.entity.js';

export const commentPolicy = definePolicy(
  Comment,
  ['read', 'add', 'revise', 'withdraw', 'hide', 'import'],
  ({ can, errand }) => {
    can('read', { status: 'published', audienceKeys: { any: keys } });
    can(['read', 'revise', 'withdraw'], { status: 'published', authorId: me });
    can('read', { authorId: me });
    can('add', { authorId: me });
    can(['read', 'hide'], { status: 'published', postAuthorId: me });
    errand('import', ['read', 'import'], everyRow('an import places what others said, in their name'));
  },
);

concernsPerson(commentPolicy, 'authorId');

disclosable(commentPolicy, {
  since: 'createdAt',
  changed: 'editedAt',
  audience: 'audienceKeys',
  live: { status: 'published' },
  text: ['body'],
  mentions: 'mentionedIds',
});
