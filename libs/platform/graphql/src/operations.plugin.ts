import type { ApolloServerPlugin, BaseContext } from '@apollo/server';
import type { KeyValueCache } from '@apollo/utils.keyvaluecache';
import { GraphQLError } from 'graphql';
import { refusal } from './refusal.js';

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
          if (!harmless && !(queryHash && known.has(queryHash))) throw refusal('graphql.unknown_operation');
        },
      };
    },
    // So early, Apollo takes a refusal for a fault of ours and drops what it says, unless it is thrown again here.
    async unexpectedErrorProcessingRequest({ error }) {
      if (error instanceof GraphQLError) throw error;
    },
  };
}

/** Over HTTP a subscription would answer once, unjudged; `platform/live` serves them. */
export function noSubscriptions<Context extends BaseContext>(): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ operation }) {
          if (operation?.operation === 'subscription') throw refusal('graphql.invalid');
        },
      };
    },
  };
}
