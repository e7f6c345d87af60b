import { definePolicy, everyRow } from '@courtyard/access';
import { concernsPerson } from '@courtyard/records';
import { EmployeeSource } from './employee-source.entity.js';

/** Nobody but an import looks here; an erasure looks for nobody. */
export const employeeSourcePolicy = definePolicy(EmployeeSource, ['read', 'remember'], ({ errand }) => {
  errand('erase_moved_in', ['read', 'remember'], { sourceKey: 'courtyard:nobody' });
  errand('import', ['read', 'remember'], everyRow('an import finds again whom it brought before'));
});

concernsPerson(employeeSourcePolicy, 'employeeId');
