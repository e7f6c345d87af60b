import { ActorFacts, type EmployeeActor } from '@courtyard/access';
import { CourtyardError } from '@courtyard/errors';
import { isAfter, type Listener, type OutboxEvent, PositionTokens, type Relay } from '@courtyard/outbox';
import { LiveChanges } from './changes.js';
import { LiveConnection } from './connection.js';
import type { Following, Judged, Recipient, Teller } from './follower.js';
import type { Question } from './question.js';

const eventAt = (row: number, topic = 'it.happened'): OutboxEvent => ({
  organisationId: 'o',
  topic,
  payload: {},
  position: { xid: 1n, row: BigInt(row), at: 1 },
});

function actor(name: string, roles: readonly string[]): EmployeeActor {
  return {
    kind: 'employee',
    organisationId: 'o',
    requestId: 'r',
    employeeId: name,
    sessionId: `session of ${name}`,
    accountId: `account of ${name}`,
    roles: new Set(roles),
    offices: new Set(),
    facts: new ActorFacts({}),
  };
}

/** Turns of the event loop, of which nothing here takes more; not a time, which a busy machine makes nothing of. */
const soon = async () => {
  for (let turn = 0; turn < 100; turn++) await new Promise((resolve) => setImmediate(resolve));
};
interface Told {
  readonly told: string;
}

/** A house in which some follow what happens; what each may see are their roles at the time. */
function house() {
  const listeners = new Set<Listener>();
  const kept: OutboxEvent[] = [];
  const relay = {
    head: { xid: 1n, row: 0n, at: 1 },
    subscribe: (listener: Listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    since: async (_: string, after: OutboxEvent['position']) =>
      kept.filter(({ position }) => isAfter(position, after)),
  };
  const changes = new LiveChanges(relay as unknown as Relay, new PositionTokens(Buffer.alloc(32)));
  const judged: string[][] = [];
  let whileJudging: () => void = () => {};
  let judge: (actors: readonly EmployeeActor[]) => (Told | null)[] = (actors) =>
    actors.map(({ roles }) => (roles.has('in') ? { told: [...roles].join() } : null));
  let concerns: () => boolean = () => true;
  let telling: () => void = () => {};
  const following: Following<Told> = {
    name: 'it',
    topics: ['it.happened'],
    concerns: () => concerns(),
    judge: async (_event, actors) => {
      judged.push(actors.map(({ employeeId, roles }) => `${employeeId} ${[...roles].join()}`));
      whileJudging();
      return judge(actors);
    },
  };
  const workedOut: Promise<void>[] = [];
  const teller: Teller = {
    tell: async (_event, all: readonly Judged[]) => {
      await Promise.all(workedOut);
      telling();
      for (const one of all) one.give(Buffer.from(JSON.stringify(one.root)));
    },
  };
  const follow = (name: string, now: () => EmployeeActor | null, after?: string) => {
    const closed: number[] = [];
    const connection = new LiveConnection(
      actor(name, ['in']),
      async () => now(),
      ({ code }) => closed.push(code),
    );
    const { follower } = changes.follow({ requestId: 'r', actor: connection.actor, connection }, following, {
      after,
    });
    const told: string[] = [];
    const rooms: Promise<void>[] = [];
    const recipient: Recipient = {
      question: {} as Question,
      variables: {},
      teller,
      send: (answer) => {
        told.push(String(answer));
        return rooms.shift();
      },
    };
    const over = follower.begin(recipient);
    over.catch(() => undefined);
    return { connection, closed, told, rooms, follower, over };
  };
  return {
    follow,
    judged,
    kept,
    listeners,
    workedOut,
    changes,
    judgeBy: (by: typeof judge) => (judge = by),
    concernsBy: (by: typeof concerns) => (concerns = by),
    tellingBy: (by: typeof telling) => (telling = by),
    whileJudging: (what: () => void) => {
      whileJudging = () => {
        whileJudging = () => {};
        what();
      };
    },
    happen: (...events: OutboxEvent[]) => {
      for (const event of events) for (const listener of listeners) listener(event);
    },
  };
}

const IN = '{"it":{"told":"in"}}';

describe('access that is taken while an event is judged', () => {
  it('is what the event is judged by, once more', async () => {
    const { follow, judged, happen, whileJudging } = house();
    const one = follow('e', () => actor('e', ['in', 'by another role']));
    whileJudging(() => one.connection.accessChanged());
    happen(eventAt(1));
    await soon();
    expect(one.told).toEqual(['{"it":{"told":"in,by another role"}}']);
    expect(judged).toEqual([['e in'], ['e in,by another role']]);
  });

  it('is taken: nothing is told that was allowed before', async () => {
    const { follow, judged, happen, whileJudging } = house();
    const one = follow('e', () => actor('e', ['out']));
    whileJudging(() => one.connection.accessChanged());
    happen(eventAt(1));
    await soon();
    expect(one.told).toEqual([]);
    expect(judged).toEqual([['e in'], ['e out']]);
  });

  it('with the session ends it', async () => {
    const { follow, judged, happen, whileJudging } = house();
    const one = follow('e', () => null);
    whileJudging(() => one.connection.accessChanged());
    happen(eventAt(1));
    await soon();
    expect([one.told, one.closed]).toEqual([[], [4401]]);
    expect(judged).toEqual([['e in']]);
  });
});

describe('what was judged, and is worked out', () => {
  it('is given to nobody whose access changed meanwhile, nor whose session ended, and to their neighbours', async () => {
    const { follow, happen, workedOut } = house();
    let finish: () => void = () => {};
    workedOut.push(new Promise((resolve) => (finish = resolve)));
    const [left, out, stays] = [
      follow('left', () => actor('left', ['out'])),
      follow('out', () => null),
      follow('stays', () => actor('stays', ['in'])),
    ];
    happen(eventAt(1));
    await soon();
    left.connection.accessChanged();
    out.connection.close({ code: 4401, reason: 'signed out' });
    finish();
    await soon();
    expect([left.told, out.told, stays.told]).toEqual([[], [], [IN]]);
  });
});

describe('those who follow the same', () => {
  it('are judged together, few of them first', async () => {
    const { follow, judged, happen } = house();
    const all = Array.from({ length: 700 }, (_, at) => follow(`e${at}`, () => null));
    happen(eventAt(1));
    await soon();
    expect(judged.map(({ length }) => length)).toEqual([50, 100, 200, 250, 100]);
    expect(judged.flat()).toEqual(all.map((_, at) => `e${at} in`));
    expect(all.every(({ told }) => told.join() === IN)).toBe(true);
  });

  it('are told each of what is theirs, in order, whatever their neighbours may see', async () => {
    const { follow, happen, judgeBy } = house();
    judgeBy((actors) =>
      actors.map(({ employeeId }) => (employeeId.endsWith('3') ? null : { told: employeeId })),
    );
    const all = Array.from({ length: 120 }, (_, at) => follow(`e${at}`, () => null));
    happen(eventAt(1), eventAt(2));
    await soon();
    for (const [at, { told }] of all.entries())
      expect(told).toEqual(`e${at}`.endsWith('3') ? [] : Array(2).fill(`{"it":{"told":"e${at}"}}`));
  });

  it('do not wait for one who does not read, who is told the rest later', async () => {
    const { follow, happen } = house();
    const [slow, quick] = [follow('slow', () => null), follow('quick', () => null)];
    let read: () => void = () => {};
    slow.rooms.push(new Promise((resolve) => (read = resolve)));
    happen(eventAt(1), eventAt(2), eventAt(3));
    await soon();
    expect([slow.told.length, quick.told.length]).toEqual([1, 3]);
    read();
    await soon();
    expect(slow.told).toHaveLength(3);
  });

  it('are closed, to come back, where not everybody was judged; nobody gets a neighbour’s answer', async () => {
    const { follow, happen, judgeBy } = house();
    judgeBy((actors) => actors.slice(1).map(({ employeeId }) => ({ told: employeeId })));
    const all = ['a', 'b', 'c'].map((name) => follow(name, () => null));
    happen(eventAt(1));
    await soon();
    expect(all.map(({ told, closed }) => [told, closed])).toEqual(Array(3).fill([[], [1011]]));
    for (const { over } of all) await expect(over).rejects.toThrow('Not everybody');
  });

  it.each(['concernsBy', 'tellingBy'] as const)(
    'are closed, to come back, where %s throws',
    async (fails) => {
      const { follow, happen, ...told } = house();
      told[fails](() => {
        throw new Error('a slip');
      });
      const all = Array.from({ length: 120 }, (_, at) => follow(`e${at}`, () => null));
      happen(eventAt(1));
      await soon();
      expect(all.map(({ told, closed }) => [told, closed])).toEqual(Array(120).fill([[], [1011]]));
      for (const { over } of all) await expect(over).rejects.toThrow('a slip');
    },
  );

  it('hear of a refusal as of one, and their sockets stay', async () => {
    const { follow, happen, judgeBy, listeners } = house();
    judgeBy(() => {
      throw new CourtyardError('not_found');
    });
    const one = follow('a', () => null);
    happen(eventAt(1));
    await expect(one.over).rejects.toThrow(CourtyardError);
    expect([one.closed, listeners.size]).toEqual([[], 0]);
  });
});

describe('one who follows', () => {
  it('is told each event once, also of what was both read and heard', async () => {
    const { follow, happen, kept, changes } = house();
    kept.push(eventAt(1), eventAt(2));
    const after = changes.position({ organisationId: 'o' });
    const one = follow('e', () => null, after);
    happen(eventAt(1), eventAt(2), eventAt(3));
    await soon();
    expect(one.told).toHaveLength(3);
  });

  it('hears nothing any more when it is over', async () => {
    const { follow, happen, listeners } = house();
    const one = follow('e', () => null);
    happen(eventAt(1));
    one.follower.end();
    await one.over;
    await soon();
    expect([one.told, listeners.size, one.connection.followed]).toEqual([[], 0, 0]);
  });

  it.each(['heard', 'read'])('is let go of once its socket is closed, by the next event %s', async (how) => {
    const { follow, happen, kept, listeners, changes } = house();
    if (how === 'read') kept.push(eventAt(1));
    const after = how === 'read' ? changes.position({ organisationId: 'o' }) : undefined;
    const one = follow('e', () => null, after);
    one.connection.gone();
    if (how === 'heard') happen(eventAt(1));
    await soon();
    expect([one.told, listeners.size, one.connection.followed]).toEqual([[], 0, 0]);
  });

  it('is not asked for the next, by whoever takes it for a stream', () => {
    const { changes, follow } = house();
    const { connection } = follow('e', () => null);
    const following = { name: 'it', topics: [], judge: async () => [] };
    const followed = changes.follow({ requestId: 'r', actor: connection.actor, connection }, following);
    expect(() => followed[Symbol.asyncIterator]()).toThrow('told, and not asked for');
  });
});
