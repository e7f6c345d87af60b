import { definePolicy, everyRow } from '@courtyard/access';
import { concernsPerson, outlined } from '@courtyard/records';
import { ownAccount } from '../actor-facts.js';
import { Session } from './session.entity.js';

export const sessionPolicy = definePolicy(
  Session,
  ['read', 'revoke', 'use', 'open', 'end', 'shut_out'],
  ({ can, errand }) => {
    can(['read', 'revoke', 'use'], { accountId: ownAccount });
    can('shut_out', everyRow('administrators end the sessions of whom they deactivate'), {
      roles: ['administrator'],
    });
    errand('sign_in', 'open', everyRow('signing in opens a session of any account'));
    errand(
      'sign_in',
      'end',
      everyRow('signing in clears away what has expired, and the oldest beyond a number'),
    );
  },
);
concernsPerson(sessionPolicy, 'employeeId');
// Ending somebody's sessions tells nothing of where and when they were used.
outlined(sessionPolicy, 'shut_out', ['id', 'accountId', 'employeeId']);
