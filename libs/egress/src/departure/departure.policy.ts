import { definePolicy, me } from '@courtyard/access';
import { concernsPerson } from '@courtyard/records';
import { DepartureRow } from './departure.entity.js';

/** What left about somebody is theirs to know, and nobody else's: it tells that they said yes. */
export const departurePolicy = definePolicy(DepartureRow, ['read'], ({ can }) => {
  can('read', { employeeId: me });
});
concernsPerson(departurePolicy, 'employeeId');
