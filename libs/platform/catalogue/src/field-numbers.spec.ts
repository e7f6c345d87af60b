import {
  assertFieldNumbers,
  compareFieldNumbers,
  type RegisteredField,
  registeredField,
} from './field-numbers.js';
import type { Catalogue, Field } from './fields.js';

function catalogue(fields: Record<string, number>): Catalogue {
  const post = Object.entries(fields).map(([name, number]): Field => {
    const rest = { category: 'pd:UID', sensitivity: 'low', retention: 'until_withdrawn' } as const;
    return {
      entity: 'Post',
      name,
      number,
      purposes: ['collaboration'],
      guarded: false,
      asked: false,
      ...rest,
    };
  });
  return new Map([['Post', { entity: 'Post', impersonal: null, fields: post }]]);
}

function row(fieldNo: number, name: string, retired = false, entity = 'Post'): RegisteredField {
  return { entity, fieldNo, name, retired };
}

describe('field numbers', () => {
  it('agree with what migrations registered, retired ones left alone', () => {
    const register = [row(1, 'id'), row(2, 'title', true), row(3, 'body')];
    expect(compareFieldNumbers(catalogue({ id: 1, body: 3 }), register)).toEqual([]);
  });

  it.each<[string, Record<string, number>, RegisteredField[], string[]]>([
    [
      'no migration',
      { id: 1, body: 2 },
      [row(1, 'id')],
      ['Post.body: number 2 is not registered by a migration'],
    ],
    ['a renamed field', { text: 1 }, [row(1, 'body')], ['Post.text: number 1 belongs to "body"']],
    [
      'a retired number used again',
      { text: 1 },
      [row(1, 'body', true)],
      ['Post.text: number 1 was "body" and is retired for ever'],
    ],
    [
      'a retired field that comes back under its old number',
      { body: 1 },
      [row(1, 'body', true)],
      ['Post.body: number 1 was "body" and is retired for ever'],
    ],
    [
      'reordered fields',
      { id: 2, body: 1 },
      [row(1, 'id'), row(2, 'body')],
      [
        'Post.id: has number 1 for ever, and not 2',
        'Post.id: number 2 belongs to "body"',
        'Post.body: has number 2 for ever, and not 1',
        'Post.body: number 1 belongs to "id"',
      ],
    ],
    [
      'a field that left without being retired',
      { id: 1 },
      [row(1, 'id'), row(2, 'body')],
      ['Post.body: number 2 is registered, and the code has no such field'],
    ],
    [
      'an entity that left without being retired',
      {},
      [row(1, 'id', false, 'Note')],
      ['Note.id: number 1 is registered, and the code has no such field'],
    ],
    [
      'a number registered twice',
      { id: 1 },
      [row(1, 'id'), row(1, 'id')],
      ['Post: number 1 is registered twice'],
    ],
  ])('notice %s', (_, fields, register, faults) => {
    expect(compareFieldNumbers(catalogue(fields), register)).toEqual(faults);
    expect(() => assertFieldNumbers(catalogue(fields), register)).toThrow(faults[0]);
  });

  it('reads rows as PostgreSQL writes them, and no half of one', () => {
    expect(registeredField(['Post', '2', 'body', 'f'])).toEqual(row(2, 'body'));
    expect(registeredField(['Post', '2', 'body', 't'])).toEqual(row(2, 'body', true));
    expect(() => registeredField(['Post', '2', null, 't'])).toThrow(TypeError);
  });
});
