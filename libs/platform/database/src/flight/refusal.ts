import {
  DatabaseError,
  DatabaseUnavailable,
  NoOrganisation,
  type UnavailableReason,
} from '../database.errors.js';
import { isServerError } from './flight.js';

/**
 * Classes of SQLSTATE whose message speaks of names and rights only. Others (22 data exception, 23 constraint,
 * P0 raised by code) quote the offending value and lose their message.
 */
const MESSAGES_WITHOUT_VALUES = new Set(['0A', '25', '26', '2B', '2D', '40', '42', '53', '54', '55', '57']);

/** The connection was ended by the server: shutdown, crash of a neighbour, idle or transaction timeout. */
const ENDED = new Set(['57P01', '57P02', '57P05', '25P03', '25P04']);

interface ServerFields {
  readonly severity: string;
  readonly code: string;
  readonly constraint?: string;
  readonly table?: string;
}

/** Turns what pg throws into our errors, leaving query, parameters, detail, hint and context behind. */
export function refusal(error: unknown, organisationSet: boolean): Error {
  if (!isServerError(error)) return new DatabaseUnavailable('lost');
  const { code, severity, constraint, table } = error as ServerFields;
  if (ENDED.has(code) || severity !== 'ERROR') return new DatabaseUnavailable('lost');
  if (!organisationSet && speaksOfMissingOrganisation(code, error.message)) return new NoOrganisation();
  const message = MESSAGES_WITHOUT_VALUES.has(code.slice(0, 2))
    ? `PostgreSQL refused the statement (${code}): ${error.message}`
    : `PostgreSQL refused the statement (${code}${constraint ? `, constraint ${constraint}` : ''}).`;
  return new DatabaseError(message, code, constraint, table);
}

/** Never set: unrecognized configuration parameter (42704). Emptied after a transaction: ''::uuid (22P02). */
function speaksOfMissingOrganisation(code: string, message: string): boolean {
  return (
    (code === '42704' && message.includes('app.org')) || (code === '22P02' && message.includes('uuid: ""'))
  );
}

/** Turns what pg throws while a connection is being taken. */
export function unavailable(error: unknown): DatabaseUnavailable {
  return new DatabaseUnavailable(reasonOf(error));
}

function reasonOf(error: unknown): UnavailableReason {
  if (isServerError(error)) {
    if (error.code.startsWith('28') || error.code === '3D000' || error.code.startsWith('42'))
      return 'refused';
    return error.code === '53300' ? 'busy' : 'unreachable';
  }
  const message = error instanceof Error ? error.message : '';
  if (message.includes('timeout exceeded')) return 'busy';
  return 'unreachable';
}
