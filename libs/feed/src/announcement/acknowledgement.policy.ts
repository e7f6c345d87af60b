import { definePolicy, me } from '@courtyard/access';
import { concernsPerson } from '@courtyard/records';
import { Acknowledgement } from './acknowledgement.entity.js';

/** Whoever has read something knows it alone: not its author, and no administrator. */
export const acknowledgementPolicy = definePolicy(
  Acknowledgement,
  ['read', 'give'],
  ({ can, unrecorded }) => {
    can(['read', 'give'], { employeeId: me });
    unrecorded('give', 'a log of it would be a log of who read what and when (privacy-model.md section 6)');
  },
);

concernsPerson(acknowledgementPolicy, 'employeeId');
