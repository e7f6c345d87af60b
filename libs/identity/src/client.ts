import type { RequestContext } from '@courtyard/access';

/** Where a request came from. The address is used to count tries and then forgotten; the user agent names the device. */
export interface Client {
  /** Of the network, as the outermost trusted proxy saw it. */
  readonly address: string;
  readonly userAgent: string | undefined;
  readonly requestId?: string;
  /** The `Host` that the request named. A client chooses it: good for finding out whether that is this machine, and no more. */
  readonly host?: string;
}

/** What operations about sessions find in the context of a request over HTTP. `apps/api` provides it. */
export interface SessionContext extends RequestContext {
  readonly client: Client;
  /** Hands a session to the browser with this answer. */
  startSession(token: string): void;
  /** Takes the browser's session back with this answer. */
  endSession(): void;
}
