import type { OutboxEvent } from '@courtyard/outbox';
import type { Closing, LiveConnection } from './connection.js';
import { CLOSE } from './live.errors.js';

/** What access ends by; heard before it is settled. */
export const ACCESS_TOPICS = ['session.ended', 'access.changed'] as const;

const RECHECKED_AT_ONCE = 250;

/**
 * All open sockets of this process. Access that ends, ends here: a revoked session closes its sockets, a changed group
 * makes the next event be judged by what is true now.
 */
export class LiveConnections {
  private readonly open = new Set<LiveConnection>();
  private readonly bySession = new Map<string, number>();
  private endings = 0;

  /** How often this process heard that somebody's access ended or changed. */
  get heard(): number {
    return this.endings;
  }

  add(connection: LiveConnection): () => void {
    const { sessionId } = connection.actor;
    this.open.add(connection);
    this.bySession.set(sessionId, this.countOf(sessionId) + 1);
    return () => {
      if (this.open.delete(connection)) this.leave(sessionId);
      connection.gone();
    };
  }

  get size(): number {
    return this.open.size;
  }

  /** How many sockets a session has open. */
  countOf(sessionId: string): number {
    return this.bySession.get(sessionId) ?? 0;
  }

  /** To be told what ends access before anything is judged by it; hearing it again does no harm. */
  hear({ organisationId, topic, payload }: OutboxEvent): void {
    this.endings++;
    if (topic === 'session.ended') {
      for (const connection of this.of(organisationId)) {
        if (connection.actor.sessionId === payload['sessionId']) connection.close(CLOSE.signedOut);
      }
    }
    if (topic === 'access.changed') {
      const employees = new Set(payload['employeeIds'] as string[]);
      for (const connection of this.of(organisationId)) {
        if (employees.has(connection.actor.employeeId)) void recheck(connection);
      }
    }
  }

  /** End dates fire no event: everybody's access is read again from time to time, some hundred at once. */
  async recheckAll(): Promise<void> {
    const all = [...this.open];
    for (let from = 0; from < all.length; from += RECHECKED_AT_ONCE)
      await Promise.all(all.slice(from, from + RECHECKED_AT_ONCE).map(recheck));
  }

  closeAll(why: Closing): void {
    for (const connection of this.open) connection.close(why);
  }

  private leave(sessionId: string): void {
    const others = this.countOf(sessionId) - 1;
    if (others > 0) this.bySession.set(sessionId, others);
    else this.bySession.delete(sessionId);
  }

  private of(organisationId: string): LiveConnection[] {
    return [...this.open].filter(({ actor }) => actor.organisationId === organisationId);
  }
}

/** Who left is let out at once, and not when the next event would have come. */
async function recheck(connection: LiveConnection): Promise<void> {
  connection.accessChanged();
  // Where it cannot be read now, it is before the next event is judged.
  await connection.fresh().catch(() => undefined);
}
