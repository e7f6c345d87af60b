import { definePolicy, keys, me } from '@courtyard/access';
import { concernsPerson, countedReading, reachedByKeys } from '@courtyard/records';
import { Pledge, PledgeState } from './pledge.entity.js';

const { open, kept, broken, lapsed } = PledgeState;
/** All but those that were withdrawn with their post. */
const STANDING = { state: { in: [open, kept, broken, lapsed] } };

export const pledgePolicy = definePolicy(
  Pledge,
  ['read', 'give', 'keep', 'break', 'move', 'reopen', 'confirm', 'take_back', 'close', 'lapse'],
  ({ can, errand }) => {
    can('read', { ...STANDING, audienceKeys: { any: keys } });
    can('read', { authorId: me });
    can(['give', 'close'], { authorId: me });
    // What becomes of a promise is said by whoever gave their word, and by nobody else.
    can(['keep', 'break'], { state: { in: [open, lapsed] }, authorId: me });
    can('move', { state: open, authorId: me });
    // What the other side confirmed is not theirs alone any more.
    can('reopen', { state: { in: [kept, broken, lapsed] }, confirmed: false, authorId: me });
    can('confirm', { state: kept, confirmed: false, toId: me, audienceKeys: { any: keys } });
    // Not a guest, where anybody may: who confirms for all of them answers to colleagues for it.
    can(
      'confirm',
      { state: kept, confirmed: false, toAll: true, audienceKeys: { any: keys } },
      { roles: ['employee'] },
    );
    can('take_back', { state: kept, confirmedById: me, audienceKeys: { any: keys } });
    errand('restore_ledger', 'close', STANDING);
    // Both may leave at once.
    errand('author_left', ['read', 'lapse'], { state: { in: [open, lapsed] } });
  },
);

concernsPerson(pledgePolicy, 'authorId');
// A list of promises shows their posts.
countedReading(pledgePolicy, 'posts');

reachedByKeys(pledgePolicy, {
  keys: 'waitingKeys',
  order: 'dueId',
  direction: 'asc',
  when: { property: 'state', equals: open },
  index: 'pledge_audience',
  idColumn: 'pledge_id',
});
