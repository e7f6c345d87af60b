import { backOff } from './back-off';
import { follow, Refused, type Sink } from './follow';

interface Event {
  position: string;
  word: string;
}

function harness(over: { onGap?: () => Promise<string> } = {}) {
  const opened: { after: string; sink: Sink<Event>; closed: boolean }[] = [];
  const words: string[] = [];
  const signedOut = jest.fn();
  const following = follow<Event>({
    open(after, sink) {
      const one = { after, sink, closed: false };
      opened.push(one);
      return () => {
        one.closed = true;
      };
    },
    after: '10',
    onEvent: (event) => words.push(event.word),
    onGap: over.onGap ?? (() => Promise.resolve('99')),
    onSignedOut: signedOut,
    random: () => 0,
  });
  return { opened, words, signedOut, following };
}

describe('following a live list', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('resumes after the last position seen, not the first', () => {
    const { opened } = harness();
    expect(opened[0]?.after).toBe('10');
    opened[0]?.sink.next({ position: '11', word: 'a' });
    opened[0]?.sink.next({ position: '12', word: 'b' });
    opened[0]?.sink.error(new Event1006());
    jest.advanceTimersByTime(1_000);
    expect(opened[1]?.after).toBe('12');
  });

  it('delivers a repeated position once', () => {
    const { opened, words } = harness();
    opened[0]?.sink.next({ position: '11', word: 'a' });
    opened[0]?.sink.next({ position: '11', word: 'a' });
    expect(words).toEqual(['a']);
  });

  it('waits longer each time, and from the start again after an event', () => {
    const { opened } = harness();
    opened[0]?.sink.complete();
    jest.advanceTimersByTime(999);
    expect(opened).toHaveLength(1);
    jest.advanceTimersByTime(1);
    opened[1]?.sink.complete();
    jest.advanceTimersByTime(1_999);
    expect(opened).toHaveLength(2);
    jest.advanceTimersByTime(1);
    opened[2]?.sink.next({ position: '11', word: 'a' });
    opened[2]?.sink.complete();
    jest.advanceTimersByTime(1_000);
    expect(opened).toHaveLength(4);
  });

  it('ends with the session, for both closing codes and the error code', () => {
    for (const reason of [{ code: 4401 }, { code: 4403 }, new Refused('auth.signed_out')]) {
      const { opened, signedOut } = harness();
      opened[0]?.sink.error(reason);
      jest.advanceTimersByTime(120_000);
      expect(signedOut).toHaveBeenCalledTimes(1);
      expect(opened).toHaveLength(1);
    }
  });

  it('reads the page anew when resuming is refused', async () => {
    const { opened } = harness();
    opened[0]?.sink.error(new Refused('live.position_gone'));
    await jest.advanceTimersByTimeAsync(1_000);
    expect(opened[1]?.after).toBe('99');
  });

  it('tries again when the page cannot be read either', async () => {
    let tries = 0;
    const { opened } = harness({
      onGap: () => (tries++ === 0 ? Promise.reject(new Error('down')) : Promise.resolve('99')),
    });
    opened[0]?.sink.error(new Refused('live.position_gone'));
    await jest.advanceTimersByTimeAsync(3_000);
    expect(opened[1]?.after).toBe('99');
  });

  it('does not wait when woken, and is silent once stopped', () => {
    const { opened, words, following } = harness();
    opened[0]?.sink.complete();
    following.wake();
    expect(opened).toHaveLength(2);
    following.stop();
    expect(opened[1]?.closed).toBe(true);
    opened[1]?.sink.next({ position: '11', word: 'late' });
    opened[1]?.sink.complete();
    jest.advanceTimersByTime(120_000);
    expect(words).toEqual([]);
    expect(opened).toHaveLength(2);
  });
});

class Event1006 {
  readonly code = 1006;
}

describe('back-off', () => {
  it('doubles from one second to thirty and is less by at most a quarter', () => {
    expect([0, 1, 2, 3, 4, 5, 50].map((attempt) => backOff(attempt, () => 0))).toEqual([
      1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000,
    ]);
    expect(backOff(0, () => 1)).toBe(750);
  });
});
