import { definePolicy, keys, me } from '@courtyard/access';
import { concernsPerson } from '@courtyard/records';
import { Praise, PraiseState } from './praise.entity.js';

const { waiting, shown } = PraiseState;
/** All but those that were withdrawn with their post. */
const STANDING = { state: { in: [waiting, shown] } };

export const praisePolicy = definePolicy(
  Praise,
  ['read', 'praise', 'let', 'take_back', 'end_with_post'],
  ({ can, errand, unrecorded }) => {
    can('read', { ...STANDING, audienceKeys: { any: keys } });
    can('read', { authorId: me });
    can(['praise', 'end_with_post'], { authorId: me });
    // Whom it is about says whether others read it, and nobody for them.
    can('let', { state: waiting, toId: me, audienceKeys: { any: keys } });
    can('take_back', { state: shown, toId: me, audienceKeys: { any: keys } });
    unrecorded('take_back', 'the log tells of a withdrawal, whoever takes it away');
    errand('praise_taken_back', 'end_with_post', { state: PraiseState.withdrawn });
    errand('restore_ledger', 'end_with_post', STANDING);
  },
);

concernsPerson(praisePolicy, 'authorId');
