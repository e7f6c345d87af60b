import { ApolloClient, ApolloLink, HttpLink } from '@apollo/client';
import { ErrorLink } from '@apollo/client/link/error';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { failureOf } from '../failure/failure';
import { expire } from '../session/session';
import { createCache } from './cache';
import { hashOf } from './document-hash';

const patience = 20_000;

/** A request that never answers must become a failure with words, not an endless "Sending…". */
const impatientFetch: typeof fetch = (input, init) => {
  const limit = AbortSignal.timeout(patience);
  return fetch(input, { ...init, signal: init?.signal ? AbortSignal.any([init.signal, limit]) : limit });
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

const http = new HttpLink({
  uri: '/graphql',
  credentials: 'same-origin',
  headers: { 'x-courtyard-csrf': '1' },
  fetch: impatientFetch,
});

export const client = new ApolloClient({
  cache: createCache(),
  link: ApolloLink.from([session, known, http]),
  devtools: { enabled: import.meta.env.DEV },
});
