/** Ids only. */
export const EMPLOYEE_REVISED = 'employee.revised';
