import { definePolicy, everyRow } from '@courtyard/access';
import { ownAccount } from '../actor-facts.js';
import { Password } from './password.entity.js';

/** No `read`: a hash is compared or replaced, and shown to nobody. */
export const passwordPolicy = definePolicy(
  Password,
  ['verify', 'change', 'rehash', 'set', 'reset'],
  ({ can, errand }) => {
    can(['verify', 'change'], { accountId: ownAccount });
    errand('sign_in', ['verify', 'rehash'], everyRow('signing in compares the password of any account'));
    errand('reset_password', 'reset', everyRow('the bearer of a link chooses a new password'));
    errand('sign_in', 'set', everyRow('an invitation that was accepted sets the first password'));
  },
);
