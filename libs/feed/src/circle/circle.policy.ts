import { definePolicy, everyRow, me } from '@courtyard/access';
import { concernsPerson } from '@courtyard/records';
import { Circle } from './circle.entity.js';

/** Whose it is, and nobody else: no role reads it, and no event tells that there is one. */
export const circlePolicy = definePolicy(
  Circle,
  ['read', 'draw', 'change', 'erase'],
  ({ can, errand, unrecorded }) => {
    can(['read', 'draw', 'change', 'erase'], { ownerId: me }, { roles: ['employee'] });
    errand(
      'leave_circles',
      ['read', 'erase'],
      everyRow('whoever leaves the company keeps no list of people'),
    );
    unrecorded(['draw', 'change', 'erase'], 'a circle is known to its owner alone, in the log, too');
  },
);

concernsPerson(circlePolicy, 'ownerId');
