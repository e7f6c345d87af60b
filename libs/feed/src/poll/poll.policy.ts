import { definePolicy, everyRow, keys, me } from '@courtyard/access';
import { concernsPerson } from '@courtyard/records';
import { Poll, PollState } from './poll.entity.js';

const { open, closed } = PollState;
const STANDING = { state: { in: [open, closed] } };

export const pollPolicy = definePolicy(
  Poll,
  ['read', 'ask', 'judge', 'pass', 'settle', 'end_with_post', 'end', 'end_again'],
  ({ can, errand }) => {
    can('read', { ...STANDING, audienceKeys: { any: keys } });
    can('read', { authorId: me });
    can(['ask', 'end_with_post'], { authorId: me });
    can(['judge', 'pass'], { state: open, audienceKeys: { any: keys } });
    // Who asked others only has no vote, and need not have one to see what they say.
    can('pass', { state: open, authorId: me });
    can('settle', { state: open, authorId: me });
    errand('poll_due', ['read', 'end'], { state: open });
    // Also what its author withdraws at the moment they leave.
    errand('asker_left', 'read', everyRow('whoever leaves ends what they asked'));
    errand('asker_left', 'end', { state: open });
    errand('restore_ledger', 'end_with_post', STANDING);
    errand('restore_ledger', 'end_again', { state: open });
  },
);

concernsPerson(pollPolicy, 'authorId');
