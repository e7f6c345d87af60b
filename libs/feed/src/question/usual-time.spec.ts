import { usualHours } from './usual-time.js';

const HOUR = 3_600;
const told = (asked: number, people: number, seconds: number) =>
  usualHours(['1', `${asked}`, `${people}`, `${seconds}`]);

describe('the usual time to a first answer', () => {
  it.each([
    [10, 10, 60, 1],
    [10, 10, HOUR, 1],
    [10, 10, HOUR + 1, 12],
    [40, 12, 20 * HOUR, 24],
    [40, 12, 100 * HOUR, 168],
    [40, 12, 400 * HOUR, 720],
  ])('of %i questions and %i people, %i seconds, is told in steps', (asked, people, seconds, hours) => {
    expect(told(asked, people, seconds)).toBe(hours);
  });

  it('is not told of few questions, nor of few who answer them', () => {
    expect(told(9, 9, 60)).toBeNull();
    expect(told(100, 9, 60)).toBeNull();
    expect(usualHours(['1', '0', '0', null])).toBeNull();
  });

  it('is not told where an answer usually does not come', () => {
    expect(told(40, 12, 1_000_000_000_000)).toBeNull();
    expect(told(40, 12, 721 * HOUR)).toBeNull();
  });
});
