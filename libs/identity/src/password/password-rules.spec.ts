import { growth } from '@courtyard/testing';
import '../identity.errors.js';
import { createHash } from 'node:crypto';
import type { CourtyardError } from '@courtyard/errors';
import fc from 'fast-check';
import { isCommon } from './blocklist.js';
import {
  assertAcceptable,
  LONGEST_PASSWORD,
  normalisePassword,
  SHORTEST_PASSWORD,
} from './password-rules.js';

const HOUSE = ['bill.kessler@kessler-optik.example', 'Kessler Optik'];

function verdict(password: string, context: readonly string[] = HOUSE): string {
  try {
    assertAcceptable(normalisePassword(password, 'password'), context);
    return 'accepted';
  } catch (failure) {
    return (failure as CourtyardError).code;
  }
}

describe('a new password', () => {
  it.each([
    'a violet tramway sleeps',
    'correct horse battery staple',
    'das Haus am See ist blau',
    'xK9#mPq2$vLw8zRt',
    'kf83jd02ks91md74',
    '雨の日は傘を持って出かける人が多い',
    '🦊🐢🦉🐙🦋🐝🐞🦀🐳🦒🦓🦔🦕🦖🦚',
    'Bill likes his seven bicycles',
    'my courtyard has a fountain',
    'correct-horse-battery-staple-2026',
    '               spaced out words',
  ])('may be %j', (password) => expect(verdict(password)).toBe('accepted'));

  it.each([
    'passwordpassword',
    'Password Password',
    'qwerty123456789',
    'qwertyuiopasdfgh',
    'QWERTZUIOPASDFGHJ',
    'azertyuiopqsdfgh',
    '123456789012345',
    '987654321098765',
    'aaaaaaaaaaaaaaaaaaa',
    'abcdefghijklmnop',
    'abcabcabcabcabcabc',
    '1q2w3e4r1q2w3e4r',
    'iloveyouiloveyou',
    '111111222222333333',
    '1qaz2wsx3edc4rfv',
    'courtyardcourtyard',
    'Courtyard2026!!',
    'kesslerkessler1',
    'Kessler-Optik-2026',
    'bill.kessler@kessler-optik.example',
    'kessler courtyard',
    'ＰＡＳＳＷＯＲＤＰＡＳＳＷＯＲＤ',
  ])('may not be %j, which is tried first', (password) =>
    expect(verdict(password)).toBe('password.too_common'),
  );

  it('is as long as it is in characters, whatever they take in memory', () => {
    const letters = [...'ketzphandolufryg'].slice(0, SHORTEST_PASSWORD).join('');
    expect(verdict(letters)).toBe('accepted');
    expect(verdict(letters.slice(1))).toBe('password.too_short');
    expect(verdict('')).toBe('password.too_short');
    const fox = (n: number) =>
      Array.from({ length: n }, (_, at) => String.fromCodePoint(0x1f300 + at * 3)).join('');
    expect(verdict(fox(SHORTEST_PASSWORD - 1))).toBe('password.too_short');
    expect(verdict(fox(SHORTEST_PASSWORD))).toBe('accepted');
    expect(verdict(fox(LONGEST_PASSWORD))).toBe('accepted');
    expect(verdict(fox(LONGEST_PASSWORD + 1))).toBe('password.too_long');
  });

  it('needs no composition: a random one of any single kind of character will do', () => {
    for (const alphabet of ['abcdefghijklmnopqrstuvwxyz', '0123456789', '!"§$%&/()=?*+#', 'äöüßéèñçøå']) {
      const password = fc.sample(fc.array(fc.constantFrom(...alphabet), { minLength: 30, maxLength: 30 }), {
        seed: 7,
        numRuns: 1,
      });
      expect(verdict((password[0] ?? []).join(''))).toBe('accepted');
    }
  });

  it('is one whichever normal form it is typed in', () => {
    expect(normalisePassword('cafe\u0301', 'x')).toBe(normalisePassword('café', 'x'));
    expect(normalisePassword('ﬁsh', 'x')).toBe('fish');
    expect(normalisePassword(' two  spaces ', 'x')).toBe(' two  spaces ');
  });

  it('is Unicode: lone surrogates would make different passwords the same', () => {
    expect(() => normalisePassword('\ud800'.repeat(20), 'next')).toThrow(
      expect.objectContaining({ code: 'input.invalid', details: { fields: ['next'] } }),
    );
  });

  it('is refused without work when it is endless', () => {
    expect(verdict('\ufdfa'.repeat(1_000_000))).toBe('password.too_long');
    expect(growth((words) => verdict('\ufdfa'.repeat(words)), 20_000)).toBeLessThan(40);
  });

  it('is judged without fault or long work, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 200 }),
        fc.array(fc.string()),
        (password, context) => {
          expect(typeof isCommon(password, context)).toBe('boolean');
        },
      ),
    );
    // Ten times the length may not be a hundred times the work.
    expect(growth((words) => void isCommon('ab'.repeat(words), HOUSE), 10)).toBeLessThan(150);
  });

  it('and random passwords are not taken for common ones', () => {
    // Not fast-check's: it favours repeated characters, which are common indeed.
    const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';
    const taken = Array.from({ length: 5000 }, (_, seed) =>
      [...createHash('sha256').update(String(seed)).digest().subarray(0, SHORTEST_PASSWORD)]
        .map((byte) => alphabet[byte % alphabet.length])
        .join(''),
    ).filter((password) => isCommon(password, HOUSE));
    expect(taken).toEqual([]);
  });
});
