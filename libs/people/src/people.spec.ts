import 'reflect-metadata';
import { assertEverythingClassified } from '@courtyard/catalogue';
import { assertEveryOperationDecided } from '@courtyard/graphql';
import { audienceLabel } from './audience/audience-label.js';
import { colorOf } from './department/founding.js';
import { GuardedField } from './employee/guarded-field.js';
import { guardedValue } from './employee/guarded-value.js';
import {
  AudienceGroup,
  AudienceHolder,
  AudiencePartKind,
  Department,
  Employee,
  EmployeeNameWord,
  Organisation,
} from './index.js';
import { wordsOf } from './name.js';
import { peopleResolvers } from './people.module.js';
import { keptText, keptTextOrNull } from './text.js';

const code = (work: () => unknown) => {
  try {
    return work();
  } catch (failure) {
    return (failure as { code?: string }).code;
  }
};

it('classifies every column', () => {
  assertEverythingClassified([
    Organisation,
    Department,
    Employee,
    EmployeeNameWord,
    AudienceGroup,
    AudienceHolder,
  ]);
});

it('decides every root operation', () => {
  assertEveryOperationDecided(peopleResolvers);
});

describe('a name', () => {
  it.each([
    ["Łukasz O'Brien-Öz", ['lukasz', 'o', 'brien', 'oz']],
    ['Straße ẞ', ['strasse', 'ss']],
    ['İpek Işık', ['ipek', 'isik']],
    ['Ｆｕｌｌ Ⅻ', ['full', 'xii']],
    ['李 小龍', ['李', '小龍']],
    ['Zoe\u0301 Ångström', ['zoe', 'angstrom']],
    ['…', []],
  ])('%s is found by %j', (name, words) => {
    expect(wordsOf(name)).toEqual(words);
  });

  it('stays short enough for an index, whatever Unicode makes of it', () => {
    expect(wordsOf('\ufdfa'.repeat(200)).join(' ').length).toBeLessThanOrEqual(400);
  });
});

describe('text that is kept', () => {
  const rule = { field: 'name', most: 5 };
  it('is trimmed, in NFC, and counted in code points', () => {
    expect(keptText('  e\u0301  ', rule)).toBe('é');
    expect(keptText('😀😀😀😀😀', rule)).toBe('😀😀😀😀😀');
    expect(keptText('a\r\nb', { ...rule, lines: true })).toBe('a\nb');
    expect(keptTextOrNull('  ', rule)).toBeNull();
  });
  it.each(['', ' ', 'abcdef', 'a\0', '\ud800', 'a\nb', '\u0007', 'x'.repeat(10_000)])(
    'refuses %j',
    (text) => {
      expect(code(() => keptText(text, rule))).toBe('input.invalid');
    },
  );
});

describe('a guarded value', () => {
  const now = new Date('2026-11-22');
  it.each([
    [GuardedField.mobile_phone, ' +49 (151) 234-567 ', '+49151234567'],
    [GuardedField.mobile_phone, '0049 151/234567', '+49151234567'],
    [GuardedField.birthday, '2000-02-29', '2000-02-29'],
    [GuardedField.private_location, ' Kiel ', 'Kiel'],
  ])('%s %j is kept as %j', (field, typed, kept) => {
    expect(guardedValue(field, typed, now)).toBe(kept);
  });
  it.each([
    [GuardedField.mobile_phone, '12'],
    [GuardedField.mobile_phone, '+1234567890123456'],
    [GuardedField.mobile_phone, '+49 CALL ME'],
    [GuardedField.mobile_phone, '++49151234'],
    [GuardedField.birthday, '2001-02-29'],
    [GuardedField.birthday, '2026-11-23'],
    [GuardedField.birthday, '1899-12-31'],
    [GuardedField.birthday, '28.2.1990'],
    [GuardedField.private_location, 'x'.repeat(201)],
    [GuardedField.private_location, 'Kiel\0'],
  ])('%s %j is refused', (field, typed) => {
    expect(code(() => guardedValue(field, typed, now))).toBe('input.invalid');
  });
});

it('labels an audience by its parts', () => {
  const parts = ['Design', 'Sales', 'Bill', 'Ann', 'Zoe'].map((name, at) => ({
    name,
    kind: at === 0 ? AudiencePartKind.department_below : AudiencePartKind.person,
  }));
  expect(audienceLabel(parts.slice(1, 3), 'en')).toBe('Sales + Bill');
  expect(audienceLabel(parts, 'en')).toBe('Design and below + Sales + Bill + 2');
  expect(audienceLabel(parts.slice(0, 1), 'de')).toBe('Design und darunter');
});

it('gives a department one of twelve colours, always the same', () => {
  const colors = Array.from({ length: 500 }, (_, at) => colorOf(`Department ${at}`));
  expect(new Set(colors)).toEqual(new Set([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]));
  expect(colorOf('Design')).toBe(colorOf(' DESIGN'));
});
