import type { Ground } from './ground.js';
import type { Probe } from './probe.js';
import { runRounds, Samples } from './rounds.js';
import type { Sample } from './sample.js';
import { quantile, spreadOf } from './statistics.js';

const told: string[] = [];
const ground = { tell: (line: string) => told.push(line) } as unknown as Ground;
const how = { rounds: 3, seconds: 1 };
const sample = (perSecond: number): Sample => ({ perSecond, cost: { postgres: 0, driver: 0 } });

const probe = (name: string, rates: readonly number[], ran: string[]): Probe => {
  let turn = 0;
  return {
    name,
    run: async () => {
      ran.push(name);
      const rate = rates[turn++];
      if (rate === undefined) throw new Error('of 10 answers were wrong: rate.limited 3 times');
      return sample(rate);
    },
  };
};

test('probes take turns, and are compared round by round', async () => {
  const ran: string[] = [];
  const [page, limit] = [probe('page', [10, 40, 30], ran), probe('R', [100, 200, 100], ran)];
  const samples = new Samples();
  await runRounds(ground, [page, limit], samples, how);
  expect(ran).toEqual(['page', 'R', 'page', 'R', 'page', 'R']);
  const share = samples.compared(page, limit, (one, other) => one.perSecond / other.perSecond);
  expect(share).toEqual({ median: 0.2, low: 0.1, high: 0.3 });
});

test('one that answers wrongly is not measured, says why, and does not end the others', async () => {
  const ran: string[] = [];
  const [refused, page] = [probe('refused', [5], ran), probe('page', [10, 10, 10], ran)];
  const samples = new Samples();
  await runRounds(ground, [refused, page], samples, how);
  expect(ran.filter((name) => name === 'refused')).toHaveLength(2);
  expect(() => samples.of(refused)).toThrow('rate.limited 3 times');
  expect(samples.of(page)).toHaveLength(3);
});

test('what was never run has no samples', () => {
  expect(() => new Samples().of(probe('page', [], []))).toThrow('page was not run');
});

test('the middle, and what lies between two', () => {
  expect(spreadOf([3, 1, 2])).toEqual({ median: 2, low: 1, high: 3 });
  expect(spreadOf([1, 2]).median).toBe(1.5);
  expect(quantile([1, 2, 3, 4, 5], 0.99)).toBeCloseTo(4.96);
  expect(() => spreadOf([])).toThrow('Nothing was measured.');
});
