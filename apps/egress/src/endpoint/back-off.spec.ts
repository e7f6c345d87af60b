import { backOff, retryAfter } from './back-off.js';

test('doubles from a second to a quarter of an hour, half by chance', () => {
  const waits = [1, 2, 3, 10, 11, 1_000].map((failures) => [
    backOff(failures, 0, () => 0),
    backOff(failures, 0, () => 1),
  ]);
  expect(waits).toEqual([
    [500, 1_000],
    [1_000, 2_000],
    [2_000, 4_000],
    [256_000, 512_000],
    [450_000, 900_000],
    [450_000, 900_000],
  ]);
});

test('waits as long as it was asked to, within reason', () => {
  expect(backOff(1, 30_000)).toBe(30_000);
  expect(backOff(1, 1e12)).toBe(6 * 3_600_000);
  expect(backOff(20, 1)).toBeGreaterThan(400_000);
});

test.each([
  ['120', 120_000],
  ['Sun, 22 Nov 2026 10:01:00 GMT', 60_000],
  ['Sun, 22 Nov 2026 09:00:00 GMT', 0],
  ['soon', undefined],
  ['-1', undefined],
  [undefined, undefined],
])('Retry-After %s is %s ms', (value, millis) => {
  expect(retryAfter(value, new Date('2026-11-22T10:00:00Z'))).toBe(millis);
});
