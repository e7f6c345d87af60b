import { type ApolloServerPlugin, type BaseContext, HeaderMap } from '@apollo/server';
import type { KeyValueCache } from '@apollo/utils.keyvaluecache';
import { CourtyardError } from '@courtyard/errors';
import { GraphQLError } from 'graphql';

/** The operations of the built client by the SHA-256 of their text, as the client's build writes them. */
export type KnownOperations = ReadonlyMap<string, string>;

/**
 * The known operations in the form Apollo looks persisted queries up. Nothing is ever added: a cache that strangers fill
 * is memory that strangers use.
 */
export function knownOperationsCache(known: KnownOperations): KeyValueCache {
  return {
    async get(key) {
      return known.get(key.replace(/^apq:/, ''));
    },
    async set() {},
    async delete() {},
  };
}

/**
 * With `OPERATIONS=persisted`: whatever the client's build did not write is refused before any of it is executed. Not earlier:
 * Apollo answers what is thrown before it has an operation with 500 and without our code.
 */
export function onlyKnownOperations<Context extends BaseContext>(
  known: KnownOperations,
): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ queryHash, source }) {
          const harmless = source.replace(/[\s,]/g, '') === '{__typename}';
          if (!harmless && !known.has(queryHash)) throw refusal();
        },
      };
    },
  };
}

function refusal(): GraphQLError {
  const originalError = new CourtyardError('graphql.unknown_operation');
  const http = { status: originalError.status, headers: new HeaderMap() };
  return new GraphQLError(originalError.message, { originalError, extensions: { http } });
}
