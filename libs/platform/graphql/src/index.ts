export { type Connection, connectionOf, PageArgs, PageInfo, toConnection } from './connection.js';
export {
  assertEveryOperationDecided,
  LIVE,
  methodsOf,
  type RootOperation,
  rootOperationsOf,
  undecidedFields,
} from './decided.js';
export { formatError } from './format.js';
export { graphqlErrors } from './graphql.errors.js';
export {
  CONTEXT_SOURCE,
  type ContextSource,
  type GraphQLOptions,
  graphqlModule,
  graphqlProviders,
} from './graphql.module.js';
export { InstantScalar } from './instant.scalar.js';
export { KnownQueries } from './known-queries.js';
export { LIMITS, validationRules } from './limits.js';
export { Node, NodeResolver } from './node.resolver.js';
export { fromNodeId, NodeId, parseNodeId, toNodeId } from './node-id.js';
export { type ObservedOperations, operationNames } from './observed.plugin.js';
export type { KnownOperations } from './operations.plugin.js';
export { URGENT_HEADER } from './urgent.plugin.js';
export { Words } from './words.js';
