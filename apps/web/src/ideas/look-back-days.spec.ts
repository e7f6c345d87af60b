import { chosenDay, farthest, tomorrow } from './look-back-days';

const now = Date.parse('2026-11-22T23:30:00Z');

test('a day to look back is one from tomorrow on, within three years', () => {
  expect(tomorrow(now)).toBe('2026-11-23');
  expect(chosenDay('2026-11-23', now)).toBe('2026-11-23');
  for (const day of ['', '2026-11-22', '2030-01-01', 'soon']) expect(chosenDay(day, now)).toBeNull();
  expect(farthest(now)).toBe('2029-11-21');
});
