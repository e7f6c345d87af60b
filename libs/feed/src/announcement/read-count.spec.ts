import { toldInTens } from './read-count.js';

describe('how many have read an announcement', () => {
  it.each([
    [0, 100, null],
    [9, 100, null],
    [10, 100, 10],
    [19, 100, 10],
    [20, 100, 20],
    [89, 100, 80],
    // All but a few, and all, read alike: who has not is as many as ten.
    [90, 100, 90],
    [99, 100, 90],
    [100, 100, 90],
    [20, 20, 10],
    [19, 19, null],
    [12, 12, null],
    [1, 1, null],
    [0, 0, null],
    // Who left is counted on, and tells nothing.
    [30, 25, 10],
  ])('%i of %i is told as %s', (read, reached, told) => {
    expect(toldInTens([[String(read)]], reached)).toBe(told);
  });

  it('moves by nobody’s single word where fewer than ten have or have not', () => {
    for (let reached = 0; reached < 60; reached++)
      for (let read = 0; read < reached; read++) {
        const [before, after] = [read, read + 1].map((one) => toldInTens([[String(one)]], reached));
        if (before !== after) expect([read + 1 >= 10, reached - read > 10]).toEqual([true, true]);
      }
  });
});
