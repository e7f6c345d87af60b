import { definePolicy, everyRow } from '@courtyard/access';
import { concernsPerson, outlined } from '@courtyard/records';
import { ownAccount } from '../actor-facts.js';
import { Account } from './account.entity.js';

export const accountPolicy = definePolicy(
  Account,
  ['read', 'change_language', 'authenticate', 'open', 'avoid', 'match', 'shut_out', 'freeze', 'reset'],
  ({ can, errand }) => {
    can(['read', 'change_language', 'freeze'], { id: ownAccount });
    can('avoid', everyRow('who invites somebody learns that an address signs in already'), {
      roles: ['administrator'],
    });
    can('shut_out', everyRow('administrators end the sessions of whom they deactivate'), {
      roles: ['administrator'],
    });
    errand('found_organisation', 'avoid', everyRow('the first administrator is invited by nobody'));
    errand(
      'found_organisation',
      'match',
      everyRow('whether a first administrator has come is asked by who has lost the link'),
    );
    // A deactivated account is not found, and so answered like one that never was.
    errand('sign_in', 'authenticate', { status: 'active' });
    errand('reset_password', ['reset', 'freeze'], { status: 'active' });
    errand('sign_in', 'open', everyRow('an invitation that was accepted opens an account'));
    errand('import', 'match', everyRow('an import finds who is here already by their work address'));
    errand(
      'invite_imported',
      ['match', 'avoid'],
      everyRow('whom an import brought is invited once, and by an address nobody else signs in with'),
    );
  },
);
concernsPerson(accountPolicy, 'employeeId');
outlined(accountPolicy, 'shut_out', ['id', 'employeeId']);
outlined(accountPolicy, 'match', ['employeeId', 'email']);
