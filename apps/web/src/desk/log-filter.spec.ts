import { anything, byDay, filterOf } from './log-filter';

const now = new Date(2026, 10, 22, 9, 40);

describe('the sentence above the log', () => {
  it('asks for everything when it says "any" everywhere', () => {
    expect(filterOf(anything, now)).toEqual({});
  });

  it('sends what it says, without spaces around', () => {
    expect(filterOf({ ...anything, purpose: 'legal', case: ' C-7 ' }, now)).toEqual({
      purpose: 'legal',
      case: 'C-7',
    });
  });

  it('goes back whole days, the same all day long', () => {
    const one = filterOf({ ...anything, since: '7' }, now);
    const later = filterOf({ ...anything, since: '7' }, new Date(2026, 10, 22, 23, 59));
    expect(one).toEqual({ from: new Date(2026, 10, 15).toISOString() });
    expect(later).toEqual(one);
    expect(filterOf({ ...anything, since: '0' }, now)).toEqual({
      from: new Date(2026, 10, 22).toISOString(),
    });
  });
});

describe('the days of the log', () => {
  it('keep the order, and never join two days that only look alike', () => {
    const at = (day: number, hour: number) => ({ at: new Date(2026, 10, day, hour).toISOString() });
    const days = byDay([at(22, 9), at(22, 1), at(21, 23), at(22, 0)]);
    expect(days.map(({ day, entries }) => [day, entries.length])).toEqual([
      ['2026-11-22', 2],
      ['2026-11-21', 1],
      ['2026-11-22', 1],
    ]);
    expect(byDay([])).toEqual([]);
  });
});
