import { InBatches } from './in-batches.js';

const turn = () => new Promise((resolve) => setImmediate(resolve));

function doubling(limits: { most: number; atOnce: number }) {
  const batches: (readonly number[])[] = [];
  const open: (() => void)[] = [];
  const asked = new InBatches<number, number>(async (numbers) => {
    batches.push(numbers);
    await new Promise<void>((resolve) => open.push(resolve));
    if (numbers.includes(13)) throw new Error('unlucky');
    return numbers.map((number) => number * 2);
  }, limits);
  return { asked, batches, answer: () => open.shift()?.() };
}

describe('what many ask at once', () => {
  it('is answered together, each with their own', async () => {
    const { asked, batches, answer } = doubling({ most: 10, atOnce: 1 });
    const answers = Promise.all([1, 2, 3].map((number) => asked.ask(number)));
    await turn();
    answer();
    expect(await answers).toEqual([2, 4, 6]);
    expect(batches).toEqual([[1, 2, 3]]);
  });

  it('is no more at a time than it may be: the others wait', async () => {
    const { asked, batches, answer } = doubling({ most: 2, atOnce: 2 });
    const answers = Promise.all([1, 2, 3, 4, 5].map((number) => asked.ask(number)));
    await turn();
    expect(batches).toEqual([
      [1, 2],
      [3, 4],
    ]);
    answer();
    await turn();
    // Less than a whole one waits for the other.
    expect(batches).toHaveLength(2);
    answer();
    await turn();
    answer();
    expect(await answers).toEqual([2, 4, 6, 8, 10]);
  });

  it('is never answered by work that had begun before it was asked', async () => {
    const { asked, batches, answer } = doubling({ most: 10, atOnce: 1 });
    const first = asked.ask(1);
    await turn();
    const second = asked.ask(2);
    await turn();
    expect(batches).toEqual([[1]]);
    answer();
    await first;
    await turn();
    answer();
    expect(await second).toBe(4);
    expect(batches).toEqual([[1], [2]]);
  });

  it('fails for those of one batch, and others go on', async () => {
    const { asked, answer } = doubling({ most: 2, atOnce: 2 });
    const answers = Promise.allSettled([13, 1, 2, 3].map((number) => asked.ask(number)));
    await turn();
    answer();
    answer();
    expect((await answers).map(({ status }) => status)).toEqual([
      'rejected',
      'rejected',
      'fulfilled',
      'fulfilled',
    ]);
  });

  it('fails where answers are missing', async () => {
    const asked = new InBatches<number, number>(async () => [], { most: 2, atOnce: 1 });
    await expect(asked.ask(1)).rejects.toThrow('Not every question');
  });

  it('begins with what is asked together without waiting for more, and gathers what comes meanwhile', async () => {
    const { asked, batches, answer } = doubling({ most: 4, atOnce: 2 });
    const answers = Promise.all([[1, 2], [3], [4, 5], [6, 7, 8], [9]].map((some) => asked.askTogether(some)));
    expect(batches).toEqual([[1, 2], [3]]);
    answer();
    await turn();
    // Whoever asked together is answered by one piece of work, and it is no more than it may be.
    expect(batches[2]).toEqual([4, 5]);
    for (let at = 0; at < 3; at++) {
      answer();
      await turn();
    }
    answer();
    expect(await answers).toEqual([[2, 4], [6], [8, 10], [12, 14, 16], [18]]);
    expect(batches).toEqual([[1, 2], [3], [4, 5], [6, 7, 8, 9]]);
  });

  it('refuses more together than are answered at once', () => {
    const { asked } = doubling({ most: 2, atOnce: 1 });
    expect(() => asked.askTogether([1, 2, 3])).toThrow('More are asked together');
  });

  it('says when there is nothing left to do', async () => {
    const idle: number[] = [];
    const asked = new InBatches<number, number>(
      async (numbers) => numbers,
      { most: 2, atOnce: 1 },
      () => idle.push(1),
    );
    await Promise.all([asked.askTogether([1, 2]), asked.ask(3)]);
    await turn();
    expect(idle).toEqual([1]);
  });
});
