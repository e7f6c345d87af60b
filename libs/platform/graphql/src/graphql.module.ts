import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import type { RequestContext } from '@courtyard/access';
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import type { DynamicModule } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { GraphQLModule } from '@nestjs/graphql';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { compiledQueries } from './compiled.plugin.js';
import { directFields } from './direct-fields.js';
import { formatError } from './format.js';
import { InstantScalar } from './instant.scalar.js';
import { LIMITS, limits } from './limits.js';
import { type ObservedOperations, observedOperations } from './observed.plugin.js';
import {
  type KnownOperations,
  knownOperationsCache,
  noSubscriptions,
  onlyKnownOperations,
} from './operations.plugin.js';
import { unbegun } from './refusal.js';
import { unavailableAnswers } from './unavailable.plugin.js';
import { onlyUrgent } from './urgent.plugin.js';

export interface GraphQLOptions {
  /** Introspection is answered outside of production only. */
  readonly production: boolean;
  /** True: only the built client's own operations are answered (`OPERATIONS=persisted`). */
  readonly onlyKnown: boolean;
  readonly known: KnownOperations;
  readonly observed: ObservedOperations;
  /** Root fields of `@Urgent` methods; filled before anything is served. */
  readonly urgent: ReadonlySet<string>;
}

/** Makes the context of a request over HTTP. */
export interface ContextSource {
  contextOf(request: FastifyRequest, reply: FastifyReply): Promise<RequestContext>;
}

export const CONTEXT_SOURCE = Symbol('ContextSource');

/**
 * The schema of all resolvers on `/graphql`. Subscriptions are not here: `platform/live` serves them, because they must be
 * judged per event.
 */
export function graphqlModule(options: GraphQLOptions): DynamicModule {
  return GraphQLModule.forRootAsync<ApolloDriverConfig>({
    driver: ApolloDriver,
    inject: [CONTEXT_SOURCE, ModulesContainer],
    useFactory: (source: ContextSource, modules: ModulesContainer) => {
      const protection = limits();
      return {
        path: '/graphql',
        autoSchemaFile: true,
        sortSchema: true,
        graphiql: false,
        introspection: !options.production,
        // A simple request (a form of another site) cannot set this header; no cookie is honoured without it.
        csrfPrevention: { requestHeaders: ['x-courtyard-csrf'] },
        allowBatchedHttpRequests: false,
        includeStacktraceInErrorResponses: false,
        preserveHttpStatusForExecutionErrors: false,
        stopOnTerminationSignals: false,
        hideSchemaDetailsFromClientErrors: true,
        context: (request: FastifyRequest, reply: FastifyReply) =>
          source.contextOf(request, reply).catch((failure: unknown) => Promise.reject(unbegun(failure))),
        formatError,
        persistedQueries: { cache: knownOperationsCache(options.known) },
        parseOptions: { maxTokens: LIMITS.tokens },
        validationRules: protection.validationRules,
        plugins: [
          ApolloServerPluginCacheControlDisabled(),
          observedOperations(options.observed),
          ...protection.plugins,
          noSubscriptions(),
          onlyUrgent(options.urgent),
          ...(options.onlyKnown ? [onlyKnownOperations(options.known)] : []),
          compiledQueries(),
          unavailableAnswers(),
        ],
        resolvers: {},
        transformSchema: directFields(modules),
        buildSchemaOptions: { noDuplicatedFields: true },
      } as Omit<ApolloDriverConfig, 'driver'>;
    },
  });
}

export const graphqlProviders = [InstantScalar];
