import type { ApolloLink } from '@apollo/client';
import { ServerError } from '@apollo/client/errors';
import { failureOf } from '../failure/failure';
import { createStore } from './store';

/** How many requests wait to be sent again, because the server had too much to do. */
export const waitingAgain = createStore(0);

const MOST_TRIES = 6;
const MOST_SECONDS = 30;

type Asked = Pick<ApolloLink.Operation, 'operationType' | 'variables'>;

/**
 * Whether a request may be sent again by itself. Whoever was sent away at the door was not begun; of what was begun only a question
 * is harmless, or what names itself by its key (RFC 9110, section 9.2.2). What cannot be stored is for a person to decide.
 */
export function isSentAgain(tries: number, asked: Asked, error: unknown): boolean {
  if (tries >= MOST_TRIES || !ServerError.is(error)) return false;
  const { code } = failureOf(error);
  if (code === 'server.busy' || code === 'rate.limited') return true;
  return code === 'server.unavailable' && (asked.operationType === 'query' || hasKey(asked.variables));
}

/**
 * Milliseconds until it is sent again: what the server said, doubled with each try, and up to half as much again by lot, so that those
 * who were sent away together do not come back together.
 */
export function waitOf(tries: number, error: unknown, random: () => number = Math.random): number {
  const said = ServerError.is(error) ? Number(error.response.headers.get('retry-after') ?? 1) : 1;
  const seconds = Math.min(MOST_SECONDS, (said > 0 ? said : 1) * 2 ** (tries - 1));
  return Math.round(seconds * 1_000 * (1 + random() / 2));
}

/** The same wait, seen by whoever looks at the screen. */
export function waitSeen(tries: number, error: unknown): number {
  const milliseconds = waitOf(tries, error);
  waitingAgain.set((now) => now + 1);
  setTimeout(() => waitingAgain.set((now) => now - 1), milliseconds);
  return milliseconds;
}

function hasKey(variables: unknown): boolean {
  const { input } = (variables ?? {}) as { input?: { idempotencyKey?: unknown } };
  return typeof input?.idempotencyKey === 'string';
}
