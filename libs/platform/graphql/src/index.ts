export { connectionOf, PageArgs, PageInfo, toConnection, type Connection } from './connection.js';
export { assertEveryOperationDecided, rootOperationsOf } from './decided.js';
export { formatError } from './format.js';
export { graphqlErrors } from './graphql.errors.js';
export {
  CONTEXT_SOURCE,
  graphqlModule,
  graphqlProviders,
  type ContextSource,
  type GraphQLOptions,
} from './graphql.module.js';
export { InstantScalar } from './instant.scalar.js';
export { LIMITS } from './limits.js';
export { fromNodeId, NodeId, parseNodeId, toNodeId } from './node-id.js';
export type { KnownOperations } from './operations.plugin.js';
