import { definePolicy, everyRow, me } from '@courtyard/access';
import { concernsPerson } from '@courtyard/records';
import { ProcessingLimit } from './processing-limit.entity.js';

export const processingLimitPolicy = definePolicy(
  ProcessingLimit,
  ['read', 'set', 'lift', 'decide', 'restore'],
  ({ can, errand }) => {
    can(['read', 'set', 'lift'], { employeeId: me });
    errand(
      'restore_ledger',
      'restore',
      everyRow('what was limited before a restore is limited after it, for everybody'),
    );
    errand('disclosing', 'decide', everyRow('whether a cell may leave is decided for everybody alike'));
  },
);

concernsPerson(processingLimitPolicy, 'employeeId');
