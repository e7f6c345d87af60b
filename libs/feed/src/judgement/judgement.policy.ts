import { definePolicy, me } from '@courtyard/access';
import { concernsPerson } from '@courtyard/records';
import { Judgement } from './judgement.entity.js';

/**
 * A judgement is its giver's alone: there is no rule, errand or reckoning by which anybody else reads one, and what was voted is counted
 * where it is stored (`poll_settle`). A vote, another one and "I don't want to say" are one action, so the log tells no more.
 */
export const judgementPolicy = definePolicy(Judgement, ['read', 'give'], ({ can }) => {
  can(['read', 'give'], { employeeId: me });
});

concernsPerson(judgementPolicy, 'employeeId');
