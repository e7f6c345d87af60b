import { encode } from './parameters.js';
import { prepare } from './statement.js';

describe('encode', () => {
  test.each([
    ['text', 'text'],
    ['', ''],
    [42, '42'],
    [-0.5, '-0.5'],
    [9007199254740993n, '9007199254740993'],
    [true, 'true'],
    [false, 'false'],
    [new Date(Date.UTC(2026, 10, 22, 9, 40, 0, 123)), '2026-11-22T09:40:00.123Z'],
    [null, null],
    [[], '{}'],
    [[1, 2n], '{1,2}'],
    [['a', null, '', 'NULL', 'a"b\\c,{}'], '{"a",NULL,"","NULL","a\\"b\\\\c,{}"}'],
    [[['a'], ['b']], '{{"a"},{"b"}}'],
    [[Buffer.from([1, 255])], '{"\\\\x01ff"}'],
  ])('%p', (value, expected) => {
    expect(encode(value)).toEqual(expected);
  });

  test('bytes travel as bytes', () => {
    expect(encode(Uint8Array.of(1, 2))).toEqual(Buffer.from([1, 2]));
  });

  test.each([
    [undefined],
    [Number.NaN],
    [Number.POSITIVE_INFINITY],
    [new Date(Number.NaN)],
    [{ a: 1 }],
    [() => 1],
    [Symbol('a')],
    [['a', undefined]],
  ])('refuses %p', (value) => {
    expect(() => encode(value)).toThrow(TypeError);
  });

  test('a refusal names the position and not the value', () => {
    const bad = { secret: 'hunter2' };
    expect(() => prepare({ text: 'select $1, $2', values: [1, bad] })).toThrow(/^Parameter 2 is a object/);
  });
});

describe('prepare', () => {
  test('the same text has the same name, another text another', () => {
    const name = (text: string) => prepare({ text, values: [] }).name;
    expect(name('select 1')).toBe(name('select 1'));
    expect(name('select 1')).toMatch(/^c[0-9a-f]{20}$/);
    expect(name('select 1')).not.toBe(name('select 2'));
  });
});
