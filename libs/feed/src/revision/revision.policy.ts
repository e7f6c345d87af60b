import { definePolicy, everyRow, keys, me } from '@courtyard/access';
import { concernsPerson } from '@courtyard/records';
import { Revision } from './revision.entity.js';

export const revisionPolicy = definePolicy(
  Revision,
  ['read', 'keep', 'hide', 'import', 'erase', 'rehome'],
  ({ can, errand }) => {
    can('read', { status: 'published', audienceKeys: { any: keys } });
    can(['read', 'keep', 'hide', 'erase'], { authorId: me });
    // Whoever withdraws a post takes what was said below it out of sight, earlier wordings included.
    can(['hide', 'rehome'], { postAuthorId: me });
    errand('praise_taken_back', 'hide', { status: 'published' });
    errand(
      'restore_ledger',
      ['hide', 'erase', 'rehome'],
      everyRow('what was taken back or erased before a restore is so again after it'),
    );
    errand('import', 'import', everyRow('an import brings what was edited in the old network'));
  },
);

concernsPerson(revisionPolicy, 'authorId');
