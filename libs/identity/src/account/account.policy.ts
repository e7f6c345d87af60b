import { definePolicy, everyRow } from '@courtyard/access';
import { outlined } from '@courtyard/records';
import { ownAccount } from '../actor-facts.js';
import { Account } from './account.entity.js';

export const accountPolicy = definePolicy(
  Account,
  ['read', 'change_language', 'authenticate', 'open', 'match'],
  ({ can, errand }) => {
    can(['read', 'change_language'], { id: ownAccount });
    // A deactivated account is not found, and so answered like one that never was.
    errand('sign_in', 'authenticate', { status: 'active' });
    errand('sign_in', 'open', everyRow('an invitation that was accepted opens an account'));
    errand('import', 'match', everyRow('an import finds who is here already by their work address'));
    errand('found_organisation', 'open', everyRow('the demo organisation has accounts from its first run'));
  },
);

outlined(accountPolicy, 'match', ['employeeId', 'email']);
