import { numberWords, timeWords, wholeTime } from './time';

/** Local times, so that the test says the same in every zone. */
const now = new Date(2026, 10, 22, 9, 40, 30);

describe('the words for a time', () => {
  it.each([
    [new Date(2026, 10, 22, 9, 40, 10), 'Now', 'Jetzt'],
    [new Date(2026, 10, 22, 9, 41, 0), 'Now', 'Jetzt'], // a clock that is a little ahead
    [new Date(2026, 10, 22, 9, 39, 0), '1 minute ago', 'vor 1 Minute'],
    [new Date(2026, 10, 22, 8, 41, 0), '59 minutes ago', 'vor 59 Minuten'],
    [new Date(2026, 10, 22, 8, 12, 0), 'Today, 08:12', 'Heute, 08:12'],
    [new Date(2026, 10, 22, 0, 0, 0), 'Today, 00:00', 'Heute, 00:00'],
    [new Date(2026, 10, 21, 23, 59, 0), 'Yesterday, 23:59', 'Gestern, 23:59'],
    [new Date(2026, 10, 20, 16, 30, 0), '20 November, 16:30', '20. November, 16:30'],
    [new Date(2025, 10, 3, 14, 20, 0), '3 November 2025', '3. November 2025'],
  ])('%s', (at, english, german) => {
    expect(timeWords(at, now, 'en')).toBe(english);
    expect(timeWords(at, now, 'de')).toBe(german);
  });

  it('begins small within a sentence', () => {
    expect(timeWords(now, now, 'en', true)).toBe('now');
    expect(timeWords(new Date(2026, 10, 22, 8, 12, 0), now, 'en', true)).toBe('today, 08:12');
    expect(timeWords(new Date(2026, 10, 21, 8, 12, 0), now, 'de', true)).toBe('gestern, 08:12');
  });

  it('names day, year and zone in the title', () => {
    const words = wholeTime(now, 'en');
    for (const part of ['Sunday', '22 November 2026', '09:40:30']) expect(words).toContain(part);
  });
});

describe('numbers', () => {
  it('are grouped as the language groups them', () => {
    expect(numberWords(1240, 'en')).toBe('1,240');
    expect(numberWords(1240, 'de')).toBe('1.240');
  });
});
