import { CourtyardError, type ErrorDetails } from './error.js';

/** What a caller gets to see of any failure. */
export interface PresentedError {
  readonly code: string;
  readonly message: string;
  readonly status: number;
  readonly details: ErrorDetails;
}

/** Failures of what we stand on, known by name: this library imports none of them. The keys and the ledger are files beside us. */
const STANDS_ON: Readonly<Record<string, string>> = {
  DatabaseUnavailable: 'server.unavailable',
  KeyStoreFault: 'server.cannot_store',
  LedgerFault: 'server.cannot_store',
};

/**
 * What PostgreSQL refuses for reasons of its own, by the beginning of SQLSTATE (manual, appendix A): the disk is full, or it takes no
 * writes; conflicts that did not end by repeating, out of resources, out of time, the disk fails. The first that fits.
 */
const SQL_STATES: readonly (readonly [RegExp, string])[] = [
  [/^(53100|25006)/, 'server.cannot_store'],
  [/^(40|53|57|58)/, 'server.unavailable'],
];

/**
 * Turns whatever was thrown into what may be told. A foreign error is never quoted: database errors carry keys and values,
 * library errors carry input.
 */
export function presentError(thrown: unknown): PresentedError {
  const error = thrown instanceof CourtyardError ? thrown : new CourtyardError(codeOf(thrown));
  return { code: error.code, message: error.message, status: error.status, details: error.details };
}

function codeOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return 'server.fault';
  const { sqlState } = thrown as { sqlState?: unknown };
  const refused =
    thrown.name === 'DatabaseError' && typeof sqlState === 'string'
      ? SQL_STATES.find(([states]) => states.test(sqlState))?.[1]
      : undefined;
  return refused ?? STANDS_ON[thrown.name] ?? 'server.fault';
}
