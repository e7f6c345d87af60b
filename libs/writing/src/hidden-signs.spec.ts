import { hasHiddenSigns, isSeen } from './hidden-signs.js';

describe('a text', () => {
  it.each([
    ['letters', 'a'],
    ['one sign among nothing', '\u200B.\u200B'],
    ['an emoji', '👩‍👩‍👧'],
    ['Persian with a joiner', 'می‌خواهم'],
  ])('of %s is seen, and hides nothing', (_, text) => {
    expect([isSeen(text), hasHiddenSigns(text)]).toEqual([true, false]);
  });

  it.each([
    ['nothing', ''],
    ['spaces', ' \u00A0\u2003\n\t'],
    ['zero width', '\u200B\u200C\u200D\u2060\uFEFF'],
    ['marks of direction', '\u200E\u200F'],
    ['fillers', '\u3164\u115F\u1160\uFFA0'],
    ['selectors', '\uFE0F\uFE00'],
  ])('of %s is not seen', (_, text) => {
    expect(isSeen(text)).toBe(false);
  });
});
