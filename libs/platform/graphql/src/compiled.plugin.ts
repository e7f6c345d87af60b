import type { ApolloServerPlugin, BaseContext } from '@apollo/server';
import { type CompiledQuery, compileQuery, isCompiledQuery } from 'graphql-jit';
import { LRUCache } from 'lru-cache';
import { formatError } from './format.js';
import { isUnavailable } from './refusal.js';

const MOST_COMPILED = 500;

/** Requests whose compiled query ended with an error already: once more is for graphql-js, and not for each of us. */
export const ranCompiled = new WeakSet<object>();

/**
 * Runs queries through graphql-jit. On any error it steps aside and graphql-js runs the query again, so that every error
 * passes the one formatter; but not where the house cannot answer just now, which would be asked for it twice. Mutations never
 * come here: they must not run twice.
 */
export function compiledQueries<Context extends BaseContext>(): ApolloServerPlugin<Context> {
  const compiled = new LRUCache<string, CompiledQuery | 'not compilable'>({ max: MOST_COMPILED });
  return {
    async requestDidStart() {
      return {
        async responseForOperation({
          document,
          operation,
          operationName,
          schema,
          request,
          contextValue,
          queryHash,
        }) {
          // None where several stand there and no name says which.
          if (operation?.operation !== 'query' || ranCompiled.has(requestOf(contextValue))) return null;
          const name = `${queryHash}:${operationName ?? ''}`;
          let query = compiled.get(name);
          if (!query) {
            const result = compileQuery(schema, document, operationName ?? undefined);
            query = isCompiledQuery(result) ? result : 'not compilable';
            compiled.set(name, query);
          }
          if (query === 'not compilable') return null;
          const result = await query.query({}, contextValue, request.variables ?? {});
          if (result.errors && result.errors.length > 0) {
            const errors = result.errors.map((error) => formatError(error.toJSON(), error));
            if (!errors.some(isUnavailable)) return null;
            return {
              http: { status: undefined, headers: new Map() as never },
              body: { kind: 'single', singleResult: { data: null, errors } },
            };
          }
          return {
            http: { status: undefined, headers: new Map() as never },
            body: { kind: 'single', singleResult: result },
          };
        },
      };
    },
  };
}

/** Nest leaves it in every context. */
function requestOf(context: object): object {
  return (context as { readonly req?: object }).req ?? context;
}
