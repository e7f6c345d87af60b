import { definePolicy, everyRow, keys, me } from '@courtyard/access';
import { concernsPerson, countedReading, reachedByKeys } from '@courtyard/records';
import { Question, QuestionState } from './question.entity.js';

const { open, answered, solved, asker_left } = QuestionState;
/** All but those that were withdrawn with their post. */
const STANDING = { state: { in: [open, answered, solved, asker_left] } };

export const questionPolicy = definePolicy(
  Question,
  [
    'read',
    'ask',
    'widen',
    'accept',
    'take_back',
    'confirm',
    'reopen',
    'take',
    'give_back',
    'close',
    'lapse',
    'end',
    'reckon',
  ],
  ({ can, errand }) => {
    can('read', { ...STANDING, audienceKeys: { any: keys } });
    can('read', { authorId: me });
    can(['ask', 'close', 'widen'], { authorId: me });
    // Whether it is answered, and by what, is said by whoever asked, and by nobody else.
    can(['accept', 'confirm'], { ...STANDING, authorId: me });
    can('take_back', { state: { in: [answered, solved] }, authorId: me });
    can('reopen', { state: { in: [solved, asker_left] }, authorId: me });
    // Not a guest: who looks after a question answers to colleagues for it.
    can('take', { state: open, taken: false, audienceKeys: { any: keys } }, { roles: ['employee'] });
    can('reckon', everyRow('numbers along keys that whoever asks holds, and none below ten people'));
    can('give_back', { ...STANDING, takenById: me });
    errand('restore_ledger', 'close', STANDING);
    // What was accepted was withdrawn by whoever said it.
    errand('answer_withdrawn', 'lapse', STANDING);
    // Also what its asker withdraws at the moment they leave.
    errand('asker_left', 'read', everyRow('whoever leaves ends what they asked'));
    errand('asker_left', 'end', { state: open });
    errand('answer_revised', 'read', STANDING);
  },
);

concernsPerson(questionPolicy, 'authorId');
// A list of questions shows their posts.
countedReading(questionPolicy, 'posts');

reachedByKeys(questionPolicy, {
  keys: 'audienceKeys',
  order: 'askedId',
  direction: 'asc',
  when: { property: 'state', equals: open },
  index: 'question_audience',
  idColumn: 'question_id',
});
