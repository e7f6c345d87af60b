import { CourtyardError, type ErrorDetails } from './error.js';

/** What a caller gets to see of any failure. */
export interface PresentedError {
  readonly code: string;
  readonly message: string;
  readonly status: number;
  readonly details: ErrorDetails;
}

const UNAVAILABLE = new Set(['DatabaseUnavailable']);

/**
 * Turns whatever was thrown into what may be told. A foreign error is never quoted: database errors carry keys and values,
 * library errors carry input.
 */
export function presentError(thrown: unknown): PresentedError {
  const error =
    thrown instanceof CourtyardError
      ? thrown
      : new CourtyardError(
          thrown instanceof Error && UNAVAILABLE.has(thrown.name) ? 'server.unavailable' : 'server.fault',
        );
  return { code: error.code, message: error.message, status: error.status, details: error.details };
}
