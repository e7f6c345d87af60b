import { definePolicy, everyRow } from '@courtyard/access';
import { concernsPerson } from '@courtyard/records';
import { ownAccount } from '../actor-facts.js';
import { Session } from './session.entity.js';

export const sessionPolicy = definePolicy(
  Session,
  ['read', 'revoke', 'use', 'open', 'end'],
  ({ can, errand }) => {
    can(['read', 'revoke', 'use'], { accountId: ownAccount });
    errand('sign_in', 'open', everyRow('signing in opens a session of any account'));
    errand(
      'sign_in',
      'end',
      everyRow('signing in clears away what has expired, and the oldest beyond a number'),
    );
  },
);
concernsPerson(sessionPolicy, 'employeeId');
