import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import { createClient } from 'graphql-ws';
import { expire } from '../session/session';
import { hashOf } from './document-hash';
import { follow, Refused, type Sink } from './follow';
import { createStore } from './store';

export type LiveState = { kind: 'off' } | { kind: 'on' } | { kind: 'waiting'; until: number };

/** Whether the screens are live; `waiting` until the next try, an instant in milliseconds. */
export const liveState = createStore<LiveState>({ kind: 'off' });

const address = () => `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/graphql`;

const socket = createClient({
  url: address,
  // Resuming needs a fresh position for each try, so the tries are follow()'s.
  retryAttempts: 0,
  shouldRetry: () => false,
  connectionAckWaitTimeout: 10_000,
  keepAlive: 20_000,
  lazyCloseTimeout: 2_000,
  onNonLazyError: () => undefined,
  on: { connected: () => liveState.set({ kind: 'on' }) },
});

const followings = new Set<{ wake(): void }>();
const wakeAll = () => {
  for (const following of followings) following.wake();
};
addEventListener('online', wakeAll);
document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && wakeAll());

/** Tries again now instead of when the wait ends. */
export const reconnect = wakeAll;

export interface LiveOptions<TData, TVariables, E extends { position: string }> {
  document: TypedDocumentNode<TData, TVariables>;
  variables: Omit<TVariables, 'after'>;
  eventOf(result: TData): E;
  after: string;
  onEvent(event: E): void;
  onGap(): Promise<string>;
}

export function live<TData, TVariables, E extends { position: string }>(
  options: LiveOptions<TData, TVariables, E>,
): () => void {
  const query = print(options.document);
  // Where the server takes only what this build was made with, it knows it by this.
  const extensions = { persistedQuery: { version: 1, sha256Hash: hashOf(options.document) } };
  const following = follow<E>({
    after: options.after,
    onEvent: options.onEvent,
    onGap: options.onGap,
    onSignedOut: expire,
    onWait(milliseconds) {
      if (milliseconds > 0) liveState.set({ kind: 'waiting', until: Date.now() + milliseconds });
    },
    open: (after, sink) =>
      socket.subscribe<TData>(
        { query, extensions, variables: { ...options.variables, after } },
        sinkOf(sink, options.eventOf),
      ),
  });
  followings.add(following);
  return () => {
    followings.delete(following);
    following.stop();
    if (followings.size === 0) liveState.set({ kind: 'off' });
  };
}

/** Ends every subscription and the socket beneath; a later one opens a new socket with the new session. */
export function endLive(): void {
  socket.terminate();
}

function sinkOf<TData, E extends { position: string }>(sink: Sink<E>, eventOf: (result: TData) => E) {
  return {
    next(result: { data?: TData | null; errors?: readonly { extensions?: Record<string, unknown> }[] }) {
      if (result.errors?.length || !result.data) sink.error(new Refused(codeOf(result.errors)));
      else sink.next(eventOf(result.data));
    },
    error: (error: unknown) => sink.error(Array.isArray(error) ? new Refused(codeOf(error)) : error),
    complete: () => sink.complete(),
  };
}

function codeOf(errors: readonly { extensions?: Record<string, unknown> }[] | undefined): string {
  const code = errors?.[0]?.extensions?.['code'];
  return typeof code === 'string' ? code : 'server.fault';
}
