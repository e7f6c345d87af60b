/**
 * How many times longer work takes on input ten times as long, at best of several tries: about 10 where it is linear, about
 * 1 where it stops early, about 100 where it is quadratic. A ratio says the same on a busy machine as on a quiet one.
 * @param size of the smaller input; large enough that the work is not lost in the clock's grain
 */
export function growth(work: (size: number) => void, size: number): number {
  const best = (many: number): number => {
    const times = Array.from({ length: 7 }, () => {
      const begun = performance.now();
      work(many);
      return performance.now() - begun;
    });
    return Math.max(Math.min(...times), 0.05);
  };
  best(size);
  return best(size * 10) / best(size);
}
