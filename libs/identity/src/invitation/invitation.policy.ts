import { definePolicy, everyRow } from '@courtyard/access';
import { concernsPerson, outlined } from '@courtyard/records';
import { Invitation } from './invitation.entity.js';

/** No `read`: an invitation is shown to whoever bears its token, and to nobody else. */
export const invitationPolicy = definePolicy(
  Invitation,
  ['make', 'redeem', 'match', 'prune'],
  ({ can, errand }) => {
    can('make', everyRow('an administrator invites, and renews what another one made'), {
      roles: ['administrator'],
    });
    errand('found_organisation', 'make', everyRow('the first administrator is invited by nobody'));
    errand('import', 'match', everyRow('an import finds who was invited already'));
    errand('invite_imported', 'make', everyRow('whoever runs an import may ask for links, apart from it'));
    errand('prune_identity', 'prune', everyRow('what was used or has expired is cleared away'));
    errand('sign_in', 'redeem', everyRow('a token is looked up before it is known whose it is'));
  },
);
concernsPerson(invitationPolicy, 'employeeId');
outlined(invitationPolicy, 'match', ['employeeId', 'email']);
