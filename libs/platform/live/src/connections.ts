import type { OutboxEvent } from '@courtyard/outbox';
import type { LiveConnection } from './connection.js';
import { CLOSE } from './live.errors.js';

/**
 * All open sockets of this process. Access that ends, ends here: a revoked session closes its sockets, a changed group
 * makes the next event be judged by what is true now.
 */
export class LiveConnections {
  private readonly open = new Set<LiveConnection>();

  add(connection: LiveConnection): () => void {
    this.open.add(connection);
    return () => {
      this.open.delete(connection);
      connection.gone();
    };
  }

  /** How many sockets a session has open. */
  countOf(sessionId: string): number {
    return [...this.open].filter(({ actor }) => actor.sessionId === sessionId).length;
  }

  /** To be told every event of the outbox before anything is judged by it. */
  hear({ organisationId, topic, payload }: OutboxEvent): void {
    if (topic === 'session.ended') {
      this.each(organisationId, (connection) => {
        if (connection.actor.sessionId === payload['sessionId']) connection.close(CLOSE.signedOut);
      });
    }
    if (topic === 'access.changed') {
      const employees = new Set(payload['employeeIds'] as string[]);
      this.each(organisationId, (connection) => {
        if (employees.has(connection.actor.employeeId)) connection.accessChanged();
      });
    }
  }

  /** End dates fire no event: everybody's access is read again from time to time. */
  recheckAll(): void {
    for (const connection of this.open) connection.accessChanged();
  }

  closeAll(why: { readonly code: number; readonly reason: string }): void {
    for (const connection of this.open) connection.close(why);
  }

  private each(organisationId: string, visit: (connection: LiveConnection) => void): void {
    for (const connection of this.open) {
      if (connection.actor.organisationId === organisationId) visit(connection);
    }
  }
}
