import { definePolicy, everyRow, keys, me } from '@courtyard/access';
import { IMPORT_SOURCES } from '@courtyard/people';
import {
  concernsPerson,
  countedReading,
  disclosable,
  outlined,
  reachedByKeys,
  searchable,
  tallied,
} from '@courtyard/records';
import { Comment } from '../comment/comment.entity.js';
import { Reaction } from '../reaction/reaction.entity.js';
import { Post, PostKind } from './post.entity.js';

const PRAISING = { status: 'published', kind: PostKind.praise } as const;
const WIDENED = [PostKind.update, PostKind.question, PostKind.idea];

export const postPolicy = definePolicy(
  Post,
  [
    'read',
    'publish',
    'revise',
    'withdraw',
    'widen',
    'show',
    'mark',
    'comment',
    'react',
    'import',
    'count_cells',
    'erase',
    'forget_emoji',
  ],
  ({ can, errand }) => {
    can(['read', 'comment', 'react'], { status: 'published', audienceKeys: { any: keys } });
    can(['read', 'comment', 'revise', 'withdraw'], { status: 'published', authorId: me });
    // A promise and an announcement were made to those who were there, a poll is theirs who were asked, and
    // whoever is praised let it be shown to these.
    can('widen', { status: 'published', authorId: me, kind: { in: WIDENED } });
    // A withdrawn post stays its author's to read; nobody else learns that it was there.
    can('read', { authorId: me });
    // Not a guest: what they write can never leave, and what is found would tell them who is in the directory.
    can('mark', { status: 'published', authorId: me }, { roles: ['employee'] });
    can('publish', { authorId: me });
    // For good, and of what was moved in only: what people say here they withdraw.
    can('erase', { authorId: me, importedFrom: { in: IMPORT_SOURCES } });
    errand('erase_moved_in', 'forget_emoji', { importedFrom: { in: IMPORT_SOURCES } });
    // Whom it praises lets it be shown, and takes that back.
    errand('praise_let', 'show', PRAISING);
    errand('praise_taken_back', 'withdraw', PRAISING);
    errand('restore_ledger', 'withdraw', { status: 'published' });
    errand('restore_ledger', 'erase', { importedFrom: { in: IMPORT_SOURCES } });
    errand('disclose_dry_run', 'count_cells', { status: 'published' });
    errand('import', ['read', 'import'], everyRow('an import places what others said, in their name'));
  },
);

concernsPerson(postPolicy, 'authorId');
countedReading(postPolicy, 'posts');

disclosable(postPolicy, {
  since: 'publishedAt',
  changed: 'editedAt',
  audience: 'audienceKeys',
  live: { status: 'published' },
  text: ['body'],
  mentions: 'mentionedIds',
});

// To decide whether something may leave nobody has to know what it says.
outlined(postPolicy, 'count_cells', ['id', 'authorId', 'audienceKeys', 'mentionedIds']);

reachedByKeys(postPolicy, {
  keys: 'audienceKeys',
  order: 'publishedId',
  when: { property: 'status', equals: 'published' },
  index: 'post_audience',
  idColumn: 'post_id',
  by: 'authorId',
});

tallied(
  postPolicy,
  [
    { column: 'useful_count', of: Reaction, by: 'post_id', where: { kind: 'useful' } },
    { column: 'valuable_count', of: Reaction, by: 'post_id', where: { kind: 'valuable' } },
    { column: 'comment_count', of: Comment, by: 'post_id', where: { status: 'published' } },
  ],
  ['authorId', 'audienceKeys'],
);

searchable(postPolicy, {
  kind: 'post',
  text: ['body'],
  at: 'publishedAt',
  when: { status: 'published' },
  said: { by: 'authorId', keys: 'audienceKeys', topics: 'topics' },
});
