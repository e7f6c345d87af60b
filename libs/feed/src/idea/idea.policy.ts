import { definePolicy, keys, me } from '@courtyard/access';
import { concernsPerson } from '@courtyard/records';
import { Idea, IdeaState } from './idea.entity.js';

const { open, taken_up, not_now, done, dropped } = IdeaState;
/** All but those that were withdrawn with their post. */
const STANDING = { state: { in: [open, taken_up, not_now, done, dropped] } };

export const ideaPolicy = definePolicy(
  Idea,
  ['read', 'propose', 'widen', 'take_up', 'give_back', 'tell_outcome', 'look_back', 'end_with_post', 'lapse'],
  ({ can, errand }) => {
    can('read', { ...STANDING, audienceKeys: { any: keys } });
    can('read', { authorId: me });
    can(['propose', 'end_with_post', 'widen'], { authorId: me });
    // Not a guest: who takes an idea up answers to colleagues for it.
    can(
      'take_up',
      { state: { in: [open, not_now, dropped] }, taken: false, audienceKeys: { any: keys } },
      { roles: ['employee'] },
    );
    can('give_back', { state: taken_up, takenById: me, audienceKeys: { any: keys } });
    // What became of it is told by who had it, and by who took it up.
    can(['tell_outcome', 'look_back'], { ...STANDING, authorId: me });
    can(['tell_outcome', 'look_back'], { ...STANDING, takenById: me, audienceKeys: { any: keys } });
    errand('restore_ledger', 'end_with_post', STANDING);
    errand('words_withdrawn', 'lapse', STANDING);
    errand('words_revised', 'read', STANDING);
  },
);

concernsPerson(ideaPolicy, 'authorId');
