import { definePolicy, everyRow } from '@courtyard/access';
import { concernsPerson, outlined } from '@courtyard/records';
import { ownAccount, ownSession } from '../actor-facts.js';
import { Session } from './session.entity.js';

export const sessionPolicy = definePolicy(
  Session,
  ['read', 'revoke', 'use', 'prove', 'open', 'end', 'shut_out', 'prune'],
  ({ can, errand, unrecorded }) => {
    can(['read', 'revoke'], { accountId: ownAccount });
    // Whoever proves again who they are proves it for the session they are in.
    can('prove', { id: ownSession });
    unrecorded(
      'prove',
      'a proof that succeeds is told with what it was given for; alone, before a decision, it would tell a yes',
    );
    can('shut_out', everyRow('administrators end the sessions of whom they deactivate'), {
      roles: ['administrator'],
    });
    errand('note_session_use', 'use', everyRow('sessions that are in use are noted many at once'));
    errand('sign_in', 'open', everyRow('signing in opens a session of any account'));
    errand(
      'sign_in',
      'end',
      everyRow('signing in clears away what has expired, and the oldest beyond a number'),
    );
    errand('reset_password', 'end', everyRow('a new password ends every session of the account'));
    errand('prune_identity', 'prune', everyRow('sessions that are over are cleared away'));
  },
);
concernsPerson(sessionPolicy, 'employeeId');
// Noting that sessions are in use tells nothing of where.
outlined(sessionPolicy, 'use', ['id', 'accountId']);
// Ending somebody's sessions tells nothing of where and when they were used.
outlined(sessionPolicy, 'shut_out', ['id', 'accountId', 'employeeId']);
