import { buildSchema, parse, validate } from 'graphql';
import { costRule } from './cost.js';

const schema = buildSchema(`
  type Query { feed(first: Int! = 20, after: String): PostConnection! departments: [Department!]! me: Person }
  type PostConnection { nodes: [Post!]! end: String }
  type Post { id: ID! author: Person comments(first: Int! = 20): PostConnection! }
  type Person { id: ID! name: String boss: Person }
  type Department { id: ID! }
`);

/** The smallest limit that lets an operation through. */
function costOf(query: string): number {
  const document = parse(query);
  let [low, high] = [0, 10_000_000];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (validate(schema, document, [costRule(middle)]).length === 0) high = middle;
    else low = middle + 1;
  }
  return low;
}

describe('the cost of an operation', () => {
  it.each([
    ['a field', '{ me { name } }', 2],
    ['a page of the usual size', '{ feed { nodes { id } } }', 1 + 20 * 2],
    ['a page of a size', '{ feed(first: 5) { end nodes { id } } }', 1 + 5 * 3],
    ['a page of a size not known yet', 'query ($n: Int!) { feed(first: $n) { nodes { id } } }', 1 + 100 * 2],
    [
      'a page whose variable says it is small',
      'query ($n: Int! = 1) { feed(first: $n) { nodes { id } } }',
      1 + 100 * 2,
    ],
    ['a list without pages', '{ departments { id } }', 1 + 10],
    [
      'pages of pages',
      '{ feed(first: 100) { nodes { comments(first: 100) { nodes { id } } } } }',
      1 + 100 * (1 + (1 + 100 * (1 + 1))),
    ],
    [
      'a fragment',
      '{ feed(first: 3) { ...Page } } fragment Page on PostConnection { nodes { id author { ...P } } } fragment P on Person { name }',
      1 + 3 * (1 + 1 + 1 + 1),
    ],
    [
      'a fragment each time it is spread',
      '{ a: me { ...P } b: me { ...P } } fragment P on Person { name id }',
      6,
    ],
    ['a size below one', '{ feed(first: -5) { nodes { id } } }', 1 + 2],
    ['what is inline', '{ me { ... on Person { ... { name } } } }', 2],
  ])('of %s counts its rows', (_, query, cost) => expect(costOf(query)).toBe(cost));

  it('grows with `first`, which it once did not', () => {
    expect(costOf('{ feed(first: 100) { nodes { id } } }')).toBeGreaterThan(
      10 * costOf('{ feed(first: 1) { nodes { id } } }'),
    );
  });

  it('comes to an end where fragments make a circle, or double each other', () => {
    expect(costOf('{ me { ...A } } fragment A on Person { boss { ...A } }')).toBeGreaterThan(0);
    const doubling = Array.from(
      { length: 60 },
      (_, at) => `fragment F${at} on Person { a: boss { ...F${at + 1} } b: boss { ...F${at + 1} } }`,
    ).join(' ');
    const document = parse(`{ me { ...F0 } } ${doubling} fragment F60 on Person { id }`);
    expect(validate(schema, document, [costRule(20_000)])).toHaveLength(1);
  });
});
