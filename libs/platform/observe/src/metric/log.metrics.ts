import { gauge, histogram } from './instrument.js';

export const auditAppend = histogram(
  'courtyard_audit_append_seconds',
  {
    help: 'How long it took to store a batch of audit events.',
    unit: 's',
    bounds: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2.5],
  },
  {},
);

export const auditWaiting = gauge(
  'courtyard_audit_waiting',
  { help: 'Audit events that wait to be stored.' },
  {},
);

export const logWaiting = gauge(
  'courtyard_log_waiting_events',
  { help: 'Events that were recorded and have no place in the tree yet, in whole tens, up to 10,000.' },
  {},
);

export const logWaitingSeconds = gauge(
  'courtyard_log_waiting_seconds',
  { help: 'How long the oldest of these waits.', unit: 's' },
  {},
);

export const logUnsignedSeconds = gauge(
  'courtyard_log_unsigned_seconds',
  { help: 'How long ago the last checkpoint was made, while events wait for one; else 0.', unit: 's' },
  {},
);

export const outboxLag = gauge(
  'courtyard_outbox_lag_seconds',
  { help: 'How long the oldest change waits to be told to screens.', unit: 's' },
  {},
);

export const liveSockets = gauge(
  'courtyard_live_sockets',
  { help: 'Open live connections, in whole tens: fewer than ten are 0.' },
  {},
);

export const backupAt = gauge(
  'courtyard_backup_timestamp_seconds',
  { help: 'When the newest backup that is known was made, in Unix time; absent: none.', unit: 's' },
  {},
);
