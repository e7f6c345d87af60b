import { definePolicy, everyRow, me } from '@courtyard/access';
import { concernsPerson } from '@courtyard/records';
import { MovedInRecord } from './moved-in.entity.js';

/** One's own alone: nobody else learns who was moved in, who has read that, and who had it erased. */
export const movedInPolicy = definePolicy(
  MovedInRecord,
  ['read', 'acknowledge', 'erase', 'note'],
  ({ can, errand }) => {
    can(['read', 'acknowledge', 'erase'], { employeeId: me });
    errand(
      'restore_ledger',
      ['read', 'erase'],
      everyRow('what was taken back or erased before a restore is so again after it'),
    );
    errand('import', 'note', everyRow('an import notes whom it brought something of, so that they are told'));
  },
);

concernsPerson(movedInPolicy, 'employeeId');
