import { canBe } from './cursor.js';

describe('what came back from a client', () => {
  it.each([
    ['timestamptz', '2026-02-28T23:59:59.123456Z', true],
    ['timestamptz', '2026-02-30T10:00:00Z', false],
    ['timestamptz', '2026-11-22T24:00:00Z', false],
    ['timestamptz', '0000-01-01T00:00:00Z', false],
    ['date', '2024-02-29', true],
    ['date', '2026-02-29', false],
    ['date', '2026-13-01', false],
    ['bigint', '123456789012345678', true],
    ['bigint', '1e3', false],
    ['uuid', '0190', false],
    ['text', 'a\0b', false],
    ['jsonb', '{}', false],
  ])('of %s, %j can be a value of it: %s', (type, value, can) => {
    expect(canBe(type, value)).toBe(can);
  });
});
