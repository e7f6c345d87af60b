import { defineErrors } from '@courtyard/errors';

export const departmentErrors = defineErrors({
  'department.too_deep': { message: 'Departments are at most twenty levels deep.', status: 409 },
});
