import { definePolicy, everyRow } from '@courtyard/access';
import { concernsPerson } from '@courtyard/records';
import { ImportedMembership } from './imported-membership.entity.js';

/** Nobody but an import looks here; who is a member is told by the audience keys alone. */
export const importedMembershipPolicy = definePolicy(
  ImportedMembership,
  ['read', 'remember'],
  ({ errand }) => {
    errand('import', ['read', 'remember'], everyRow('an import gives nobody back what was taken from them'));
  },
);

concernsPerson(importedMembershipPolicy, 'employeeId');
