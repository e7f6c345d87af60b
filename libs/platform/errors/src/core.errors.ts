import { defineErrors } from './error.js';

/** What the platform itself says. `not_found` is the one answer for unknown, foreign and hidden (privacy-model.md section 9). */
export const coreErrors = defineErrors({
  not_found: { message: 'There is nothing here that you may see.', status: 404 },
  'auth.signed_out': { message: 'Sign in first.', status: 401 },
  'auth.forbidden': { message: 'You may see this, but not do that with it.', status: 403 },
  'auth.office_rests': { message: 'A role that approves rests for 14 days after it was given.', status: 403 },
  'auth.cross_site': { message: 'The request did not come from Courtyard itself.', status: 400 },
  'input.invalid': { message: 'Some fields are not as they must be.', status: 400 },
  'input.malformed': { message: 'The request cannot be read.', status: 400 },
  'input.too_large': { message: 'The request is larger than allowed.', status: 413 },
  'conflict.stale_version': { message: 'Somebody changed this since you read it.', status: 409 },
  'conflict.idempotency_key_reused': {
    message: 'This idempotency key stands for another request.',
    status: 409,
  },
  'rate.limited': { message: 'Too many tries; wait a little.', status: 429 },
  'server.unavailable': { message: 'The server cannot answer just now; nothing was changed.', status: 503 },
  'server.busy': {
    message: 'More is asked just now than can be answered; nothing was changed.',
    status: 503,
  },
  'server.cannot_store': { message: 'Nothing can be stored just now; nothing was changed.', status: 503 },
  'server.fault': { message: 'Something broke on our side.', status: 500 },
});
