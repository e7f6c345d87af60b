import { isAfter, MOST_AT_ONCE, type OutboxEvent, type Position } from '@courtyard/outbox';
import { Missed } from './missed.js';

const at = (row: number): Position => ({ xid: 1n, row: BigInt(row), at: 1 });
const event = (row: number, topic = 'a', organisationId = 'o'): OutboxEvent => ({
  organisationId,
  topic,
  payload: {},
  position: at(row),
});

/** An outbox of these events, as the relay reads it. */
function outbox(events: readonly OutboxEvent[]) {
  const reads: number[] = [];
  const since = async (organisationId: string, after: Position, topics: readonly string[]) => {
    reads.push(Number(after.row));
    return events
      .filter((one) => one.organisationId === organisationId && topics.includes(one.topic))
      .filter(({ position }) => isAfter(position, after))
      .slice(0, MOST_AT_ONCE);
  };
  const missed = new Missed({ since });
  const rowsOf = async (after: number, topics = ['a'], organisationId = 'o') => {
    const rows: number[] = [];
    for await (const page of missed.after(organisationId, at(after), topics))
      rows.push(...page.map(({ position }) => Number(position.row)));
    return rows;
  };
  return { reads, rowsOf };
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, step) => from + step);

describe('what was missed', () => {
  it('is read once for all who come back at once, each from their own place on', async () => {
    const { reads, rowsOf } = outbox(range(1, 9).map((row) => event(row)));
    const heard = await Promise.all([5, 2, 9, 2, 7].map((after) => rowsOf(after)));
    expect(heard).toEqual([range(6, 9), range(3, 9), [], range(3, 9), [8, 9]]);
    expect(reads).toEqual([2]);
  });

  it('is what they asked for: no topic of a neighbour, and nothing of another organisation', async () => {
    const { rowsOf } = outbox([event(1), event(2, 'b'), event(3, 'a', 'p'), event(4, 'b', 'p'), event(5)]);
    const heard = await Promise.all([
      rowsOf(0),
      rowsOf(0, ['b']),
      rowsOf(0, ['a', 'b'], 'p'),
      rowsOf(0, ['c']),
    ]);
    expect(heard).toEqual([[1, 5], [2], [3, 4], []]);
  });

  it('is whole and once over many pages, also for who is far behind', async () => {
    const count = 3 * MOST_AT_ONCE + 5;
    const { reads, rowsOf } = outbox(range(1, count).map((row) => event(row)));
    const places = [0, count - 3, MOST_AT_ONCE, 1, count];
    const heard = await Promise.all(places.map((after) => rowsOf(after)));
    expect(heard).toEqual(places.map((after) => range(after + 1, count)));
    expect(reads.length).toBeLessThan(12);
  });

  it('of what was committed meanwhile is read again', async () => {
    const events = [event(1)];
    const { rowsOf } = outbox(events);
    const first = rowsOf(0);
    await new Promise((resolve) => setImmediate(resolve));
    events.push(event(2));
    expect(await rowsOf(0)).toEqual([1, 2]);
    expect(await first).toEqual([1]);
  });

  it('fails for those who asked, and others are answered afterwards', async () => {
    let broken = true;
    const missed = new Missed({
      since: async () => {
        if (broken) throw new Error('gone');
        return [];
      },
    });
    const asked = () => missed.after('o', at(0), ['a']).next();
    const failed = await Promise.allSettled([asked(), asked()]);
    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    broken = false;
    expect((await asked()).value).toEqual([]);
  });
});
