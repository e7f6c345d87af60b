import { CombinedGraphQLErrors, ServerError, ServerParseError } from '@apollo/client/errors';

/** What went wrong, by stable code; the words for it are in failure-texts.ts. */
export interface Failure {
  code: string;
  requestId?: string;
  details: Readonly<Record<string, unknown>>;
}

export function failureOf(error: unknown): Failure {
  if (CombinedGraphQLErrors.is(error)) return fromErrors(error.errors) ?? unknown();
  if (ServerError.is(error) || ServerParseError.is(error))
    return fromBody(error.bodyText) ?? { code: fromStatus(error.statusCode), details: {} };
  if (typeof navigator !== 'undefined' && navigator.onLine === false)
    return { code: 'connection.offline', details: {} };
  if (error instanceof DOMException && (error.name === 'TimeoutError' || error.name === 'AbortError'))
    return { code: 'connection.timeout', details: {} };
  // The browser's words for a passkey that was not shown in time, or not at all (WebAuthn section 14.6.2).
  if (error instanceof Error && error.name === 'NotAllowedError')
    return { code: 'passkey.not_shown', details: {} };
  if (error instanceof Error && error.name === 'InvalidStateError')
    return { code: 'passkey.already_here', details: {} };
  // fetch() rejects with a TypeError when the server cannot be reached, whatever the reason.
  if (error instanceof TypeError) return { code: 'connection.lost', details: {} };
  return unknown();
}

/** An answer of the server that came another way than through Apollo. */
export function failureOfAnswer(status: number, body: string): Failure {
  return fromBody(body) ?? { code: fromStatus(status), details: {} };
}

function unknown(): Failure {
  return { code: 'server.fault', details: {} };
}

function fromErrors(errors: unknown): Failure | undefined {
  const extensions = Array.isArray(errors)
    ? (errors[0] as { extensions?: unknown } | undefined)?.extensions
    : undefined;
  if (typeof extensions !== 'object' || extensions === null) return undefined;
  const { code, requestId, ...details } = extensions as Record<string, unknown>;
  if (typeof code !== 'string') return undefined;
  return { code, details, ...(typeof requestId === 'string' ? { requestId } : {}) };
}

function fromBody(text: string): Failure | undefined {
  try {
    return fromErrors((JSON.parse(text) as { errors?: unknown }).errors);
  } catch {
    return undefined;
  }
}

/** A proxy in front may answer in its own words; its status still tells what kind of trouble it is. */
function fromStatus(status: number): string {
  if (status === 401) return 'auth.signed_out';
  if (status === 413) return 'input.too_large';
  if (status === 429) return 'rate.limited';
  return status >= 502 && status <= 504 ? 'server.unavailable' : 'server.fault';
}
