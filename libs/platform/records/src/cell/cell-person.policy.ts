import { definePolicy, me } from '@courtyard/access';
import { CellPerson } from './cell-person.entity.js';

/** Everybody may know what concerns them; who else is concerned is told with the row, by `Gate.cells`. */
export const cellPersonPolicy = definePolicy(CellPerson, ['read'], ({ can }) => {
  can('read', { employeeId: me });
});
