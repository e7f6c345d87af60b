import { ClosedList } from '../closed-list.js';
import { gauge, histogram } from './instrument.js';

/** The pools that are looked at, by the duty of their role. Egress is not among them: what it does follows what people said. */
const POOLS = ClosedList.of('api', 'live', 'audit', 'relay');

export const poolConnections = gauge(
  'courtyard_pool_connections',
  { help: 'Connections to PostgreSQL.' },
  { pool: POOLS, state: ClosedList.of('busy', 'idle') },
);

export const poolWaiting = gauge(
  'courtyard_pool_waiting',
  { help: 'Callers that wait for a connection.' },
  { pool: POOLS },
);

export const poolWait = histogram(
  'courtyard_pool_wait_seconds',
  {
    help: 'How long callers waited for a connection, where none was idle.',
    unit: 's',
    bounds: [0.001, 0.005, 0.025, 0.1, 0.5, 1, 5],
  },
  { pool: POOLS },
);

export type PoolName = 'api' | 'live' | 'audit' | 'relay';
