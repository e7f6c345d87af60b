import fc from 'fast-check';
import { foldEmail } from './email-address.js';

describe('foldEmail', () => {
  it.each([
    ['Bill@Kessler.Example', 'bill@kessler.example'],
    ['  bill@kessler.example\t', 'bill@kessler.example'],
    ['\uff42ill@kessler.example', 'bill@kessler.example'],
    ['bill+tickets@mail.kessler.example', 'bill+tickets@mail.kessler.example'],
    ["o'neill@kessler.example", "o'neill@kessler.example"],
    ['jürgen@köln.example', 'jürgen@köln.example'],
  ])('folds %s', (given, folded) => expect(foldEmail(given)).toBe(folded));

  it.each([
    '',
    'bill',
    'bill@',
    '@x.example',
    'a@b',
    'a b@x.example',
    'a@x.example, b@x.example',
    'a@@x.example',
    'a\0@x.example',
    'a\ud800@x.example',
    '\u202ea@x.example',
    `${'a'.repeat(65)}@x.example`,
    `a@${'b'.repeat(260)}.example`,
    'a'.repeat(1_000_000),
  ])('refuses %p', (text) => expect(foldEmail(text)).toBeNull());

  it('folds once and for all, and stays within what the column takes', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.emailAddress()), (text) => {
        const folded = foldEmail(text);
        if (folded === null) return;
        expect(foldEmail(folded)).toBe(folded);
        expect([...folded].length).toBeLessThanOrEqual(254);
        expect(folded).not.toMatch(/[\s\0]/);
      }),
    );
  });
});
