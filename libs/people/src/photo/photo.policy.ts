import { definePolicy, everyRow, me } from '@courtyard/access';
import { concernsPerson } from '@courtyard/records';
import { EmployeePhoto } from './photo.entity.js';

/**
 * A photo is its owner's: nobody else sets, replaces or removes it, whatever their role. It is seen by whoever may read the
 * person it is of, so `PhotoService` asks `employeePolicy` as well: a photo goes with who left the directory, and a guest,
 * who is introduced by name and title, sees only their own.
 */
export const photoPolicy = definePolicy(EmployeePhoto, ['read', 'replace', 'remove'], ({ can }) => {
  can(['read', 'replace', 'remove'], { employeeId: me });
  can('read', everyRow('colleagues know each other by face where they may read the person'), {
    roles: ['employee'],
  });
});

concernsPerson(photoPolicy, 'employeeId');
