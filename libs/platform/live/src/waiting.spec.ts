import type { OutboxEvent } from '@courtyard/outbox';
import { Waiting, withoutSuperseded } from './waiting.js';

const event = (row: number): OutboxEvent => ({
  organisationId: 'o',
  topic: 'it.happened',
  payload: {},
  position: { xid: 1n, row: BigInt(row), at: 1 },
});

function waiting(most: number, slowMillis = 1_000) {
  const slow: number[] = [];
  return { slow, queue: new Waiting(() => slow.push(1), undefined, { most, slowMillis }) };
}

describe('what waits for a recipient', () => {
  it('comes in order', () => {
    const { queue } = waiting(5);
    expect(queue.take()).toBeNull();
    queue.hear(event(1));
    queue.hear(event(2));
    expect([queue.take(), queue.take(), queue.take()]).toEqual([event(1), event(2), null]);
  });

  it('is never more than is kept: who is behind is told to read again', () => {
    const { queue, slow } = waiting(3);
    for (let at = 1; at <= 10; at++) queue.hear(event(at));
    expect(queue.take()).toBe('behind');
    queue.hear(event(11));
    expect(queue.take()).toEqual(event(11));
    expect(slow).toEqual([]);
  });

  it('ends for who takes nothing while too much waits, and for nobody who is only busy', async () => {
    const { queue, slow } = waiting(2, 20);
    for (let at = 1; at <= 3; at++) queue.hear(event(at));
    expect(slow).toEqual([]);
    await new Promise((resolve) => setTimeout(resolve, 40));
    queue.taken();
    queue.hear(event(4));
    expect(slow).toEqual([]);
    await new Promise((resolve) => setTimeout(resolve, 40));
    queue.hear(event(5));
    expect(slow).toEqual([1]);
  });

  it('is over at once, and takes nothing any more', () => {
    const { queue } = waiting(5);
    queue.hear(event(1));
    queue.end();
    expect(queue.take()).toBeNull();
    queue.hear(event(2));
    expect(queue.take()).toBeNull();
  });
});

describe('what says the same anew', () => {
  const counted = (row: number, id: string): OutboxEvent => ({
    ...event(row),
    topic: 'it.counted',
    payload: { id },
  });
  const name = ({ topic, payload }: OutboxEvent) => (topic === 'it.counted' ? String(payload['id']) : null);

  it('waits once, in the place of the last', () => {
    const queue = new Waiting(() => undefined, name);
    for (const one of [counted(1, 'a'), event(2), counted(3, 'b'), counted(4, 'a')]) queue.hear(one);
    const heard = [queue.take(), queue.take(), queue.take()];
    expect(heard).toEqual([event(2), counted(3, 'b'), counted(4, 'a')]);
  });

  it('is told once of what was missed, and whatever else is told', () => {
    const events = [counted(1, 'a'), counted(2, 'b'), event(3), event(4), counted(5, 'a')];
    expect(withoutSuperseded(events, name)).toEqual(events.slice(1));
    expect(withoutSuperseded(events)).toEqual(events);
  });

  it('never makes somebody seem slow: a hot post is one thing that waits', () => {
    const slow: number[] = [];
    const queue = new Waiting(() => slow.push(1), name, { most: 3, slowMillis: -1 });
    queue.hear(event(1));
    for (let row = 2; row < 50; row++) queue.hear(counted(row, 'a'));
    expect(slow).toEqual([]);
  });
});
