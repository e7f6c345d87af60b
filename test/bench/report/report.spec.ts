import type { Figure, Result } from '../harness/figure.js';
import { jsonOf } from './json.js';
import { reachedOf } from './judged.js';
import { plotOf } from './plot.js';
import { tableOf } from './table.js';

const figure = (better: 'higher' | 'lower', must: number | null, aim: number | null): Figure => ({
  name: 'page',
  what: 'a page',
  unit: '%',
  must,
  aim,
  better,
  measure: async () => ({ median: 0, low: 0, high: 0 }),
});
const measured = (median: number) => ({ median, low: median - 1, high: median + 1 });

test.each([
  ['higher', 36, 'aim'],
  ['higher', 35, 'aim'],
  ['higher', 20, 'must'],
  ['higher', 19.9, 'neither'],
] as const)('%s is better: %p reaches %s', (better, value, reached) => {
  expect(reachedOf({ figure: figure(better, 20, 35), measured: measured(value) })).toBe(reached);
});

test.each([
  [1.1, 'aim'],
  [1.5, 'must'],
  [1.51, 'neither'],
] as const)('lower is better: %p reaches %s', (value, reached) => {
  expect(reachedOf({ figure: figure('lower', 1.5, 1.1), measured: measured(value) })).toBe(reached);
});

test('what nothing was asked of reaches nothing, and what was not measured neither', () => {
  expect(reachedOf({ figure: figure('lower', null, null), measured: measured(1) })).toBeNull();
  expect(reachedOf({ figure: figure('lower', 2, 1), why: 'pgbench is not installed' })).toBeNull();
});

test('the JSON has null where nothing was measured, and the table says why', () => {
  const results: Result[] = [
    { figure: figure('higher', 20, 35), measured: measured(21) },
    { figure: figure('higher', 20, 35), why: 'pgbench is not installed' },
  ];
  expect(JSON.parse(jsonOf(results))).toMatchObject([
    { name: 'page', value: 21, unit: '%', must: 20, aim: 35, better: 'higher', reached: 'must' },
    { name: 'page', value: null, reached: null },
  ]);
  expect(tableOf(results)).toContain('not measured: pgbench is not installed');
});

test('a picture says its numbers in words, too', () => {
  const points = [
    { at: 10, value: 1 },
    { at: 1_000, value: 2.5 },
  ];
  const svg = plotOf({ title: 'A page', of: 'posts', unit: 'ms', points });
  expect(svg).toContain('aria-label="A page: 1 ms at 10 posts, 2.5 ms at 1,000 posts"');
  expect(svg).toContain('prefers-color-scheme:dark');
  expect(svg).not.toContain('NaN');
});
