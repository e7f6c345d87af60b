import { defineErrors } from '@courtyard/errors';

export const liveErrors = defineErrors({
  'live.position_expired': {
    message: 'Too much happened since; read the list again and subscribe anew.',
    status: 409,
  },
  'live.too_many': { message: 'This connection follows too much at once.', status: 429 },
  'live.only_subscriptions': { message: 'Only subscriptions are answered on this connection.', status: 400 },
});

/** Why a socket is closed, in the private range of RFC 6455; clients act on the number. */
export const CLOSE = {
  signedOut: { code: 4401, reason: 'signed out' },
  forbidden: { code: 4403, reason: 'not from here' },
  tooMany: { code: 4429, reason: 'too many connections' },
  slow: { code: 4408, reason: 'too slow' },
  restarting: { code: 1012, reason: 'restarting' },
  /** Something failed; whoever comes back resumes where they were. */
  fault: { code: 1011, reason: 'try again' },
} as const;
