import { formatError } from '@courtyard/graphql';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';

/** A failure in the form in which graphql-ws carries it; what it was stays inside. */
export function unanswerable(failure: unknown): GraphQLError {
  if (failure instanceof GraphQLError) return failure;
  return new GraphQLError('', { originalError: failure instanceof Error ? failure : new Error('unknown') });
}

/** Failures as their recipient may see them: the same codes and sentences as over HTTP. */
export function presentFailures(errors: readonly GraphQLError[]): GraphQLFormattedError[] {
  return errors.map((error) => {
    const cause = causeOf(error);
    const formatted = error.toJSON();
    // What graphql itself says of a document or its variables; Apollo would have named it.
    const named = cause === error && !formatted.extensions?.['code'];
    return formatError(
      named ? { ...formatted, extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } } : formatted,
      cause,
    );
  });
}

/** Subscriptions wrap what was thrown once for the field and once more for the stream. */
function causeOf(error: GraphQLError): unknown {
  let cause: unknown = error;
  while (cause instanceof GraphQLError && cause.originalError) cause = cause.originalError;
  return cause;
}
