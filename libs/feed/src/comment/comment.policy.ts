import { definePolicy, everyRow, keys, me } from '@courtyard/access';
import { IMPORT_SOURCES } from '@courtyard/people';
import { concernsPerson, disclosable, outlined, searchable } from '@courtyard/records';
import { Comment } from './comment.entity.js';

export const commentPolicy = definePolicy(
  Comment,
  [
    'read',
    'add',
    'revise',
    'withdraw',
    'widen',
    'mark',
    'hide',
    'import',
    'count_cells',
    'erase',
    'rehome',
    'hang',
    'forget_emoji',
  ],
  ({ can, errand }) => {
    can('read', { status: 'published', audienceKeys: { any: keys } });
    can(['read', 'revise', 'withdraw', 'widen'], { status: 'published', authorId: me });
    can('read', { authorId: me });
    can('mark', { status: 'published', authorId: me }, { roles: ['employee'] });
    can('add', { authorId: me });
    can(['read', 'hide'], { status: 'published', postAuthorId: me });
    errand('praise_taken_back', 'hide', { status: 'published' });
    errand('restore_ledger', ['withdraw', 'hide'], { status: 'published' });
    errand('restore_ledger', 'erase', { importedFrom: { in: IMPORT_SOURCES } });
    errand(
      'restore_ledger',
      'rehome',
      everyRow('what was taken back or erased before a restore is so again after it'),
    );
    errand('disclose_dry_run', 'count_cells', { status: 'published' });
    // For good, and of what was moved in only: what people say here they withdraw.
    can('erase', { authorId: me, importedFrom: { in: IMPORT_SOURCES } });
    // Whoever has a post erased is not named in what others answered to it either.
    can('rehome', { postAuthorId: me });
    errand('erase_moved_in', 'hang', everyRow('where something hangs below a post, the thread stays'));
    errand('erase_moved_in', 'forget_emoji', { importedFrom: { in: IMPORT_SOURCES } });
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
// Not a word of it: only that it is there.
outlined(commentPolicy, 'hang', ['id', 'postId', 'authorId']);

searchable(commentPolicy, {
  kind: 'comment',
  text: ['body'],
  at: 'createdAt',
  when: { status: 'published' },
  said: { by: 'authorId', keys: 'audienceKeys', topics: 'topics' },
});
