import { ClosedList } from '../closed-list.js';
import { counter, gauge } from './instrument.js';

export const shed = counter(
  'courtyard_shed_total',
  {
    help: 'Requests sent away: no room to wait (full), waited too long (late), too many of one person (own).',
  },
  { why: ClosedList.of('full', 'late', 'own') },
);

export const admissionBusy = gauge(
  'courtyard_admission_busy',
  { help: 'Requests that are being worked on.' },
  {},
);

export const admissionWaiting = gauge(
  'courtyard_admission_waiting',
  { help: 'Requests that wait for their turn.' },
  {},
);
