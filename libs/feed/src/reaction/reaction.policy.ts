import { definePolicy, me } from '@courtyard/access';
import { concernsPerson } from '@courtyard/records';
import { Reaction } from './reaction.entity.js';

/** Reactions are their giver's alone; everybody else sees counts. */
export const reactionPolicy = definePolicy(Reaction, ['read', 'give', 'take_back'], ({ can }) => {
  can(['read', 'give', 'take_back'], { employeeId: me });
});

concernsPerson(reactionPolicy, 'employeeId');
