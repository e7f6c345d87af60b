import '../feed.errors.js';
import { assertToCome, dueIdOf, isOver } from './due.js';

const at = (instant: string) => Date.parse(instant);
const codeOf = (day: string, now = at('2026-11-22T11:00:00Z')) => {
  try {
    assertToCome(day, now);
    return 'accepted';
  } catch (failure) {
    return (failure as { code: string }).code;
  }
};

describe('the day of a promise', () => {
  it('is over once it is so everywhere', () => {
    expect(isOver('2026-11-22', at('2026-11-22T23:59:59Z'))).toBe(false);
    // Still the 22nd on Baker Island.
    expect(isOver('2026-11-22', at('2026-11-23T11:59:59Z'))).toBe(false);
    expect(isOver('2026-11-22', at('2026-11-23T12:00:00Z'))).toBe(true);
  });

  it.each([
    ['2026-11-22', 'accepted'],
    ['2026-11-21', 'accepted'],
    ['2026-11-20', 'pledge.day_over'],
    ['2028-02-29', 'accepted'],
    ['2027-02-29', 'input.invalid'],
    ['2026-13-01', 'input.invalid'],
    ['2026-11-00', 'input.invalid'],
    ['2099-01-01', 'input.invalid'],
    ['0000-00-00', 'input.invalid'],
  ])('%s is %s', (day, code) => {
    expect(codeOf(day)).toBe(code);
  });

  it('orders what waits by days', () => {
    const days = ['2026-11-22', '2026-11-23', '2026-12-01', '2027-01-01'];
    const ids = days.map(dueIdOf);
    expect(ids.toSorted()).toEqual(ids);
    expect(dueIdOf('2026-11-22')).not.toBe(dueIdOf('2026-11-22'));
  });
});
