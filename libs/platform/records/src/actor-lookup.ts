import type { EmployeeActor } from '@courtyard/access';
import type { Row, Statement } from '@courtyard/database';

/**
 * How an actor is made from a session. It runs before there is an actor, so no policy can judge it: the named exception of
 * the gate. It answers one person's own facts and nothing else. `people` provides it.
 */
export interface ActorLookup {
  /** One row or none for the hash of a session's token. */
  byToken(organisationId: string, tokenHash: Buffer): Statement;
  /** The same row for a session that is known, to judge a live connection anew. */
  bySession(organisationId: string, sessionId: string): Statement;
  /** A row for each hash that is somebody's, which it ends with, in hex. */
  byTokens(organisationId: string, tokenHashes: readonly Buffer[]): Statement;
  /** A row for each session that is still open, which it ends with. */
  bySessions(organisationId: string, sessionIds: readonly string[]): Statement;
  /** The row of one session, and holds the person as they are until the transaction ends. */
  bySessionHeld(organisationId: string, sessionId: string): Statement;
  toActor(organisationId: string, row: Row, requestId: string): EmployeeActor;
}
