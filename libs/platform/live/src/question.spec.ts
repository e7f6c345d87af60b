import { buildSchema } from 'graphql';
import { Questions } from './question.js';

const schema = buildSchema(`
  type Query { a: Int }
  type Subscription { changed(after: String, size: Int): Change }
  type Change { rows(first: Int, after: String): Int, row: Int }
`);

const answering = (text: string) => {
  const question = new Questions(schema).of(text, null);
  if (!('answering' in question)) throw new Error(JSON.stringify(question));
  return question.answering;
};

function codeOf(work: () => unknown): unknown {
  try {
    return work();
  } catch (failure) {
    return (failure as { code: string }).code;
  }
}

describe('a question', () => {
  it.each([
    ['what is followed is no part of it', 'subscription ($a: String) { changed(after: $a) { row } }', []],
    [
      'a variable below is',
      'subscription ($a: String, $n: Int) { changed(after: $a) { rows(first: $n) } }',
      ['n'],
    ],
    [
      'also where it says what is followed too',
      'subscription ($a: String) { changed(after: $a) { rows(after: $a) } }',
      ['a'],
    ],
    [
      'in a fragment',
      'subscription ($n: Int) { changed { ...F } } fragment F on Change { rows(first: $n) }',
      ['n'],
    ],
    [
      'and in what says whether something is answered',
      'subscription ($s: Boolean!, $t: Boolean!) { changed { row @skip(if: $s) ... @include(if: $t) { row } } }',
      ['s', 't'],
    ],
    [
      'of a fragment on the root everything is',
      'subscription ($a: String) { ...F } fragment F on Subscription { changed(after: $a) { row } }',
      ['a'],
    ],
  ])('depends on what its answer is made of: %s', (_, text, variables) => {
    expect(answering(text)).toEqual(variables);
  });

  it('is read once for all who ask it, by its text and its name', () => {
    const questions = new Questions(schema);
    const text = 'subscription A { changed { row } } subscription B { changed { rows } }';
    expect(questions.of(text, 'A')).toBe(questions.of(text, 'A'));
    expect(questions.of(text, 'A')).not.toBe(questions.of(text, 'B'));
  });

  it('that is refused is refused each time', () => {
    const questions = new Questions(schema);
    for (const time of [1, 2]) {
      expect([time, questions.of('subscription { changed { passwords } }', null)]).toEqual([
        time,
        [expect.objectContaining({ message: expect.stringContaining('passwords') })],
      ]);
      expect(codeOf(() => questions.of('{ a }', null))).toBe('live.only_subscriptions');
      expect(codeOf(() => questions.of('subscription {', null))).toBe('graphql.malformed');
    }
  });
});
