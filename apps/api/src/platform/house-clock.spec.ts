import { HouseClock } from './house-clock.js';

const HOUR = 3_600_000;
const DATABASE = Date.parse('2026-11-22T12:00:00.000Z');

function clockOf(machine: number, ahead = 0): HouseClock {
  return new HouseClock(
    { now: () => new Date(machine + ahead) },
    () => DATABASE,
    () => machine,
  );
}

test.each([24 * HOUR, -HOUR])('a machine whose clock is set by %i ms is not believed', (apart) => {
  const clock = clockOf(DATABASE + apart);
  expect(clock.now().getTime()).toBe(DATABASE);
  expect(clock.isRight).toBe(false);
});

test('small differences are its own: the database says whole seconds only', () => {
  const clock = clockOf(DATABASE + 1_300);
  expect(clock.now().getTime()).toBe(DATABASE + 1_300);
  expect(clock.isRight).toBe(true);
});

test('a clock that runs ahead on purpose still does, whatever becomes of the machine', () => {
  expect(
    clockOf(DATABASE - HOUR, 25 * HOUR)
      .now()
      .getTime(),
  ).toBe(DATABASE + 25 * HOUR);
});

test('before the database was heard there is no other', () => {
  const clock = new HouseClock(
    { now: () => new Date(DATABASE) },
    () => undefined,
    () => DATABASE,
  );
  expect([clock.now().getTime(), clock.isRight]).toEqual([DATABASE, true]);
});
