import { defineErrors } from '@courtyard/errors';

export const employeeErrors = defineErrors({
  'employee.one_approver_role': {
    message: 'A person has at most one of the roles that approve.',
    status: 409,
  },
  'employee.last_administrator': { message: 'Somebody must stay administrator.', status: 409 },
  'employee.roles_need_employment': { message: 'Only employees have roles.', status: 409 },
});
