import type { ApolloServerPlugin, BaseContext } from '@apollo/server';
import type { KeyValueCache } from '@apollo/utils.keyvaluecache';
import { CourtyardError } from '@courtyard/errors';

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

/** With `OPERATIONS=persisted`: whatever the client's build did not write is refused before it is parsed. */
export function onlyKnownOperations<Context extends BaseContext>(
  known: KnownOperations,
): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      return {
        async didResolveSource({ queryHash, source }) {
          const harmless = source.replace(/[\s,]/g, '') === '{__typename}';
          if (!harmless && !(queryHash && known.has(queryHash)))
            throw new CourtyardError('graphql.unknown_operation');
        },
      };
    },
  };
}
