import { CourtyardError, errorCatalogue, presentError } from '@courtyard/errors';
import { currentOperation } from '@courtyard/observe';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';

const UNAVAILABLE = 503;

/** A refusal of the whole request, in the form that Apollo passes on with its status. */
export function refusal(code: string): GraphQLError {
  return refused(new CourtyardError(code));
}

/** What keeps a request from being begun, with the status of its code. Apollo would call it a fault of ours, whatever it was. */
export function unbegun(failure: unknown): GraphQLError {
  const { code, details } = presentError(failure);
  const operation = currentOperation();
  if (operation) operation.code = code;
  return refused(new CourtyardError(code, details));
}

/** Whether an error says that the same request may succeed later, and nothing about the request. */
export function isUnavailable({ extensions }: Pick<GraphQLFormattedError, 'extensions'>): boolean {
  return errorCatalogue().get(String(extensions?.['code']))?.status === UNAVAILABLE;
}

function refused(originalError: CourtyardError): GraphQLError {
  const { code, status } = originalError;
  return new GraphQLError(originalError.message, { originalError, extensions: { code, http: { status } } });
}
