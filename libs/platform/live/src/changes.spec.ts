import { ActorFacts, type EmployeeActor } from '@courtyard/access';
import { isAfter, type Listener, type OutboxEvent, PositionTokens, type Relay } from '@courtyard/outbox';
import { LiveChanges } from './changes.js';
import { LiveConnection } from './connection.js';

const event: OutboxEvent = {
  organisationId: 'o',
  topic: 'it.happened',
  payload: {},
  position: { xid: 1n, row: 2n, at: 1 },
};

function actor(roles: readonly string[]): EmployeeActor {
  return {
    kind: 'employee',
    organisationId: 'o',
    requestId: 'r',
    employeeId: 'e',
    sessionId: 's',
    accountId: 'a',
    roles: new Set(roles),
    offices: new Set(),
    facts: new ActorFacts({}),
  };
}

/** Follows with somebody whose access is taken while an event is judged for them. */
function following(now: () => EmployeeActor | null) {
  const listeners = new Set<Listener>();
  const relay = {
    head: { xid: 1n, row: 1n, at: 1 },
    subscribe: (listener: Listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    since: async (_: string, after: OutboxEvent['position']) =>
      isAfter(event.position, after) ? [event] : [],
  };
  const connection = new LiveConnection(
    actor(['in']),
    async () => now(),
    () => undefined,
  );
  const judged: string[][] = [];
  let takeAccess = true;
  const changes = new LiveChanges(relay as unknown as Relay, new PositionTokens(Buffer.alloc(32))).follow(
    { requestId: 'r', actor: connection.actor, connection },
    'it',
    {
      topics: ['it.happened'],
      judge: async (_event, { roles }) => {
        judged.push([...roles]);
        if (takeAccess) connection.accessChanged();
        takeAccess = false;
        return roles.has('in') ? { told: [...roles].join() } : null;
      },
    },
  );
  const happen = () => {
    for (const listener of listeners) listener(event);
  };
  return { changes, judged, happen };
}

describe('access that is taken while an event is judged', () => {
  it('is what the event is judged by, once more', async () => {
    const { changes, judged, happen } = following(() => actor(['in', 'by another role']));
    const told = changes.next();
    happen();
    expect((await told).value).toEqual({ it: { told: 'in,by another role' } });
    expect(judged).toEqual([['in'], ['in', 'by another role']]);
    await changes.return?.();
  });

  it('is taken: nothing is told that was allowed before', async () => {
    const { changes, judged, happen } = following(() => actor(['out']));
    const told = changes.next();
    happen();
    expect(await Promise.race([told, new Promise((resolve) => setTimeout(resolve, 50, 'nothing'))])).toBe(
      'nothing',
    );
    expect(judged).toEqual([['in'], ['out']]);
    await changes.return?.();
  });

  it('with the session ends it', async () => {
    const { changes, judged, happen } = following(() => null);
    const told = changes.next();
    happen();
    expect(await Promise.race([told, new Promise((resolve) => setTimeout(resolve, 50, 'nothing'))])).toBe(
      'nothing',
    );
    expect(judged).toEqual([['in']]);
    await changes.return?.();
  });
});
