import { definePolicy } from '@courtyard/access';
import { concernsPerson } from '@courtyard/records';
import { ownAccount } from '../actor-facts.js';
import { Passkey } from './passkey.entity.js';

/** One's own alone. Whoever resets a password or runs the house sees and touches nobody's passkey. */
export const passkeyPolicy = definePolicy(
  Passkey,
  ['read', 'add', 'use', 'remove'],
  ({ can, unrecorded }) => {
    can(['read', 'add', 'use', 'remove'], { accountId: ownAccount });
    unrecorded(
      'use',
      'part of a proof, which is told with what it was given for; one that fails is recorded',
    );
  },
);
concernsPerson(passkeyPolicy, 'employeeId');
