import type { EmployeeActor } from '@courtyard/access';
import { employeeActor } from '@courtyard/testing';
import { LiveConnection } from './connection.js';
import { LiveConnections } from './connections.js';

const OLD = employeeActor({ keys: ['1', '2'] });
const NEW: EmployeeActor = { ...OLD, facts: employeeActor({ me: OLD.employeeId, keys: ['1'] }).facts };

/** A connection whose renewal is answered by hand. */
function connection() {
  const answers: ((actor: EmployeeActor | null | Error) => void)[] = [];
  const closed: number[] = [];
  const renew = () =>
    new Promise<EmployeeActor | null>((resolve, reject) => {
      answers.push((answer) => (answer instanceof Error ? reject(answer) : resolve(answer)));
    });
  const one = new LiveConnection(OLD, renew, ({ code }) => closed.push(code));
  return { one, answers, closed };
}

describe('a connection whose access changed', () => {
  it('judges by nothing that was known before, by none of its subscriptions', async () => {
    const { one, answers } = connection();
    one.accessChanged();
    const [first, second] = [one.fresh(), one.fresh()];
    expect(answers).toHaveLength(1);
    answers[0]?.(NEW);
    expect((await first)?.facts).toBe(NEW.facts);
    expect((await second)?.facts).toBe(NEW.facts);
    expect((await one.fresh())?.facts).toBe(NEW.facts);
    expect(answers).toHaveLength(1);
  });

  it('reads once more what changed while it was being read', async () => {
    const { one, answers } = connection();
    one.accessChanged();
    const fresh = one.fresh();
    one.accessChanged();
    answers[0]?.(OLD);
    await new Promise((resolve) => setImmediate(resolve));
    expect(answers).toHaveLength(2);
    answers[1]?.(NEW);
    expect((await fresh)?.facts).toBe(NEW.facts);
  });

  it('hands nothing over where reading failed, and tries again', async () => {
    const { one, answers } = connection();
    one.accessChanged();
    const fresh = one.fresh();
    answers[0]?.(new Error('the database went away'));
    await expect(fresh).rejects.toThrow('went away');
    const again = one.fresh();
    answers[1]?.(NEW);
    expect((await again)?.facts).toBe(NEW.facts);
  });

  it('is closed when its session is over, for all who wait', async () => {
    const { one, answers, closed } = connection();
    one.accessChanged();
    const waiting = [one.fresh(), one.fresh()];
    answers[0]?.(null);
    expect(await Promise.all(waiting)).toEqual([null, null]);
    expect(closed).toEqual([4401]);
    expect(await one.fresh()).toBeNull();
  });
});

describe('all connections', () => {
  const event = (topic: string, payload: object) =>
    ({ organisationId: OLD.organisationId, topic, payload, position: { xid: 1n, row: 1n, at: 1 } }) as never;

  it('close by session, are read again by person, and not for another organisation', async () => {
    const all = new LiveConnections();
    const { one, answers, closed } = connection();
    const leave = all.add(one);
    all.hear({
      ...(event('session.ended', { sessionId: OLD.sessionId }) as object),
      organisationId: 'other',
    } as never);
    all.hear(event('session.ended', { sessionId: 'another' }));
    all.hear(event('access.changed', { employeeIds: ['another'] }));
    expect([closed, answers.length]).toEqual([[], 0]);
    all.hear(event('access.changed', { employeeIds: [OLD.employeeId] }));
    expect(answers).toHaveLength(1);
    answers[0]?.(NEW);
    all.hear(event('session.ended', { sessionId: OLD.sessionId }));
    expect(closed).toEqual([4401]);
    leave();
    expect(all.countOf(OLD.sessionId)).toBe(0);
  });
});
