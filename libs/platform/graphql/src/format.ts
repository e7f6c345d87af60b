import { unwrapResolverError } from '@apollo/server/errors';
import { CourtyardError, type PresentedError, presentError } from '@courtyard/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';

/** Apollo's own refusals, and what we call them. Their messages quote input, so they are replaced. */
const APOLLO: Readonly<Record<string, string>> = {
  GRAPHQL_PARSE_FAILED: 'graphql.malformed',
  GRAPHQL_VALIDATION_FAILED: 'graphql.invalid',
  BAD_USER_INPUT: 'input.invalid',
  BAD_REQUEST: 'input.malformed',
  OPERATION_RESOLUTION_FAILURE: 'graphql.invalid',
  PERSISTED_QUERY_NOT_FOUND: 'graphql.unknown_operation',
  PERSISTED_QUERY_NOT_SUPPORTED: 'graphql.unknown_operation',
};

/** Refusals that Apollo or a limit tells by its sentence only. */
const LIMITS: readonly (readonly [RegExp, string])[] = [
  [/depth limit/i, 'graphql.too_deep'],
  [/cost limit/i, 'graphql.too_costly'],
  [/(aliases|directives) limit|tokens\. Parsing aborted/i, 'graphql.too_wide'],
  [/introspection/i, 'graphql.introspection_off'],
  [/\(CSRF\)/, 'auth.cross_site'],
  [/provided sha does not match|Unsupported persisted query version/i, 'graphql.unknown_operation'],
];

/**
 * Any failure of an operation as its caller may see it: stable code, our sentence, the path. Never a foreign message, a
 * stack or a value.
 */
export function formatError(formatted: GraphQLFormattedError, thrown: unknown): GraphQLFormattedError {
  const presented = present(formatted, thrown);
  const keepsHash = formatted.extensions?.['code'] === 'PERSISTED_QUERY_NOT_FOUND';
  return {
    // The protocol of automatic persisted queries recognises its answer by this message.
    message: keepsHash ? 'PersistedQueryNotFound' : presented.message,
    ...(formatted.path ? { path: formatted.path } : {}),
    extensions: { code: keepsHash ? 'PERSISTED_QUERY_NOT_FOUND' : presented.code, ...presented.details },
  };
}

function present(formatted: GraphQLFormattedError, thrown: unknown): PresentedError {
  const original = unwrapResolverError(thrown);
  if (original instanceof CourtyardError) return presentError(original);
  if (original === thrown && thrown instanceof GraphQLError) {
    if (thrown.originalError instanceof CourtyardError) return presentError(thrown.originalError);
    const limit = LIMITS.find(([pattern]) => pattern.test(formatted.message));
    const code = limit?.[1] ?? APOLLO[String(formatted.extensions?.['code'])];
    if (code) return presentError(new CourtyardError(code));
  }
  return presentError(original);
}
