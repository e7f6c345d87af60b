import { definePolicy, everyRow, me } from '@courtyard/access';
import {
  concernsPerson,
  countedReading,
  disclosable,
  findableByWords,
  outlined,
  searchable,
} from '@courtyard/records';
import { department } from '../facts.js';
import { IMPORT_SOURCES } from '../moved-in/import-source.js';
import { wordsOf } from '../name.js';
import { Employee, EmployeeKind } from './employee.entity.js';

const COLLEAGUES = { roles: ['employee'] };
const ADMINISTRATORS = { roles: ['administrator'] };

/**
 * The directory is open to colleagues. A guest sees their own row and, by `introduce`, no more than the name and title of
 * who speaks or listens in what the guest was let through to (`Introductions`).
 */
export const employeePolicy = definePolicy(
  Employee,
  [
    'read',
    'introduce',
    'name',
    'address',
    'revise',
    'set_guarded',
    'reveal_mobile_phone',
    'reveal_birthday',
    'reveal_private_location',
    'hire',
    'transfer',
    'change_roles',
    'deactivate',
    'reactivate',
    'count_cells',
    'ask_consent',
  ],
  ({ can, errand }) => {
    can(['read', 'address'], { status: 'active' }, COLLEAGUES);
    can('read', everyRow('administrators bring back who was deactivated'), ADMINISTRATORS);
    can(['read', 'revise', 'set_guarded'], { id: me, status: 'active' });
    can(
      ['introduce', 'name'],
      everyRow('who may see a thing may know by name who wrote it and who else sees it'),
    );

    can('reveal_mobile_phone', { id: me, status: 'active' });
    can('reveal_mobile_phone', { mobilePhoneAudience: 'organisation', status: 'active' }, COLLEAGUES);
    can(
      'reveal_mobile_phone',
      { mobilePhoneAudience: 'department', departmentId: department, status: 'active' },
      COLLEAGUES,
    );
    can('reveal_birthday', { id: me, status: 'active' });
    can('reveal_birthday', { birthdayAudience: 'organisation', status: 'active' }, COLLEAGUES);
    can(
      'reveal_birthday',
      { birthdayAudience: 'department', departmentId: department, status: 'active' },
      COLLEAGUES,
    );
    can('reveal_private_location', { id: me, status: 'active' });
    can('reveal_private_location', { privateLocationAudience: 'organisation', status: 'active' }, COLLEAGUES);
    can(
      'reveal_private_location',
      { privateLocationAudience: 'department', departmentId: department, status: 'active' },
      COLLEAGUES,
    );

    can(
      ['hire', 'transfer', 'change_roles', 'deactivate', 'reactivate'],
      everyRow('administrators keep the directory'),
      ADMINISTRATORS,
    );
    errand(
      'disclose_dry_run',
      'count_cells',
      everyRow('whether a name may leave is decided for everybody alike'),
    );
    // Guests and integrations can never say yes here, so they are not asked.
    errand('consent_asking', 'ask_consent', { status: 'active', kind: EmployeeKind.employee });
    errand('sign_in', 'introduce', everyRow('an invitation greets by name whom it invites'));
    errand('found_organisation', ['read', 'hire'], everyRow('the first administrator is nobody’s guest'));
    // What an import brought of somebody who had it erased, and a restore brought back.
    errand('restore_ledger', 'revise', { importedFrom: { in: IMPORT_SOURCES } });
    errand('answer_withdrawn', 'name', everyRow('nobody waits for an answer who has left'));
    // In whose name an empty post keeps a thread: no person.
    errand('erase_moved_in', 'hire', { kind: 'integration', status: 'former' });
    errand(
      'import',
      ['read', 'hire', 'transfer'],
      everyRow('an import brings the people of the old network'),
    );
  },
);

// A card tells who somebody is, and a page of twenty need not read twenty profiles for it.
outlined(employeePolicy, 'name', ['id', 'name', 'title', 'kind', 'status', 'departmentId', 'photoToken']);
// To decide whether a name may leave nobody has to know it.
outlined(employeePolicy, 'count_cells', ['id', 'kind', 'status']);
// Nor to ask somebody.
outlined(employeePolicy, 'ask_consent', ['id', 'kind', 'status']);
concernsPerson(employeePolicy, 'id');
countedReading(employeePolicy, 'profiles');

// A guest counts as outside, an integration is no person, and who has left can say yes no more.
disclosable(employeePolicy, {
  since: 'createdAt',
  changed: 'cardChangedAt',
  audience: null,
  live: { status: 'active', kind: EmployeeKind.employee },
});

findableByWords(employeePolicy, 'nameWords', { table: 'employee_name_word', idColumn: 'employee_id' });

// Not pronouns and bio: they are for whoever looks at a profile, and no purpose of theirs is to be found by.
searchable(employeePolicy, {
  kind: 'person',
  text: ['name', 'title'],
  at: 'createdAt',
  when: { status: 'active' },
  names: { of: ({ nameWords }) => nameWords, fold: wordsOf },
});
