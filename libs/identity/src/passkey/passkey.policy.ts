import { definePolicy } from '@courtyard/access';
import { concernsPerson } from '@courtyard/records';
import { ownAccount } from '../actor-facts.js';
import { Passkey } from './passkey.entity.js';

/** One's own alone. Whoever resets a password or runs the house sees and touches nobody's passkey. */
export const passkeyPolicy = definePolicy(Passkey, ['read', 'add', 'use', 'remove'], ({ can }) => {
  can(['read', 'add', 'use', 'remove'], { accountId: ownAccount });
});
concernsPerson(passkeyPolicy, 'employeeId');
