import { TOLD } from '../trace/span.js';
import { counter, gauge, histogram } from './instrument.js';

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10] as const;

export const requests = counter(
  'courtyard_requests_total',
  { help: 'Requests answered, by route and by the error they ended with.' },
  { route: TOLD.route, code: TOLD.code },
);

export const requestsInFlight = gauge('courtyard_requests_in_flight', { help: 'Requests under way.' }, {});

export const operations = counter(
  'courtyard_operations_total',
  { help: 'Operations of the built client, by the error they ended with; what others ask is one.' },
  { operation: TOLD.operation, code: TOLD.code },
);

export const operationSeconds = histogram(
  'courtyard_operation_seconds',
  { help: 'How long operations took.', unit: 's', bounds: SECONDS },
  { operation: TOLD.operation },
);

export const operationStatements = histogram(
  'courtyard_operation_statements',
  { help: 'Statements that operations sent to tables.', bounds: [1, 2, 4, 8, 16, 32, 64] },
  { operation: TOLD.operation },
);
