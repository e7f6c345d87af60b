import { errorCatalogue } from '@courtyard/errors';
import { Client } from 'pg';
import { type Company, comment, foundCompany, freshKey, publish } from '../access/company.js';
import { type House, openHouse } from '../access/house.js';

jest.setTimeout(120_000);

/** What is said and is no text: each is refused with a code of its own, is not quoted back, and leaves nothing. */
let house: House;
let company: Company;
let owner: Client;
let post: string;
let remark: string;

beforeAll(async () => {
  house = await openHouse();
  company = await foundCompany(house);
  owner = new Client({ connectionString: house.database.ownerUrl });
  await owner.connect();
  post = await publish(company.eva, 'Guten Morgen', [{ kind: 'organisation' }]);
  remark = await comment(company.eva, post, 'Guten Abend');
});
afterAll(async () => {
  await owner?.end();
  await house?.close();
});

const doc = (...content: object[]) =>
  JSON.stringify({ type: 'doc', content: [{ type: 'paragraph', content }] });
const text = (words: string) => ({ type: 'text', text: words });
const mention = (id: string) => ({ type: 'mention', attrs: { id } });
const MARK = 'zq7canary43';
const nobody = (at: number) => `employee_00000000-0000-7000-8000-${String(at).padStart(12, '0')}`;
const many = (count: number) => Array.from({ length: count }, (_, at) => mention(nobody(at)));

const BAD: readonly [string, () => { body?: string; document?: string }, RegExp][] = [
  [
    'an unknown node',
    () => ({ document: doc({ type: 'image', attrs: { src: MARK } }) }),
    /^document\.malformed$/,
  ],
  [
    'an unknown mark',
    () => ({ document: doc({ ...text(MARK), marks: [{ type: 'font' }] }) }),
    /^document\.malformed$/,
  ],
  [
    'an unknown attribute',
    () => ({ document: doc({ ...mention(nobody(1)), onclick: MARK }) }),
    /^document\.malformed$/,
  ],
  ['markup', () => ({ document: `<p>${MARK}</p>` }), /^document\.malformed$/],
  ['a megabyte of document', () => ({ document: doc(text(`${MARK}${'x'.repeat(900_000)}`)) }), /too_large$/],
  ['a megabyte of text', () => ({ body: `${MARK}${'x'.repeat(900_000)}` }), /^input\.invalid$|too_large$/],
  ['more than any request', () => ({ document: doc(text(`${MARK}${'x'.repeat(3_000_000)}`)) }), /too_large$/],
  ['ten thousand mentions', () => ({ document: doc(...many(10_000)) }), /too_large$/],
  ['more mentions than one holds', () => ({ document: doc(...many(51)) }), /^document\.too_large$/],
  ['mentions of nobody', () => ({ document: doc(...many(3)) }), /^document\.unknown_mention$/],
  [
    'ten thousand of one',
    () => ({ document: doc(...Array.from({ length: 10_000 }, () => mention(nobody(1)))) }),
    /too_large$/,
  ],
  [
    'a depth without end',
    () => ({ document: `${'{"type":"doc","content":['.repeat(3_000)}${']}'.repeat(3_000)}` }),
    /^document\./,
  ],
  ['words that turn around', () => ({ document: doc(text(`${MARK}\u202E001`)) }), /^document\.malformed$/],
  ['text that turns around', () => ({ body: `${MARK}\u202E001` }), /^input\.invalid$/],
  ['nothing that is seen', () => ({ document: doc(text('\u200B\u2060')) }), /^document\.empty$/],
  ['text of nothing that is seen', () => ({ body: '\u200B\u200D' }), /^input\.invalid$/],
  ['both', () => ({ body: MARK, document: doc(text(MARK)) }), /^input\.invalid$/],
];

/** Rows of everything that comes of what is said; counters that were due are folded when they are. */
const kept = async () => {
  const tables = ['post', 'comment', 'revision', 'search_word', 'cell_person', 'cell_unmarked'];
  const said =
    "outbox where topic in ('person.mentioned', 'post.published', 'post.revised', 'comment.added', 'comment.revised')";
  const counts: Record<string, number> = {};
  for (const table of [...tables, said])
    counts[table] = (await owner.query(`select count(*)::int as n from ${table}`)).rows[0].n;
  return counts;
};

const PLACES: readonly [string, (said: object) => [string, unknown]][] = [
  [
    'a post',
    (said) => [
      'mutation ($i: PublishPostInput!) { publishPost(input: $i) { id } }',
      { i: { idempotencyKey: freshKey(), audience: [{ kind: 'organisation' }], ...said } },
    ],
  ],
  [
    'an edit',
    (said) => [
      'mutation ($i: RevisePostInput!) { revisePost(input: $i) { id } }',
      { i: { id: post, version: 1, ...said } },
    ],
  ],
  [
    'a comment',
    (said) => [
      'mutation ($i: AddCommentInput!) { addComment(input: $i) { id } }',
      { i: { idempotencyKey: freshKey(), postId: post, ...said } },
    ],
  ],
  [
    'an edit of a comment',
    (said) => [
      'mutation ($i: ReviseCommentInput!) { reviseComment(input: $i) { id } }',
      { i: { id: remark, version: 1, ...said } },
    ],
  ],
];

describe('an option of a poll', () => {
  test.each([['\u202e'], ['\u200b'], ['a\u202eb']])('of %j', async (option) => {
    const before = await kept();
    const { body } = await company.eva.ask(
      'mutation ($i: PublishPostInput!) { publishPost(input: $i) { id } }',
      {
        i: {
          ...{
            idempotencyKey: freshKey(),
            audience: [{ kind: 'organisation' }],
            body: 'Which?',
            kind: 'poll',
          },
          poll: { options: ['One', option] },
        },
      },
    );
    expect((body.errors ?? []).map(({ extensions }) => extensions.code)).toEqual(['input.invalid']);
    expect(await kept()).toEqual(before);
  });
});

describe.each(PLACES)('%s', (_, place) => {
  test.each(BAD)('of %s', async (__, said, code) => {
    const before = await kept();
    const { status, body, text: answered } = await company.eva.ask(...place(said()));
    expect(status).toBeLessThan(500);
    const codes = (body.errors ?? []).map(({ extensions }) => String(extensions.code));
    expect(codes).toEqual([expect.stringMatching(code)]);
    expect(errorCatalogue().has(String(codes[0]))).toBe(true);
    expect(answered).not.toContain(MARK);
    expect(answered.length).toBeLessThan(1_000);
    expect(await kept()).toEqual(before);
  });

  test('control: of words is taken', async () => {
    const before = await kept();
    const { body } = await company.eva.ask(...place({ document: doc(text('Good.')) }));
    expect(body.errors).toBeUndefined();
    expect(await kept()).not.toEqual(before);
  });
});
