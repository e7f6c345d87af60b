import { definePolicy, everyRow, me } from '@courtyard/access';
import { concernsPerson } from '@courtyard/records';
import { ProcessingLimit } from './processing-limit.entity.js';

export const processingLimitPolicy = definePolicy(
  ProcessingLimit,
  ['read', 'set', 'lift', 'decide'],
  ({ can, errand }) => {
    can(['read', 'set', 'lift'], { employeeId: me });
    errand('disclosing', 'decide', everyRow('whether a cell may leave is decided for everybody alike'));
  },
);

concernsPerson(processingLimitPolicy, 'employeeId');
