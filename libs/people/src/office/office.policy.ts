import { definePolicy, everyRow } from '@courtyard/access';
import { concernsPerson } from '@courtyard/records';
import { APPROVER_ROLES } from '../role.js';
import { Office } from './office.entity.js';

export const officePolicy = definePolicy(Office, ['read', 'give'], ({ can, errand }) => {
  can('read', everyRow('whoever approves sees who else may, and objects in time'), { roles: APPROVER_ROLES });
  can('give', everyRow('follows from a role that an administrator gave, in its transaction'), {
    roles: ['administrator'],
  });
  errand('found_organisation', 'give', everyRow('the first administrator is nobody’s guest'));
});
concernsPerson(officePolicy, 'employeeId');
