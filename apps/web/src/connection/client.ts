import { ApolloClient, ApolloLink, HttpLink } from '@apollo/client';
import { ServerError } from '@apollo/client/errors';
import { ErrorLink } from '@apollo/client/link/error';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { RetryLink } from '@apollo/client/link/retry';
import { failureOf } from '../failure/failure';
import { RevokeSessionDocument, SignOutDocument, SignOutEverywhereDocument } from '../generated/graphql';
import { expire } from '../session/session';
import { isSentAgain, waitSeen } from './again';
import { createCache } from './cache';
import { hashOf } from './document-hash';

const patience = 20_000;

/**
 * A request that never answers must become a failure with words, not an endless "Sending…". One that was sent away says when to come
 * again, which a result would not.
 */
const impatientFetch: typeof fetch = async (input, init) => {
  const limit = AbortSignal.timeout(patience);
  const signal = init?.signal ? AbortSignal.any([init.signal, limit]) : limit;
  const response = await fetch(input, { ...init, signal });
  if (response.status !== 503 && response.status !== 429) return response;
  throw new ServerError('sent away', { response, bodyText: await response.text() });
};

/**
 * Sends the hash of a document instead of its text: the server knows this build's documents. One that does not (a page
 * older than the server) is sent texts from then on; where it takes only known ones, that says "reload".
 */
const known = new PersistedQueryLink({
  generateHash: hashOf,
  disable: ({ meta }) => meta.persistedQueryNotFound || meta.persistedQueryNotSupported,
});

const session = new ErrorLink(({ error }) => {
  if (failureOf(error).code === 'auth.signed_out') expire();
});

/** What ends access goes by a door of its own, where many ask. */
const urgentHashes = new Set([SignOutDocument, SignOutEverywhereDocument, RevokeSessionDocument].map(hashOf));
const urgent = new ApolloLink((operation, forward) => {
  if (urgentHashes.has(hashOf(operation.query)))
    operation.setContext(({ headers }) => ({ headers: { ...headers, 'x-courtyard-urgent': '1' } }));
  return forward(operation);
});

const again = new RetryLink({
  attempts: isSentAgain,
  delay: (tries, _operation, error) => waitSeen(tries, error),
});

const http = new HttpLink({
  uri: '/graphql',
  credentials: 'same-origin',
  headers: { 'x-courtyard-csrf': '1' },
  fetch: impatientFetch,
});

export const client = new ApolloClient({
  cache: createCache(),
  link: ApolloLink.from([session, urgent, known, again, http]),
  devtools: { enabled: import.meta.env.DEV },
});
