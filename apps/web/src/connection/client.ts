import { ApolloClient, ApolloLink, HttpLink } from '@apollo/client';
import { ErrorLink } from '@apollo/client/link/error';
import { failureOf } from '../failure/failure';
import { expire } from '../session/session';
import { createCache } from './cache';
import { documentIdOf } from './document-id';

const patience = 20_000;

/** A request that never answers must become a failure with words, not an endless "Sending…". */
const impatientFetch: typeof fetch = (input, init) => {
  const limit = AbortSignal.timeout(patience);
  return fetch(input, { ...init, signal: init?.signal ? AbortSignal.any([init.signal, limit]) : limit });
};

const documentId = new ApolloLink((operation, forward) => {
  const id = documentIdOf(operation.query);
  if (id) {
    operation.extensions = { ...operation.extensions, documentId: id };
    operation.setContext({ http: { includeExtensions: true } });
  }
  return forward(operation);
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
  link: ApolloLink.from([documentId, session, http]),
  devtools: { enabled: import.meta.env.DEV },
});
