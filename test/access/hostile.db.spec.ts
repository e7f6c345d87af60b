import { errorCatalogue } from '@courtyard/errors';
import type { Answer } from './caller.js';
import { type Company, comment, foundCompany, freshKey, publish } from './company.js';
import { type House, openHouse } from './house.js';

jest.setTimeout(180_000);

let house: House;
let company: Company;
let post: string;
let remark: string;

beforeAll(async () => {
  house = await openHouse();
  company = await foundCompany(house);
  post = await publish(company.eva, 'Guten Morgen', [{ kind: 'community', id: company.circle }]);
  remark = await comment(company.gus, post, 'Morgen');
});
afterAll(() => house?.close());

const codesOf = ({ body }: Answer) => (body.errors ?? []).map(({ extensions }) => extensions.code);
const deep = (levels: number) => `{ departments ${'{ parent '.repeat(levels)}{ id }${' }'.repeat(levels)} }`;

describe('operations that ask for too much', () => {
  const many = (count: number, part: (at: number) => string) =>
    Array.from({ length: count }, (_, at) => part(at)).join(' ');
  test.each<[string, string, string]>([
    ['deep', deep(40), 'graphql.too_deep'],
    [
      'deep through fragments',
      `{ departments { ...A } } ${many(20, (n) => `fragment F${n} on Department { parent { ${n < 19 ? `...F${n + 1}` : 'id'} } }`)} fragment A on Department { ...F0 }`,
      'graphql.too_deep',
    ],
    ['aliased', `{ ${many(30, (n) => `a${n}: signInPage { organisationName }`)} }`, 'graphql.too_wide'],
    ['aliased without a selection', `{ ${many(200, (n) => `a${n}: __typename`)} }`, 'graphql.too_wide'],
    ['full of directives', `{ __typename ${many(60, () => '@include(if: true)')} }`, 'graphql.too_wide'],
    ['long', `{ ${many(3000, () => '__typename')} }`, 'graphql.too_wide'],
    [
      'costly',
      `{ feed(first: 100) { nodes { comments(first: 100) { nodes { author { department { parent { parent { parent { id } } } } history { body } } } } readers(first: 100) { nodes { employee { department { parent { id name } } guarded { field } } } } } } }`,
      'graphql.too_costly',
    ],
    [
      'fragments in a circle',
      '{ departments { ...A } } fragment A on Department { ...B } fragment B on Department { ...A }',
      'graphql.invalid',
    ],
    ['nothing', '', 'input.malformed'],
    ['no GraphQL', 'select * from post', 'graphql.malformed'],
    ['an unknown field', '{ posst }', 'graphql.invalid'],
    ['two operations and no name', 'query A { __typename } query B { __typename }', 'graphql.invalid'],
    ['a subscription over HTTP', 'subscription { feedChanged { position } }', 'graphql.invalid'],
  ])('%s', async (_, query, code) => {
    for (const caller of [company.eva, house.stranger()]) {
      const answer = await caller.ask(query);
      expect(codesOf(answer)).toContain(code);
      expect(codesOf(answer).filter((one) => !/^(graphql|input)\./.test(one))).toEqual([]);
      expect(answer.body.data ?? null).toBeNull();
    }
  });

  test('batches are refused', async () => {
    const answer = await company.eva.send(
      JSON.stringify([{ query: '{ __typename }' }, { query: '{ __typename }' }]),
    );
    expect(codesOf(answer)).toEqual(['input.malformed']);
    expect(answer.status).toBe(400);
  });

  test('no refusal suggests a field or a type', async () => {
    for (const query of [
      '{ employes { nodes { id } } }',
      '{ me { employe { nam } } }',
      '{ node(id: "x") { ... on Pst { id } } }',
    ]) {
      const answer = await company.eva.ask(query);
      expect(codesOf(answer)).toEqual(expect.arrayContaining(['graphql.invalid']));
      expect(answer.text).not.toMatch(/did you mean|employees|Employee|"Post"/i);
    }
  });
});

describe('the schema', () => {
  const introspection = '{ __schema { types { name } } }';
  test('is told in development', async () => {
    expect((await house.stranger().ask(introspection)).body.data).toHaveProperty('__schema');
  });

  test('is not told in production, whatever the way to ask', async () => {
    const production = await openHouse({ settings: { environment: 'production' }, database: house.database });
    try {
      for (const query of [
        introspection,
        '{ __type(name: "Post") { name } }',
        '{ a: __schema { queryType { name } } }',
        'query { ...F } fragment F on Query { __schema { types { name } } }',
      ]) {
        const answer = await production.stranger().ask(query);
        expect([...new Set(codesOf(answer))]).toEqual(['graphql.introspection_off']);
        expect(answer.text).not.toContain('Post');
      }
      expect((await production.stranger().ask('{ __typename }')).body.data).toEqual({ __typename: 'Query' });
    } finally {
      await production.close();
    }
  });

  test('answers only known operations with OPERATIONS=persisted', async () => {
    const persisted = await openHouse({
      settings: { persistedOperationsOnly: true },
      database: house.database,
    });
    try {
      const caller = persisted.stranger();
      expect((await caller.ask('{ __typename }')).body.data).toEqual({ __typename: 'Query' });
      for (const query of [
        '{ signInPage { organisationName } }',
        'mutation { signOut }',
        '{ __typename __schema { types { name } } }',
        introspection,
      ]) {
        const answer = await caller.ask(query);
        expect(codesOf(answer)).toEqual(['graphql.unknown_operation']);
        expect(answer.body.data ?? null).toBeNull();
      }
      const unknown = await caller.send(
        JSON.stringify({ extensions: { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } } }),
      );
      expect(codesOf(unknown)).toEqual(['PERSISTED_QUERY_NOT_FOUND']);
    } finally {
      await persisted.close();
    }
  });
});

describe('requests that are no requests of ours', () => {
  const query = JSON.stringify({ query: '{ me { employee { name } } }' });
  const cookie = () => ({ cookie: company.eva.session });

  test('a body that is too large', async () => {
    const answer = await company.eva.send(
      JSON.stringify({ query: `{ __typename } # ${'x'.repeat(300_000)}` }),
    );
    expect([answer.status, codesOf(answer)]).toEqual([413, ['input.too_large']]);
  });

  test.each([
    ['broken JSON', '{"query": "{ __typename }"'],
    ['a number', '42'],
    ['null', 'null'],
    ['text', '"{ __typename }"'],
    ['variables that are text', '{"query":"{ __typename }","variables":"x"}'],
    ['a query that is a list', '{"query":["{ __typename }"]}'],
    ['nothing', ''],
    ['a polluted prototype', '{"__proto__":{"admin":true},"query":"{ __typename }"}'],
    ['invalid UTF-8', Uint8Array.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])],
  ])('%s', async (_, body) => {
    const answer = await company.eva.send(body);
    expect(codesOf(answer)).toEqual(['input.malformed']);
    expect(answer.status).toBe(400);
  });

  test.each([
    ['a form of another site', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['plain text', { 'content-type': 'text/plain' }],
    ['a multipart form', { 'content-type': 'multipart/form-data; boundary=x' }],
    ['no content type', {}],
  ])('a simple request gets no answer for its cookie: %s', async (_, headers) => {
    const answer = await house.stranger().fetch('/graphql', {
      method: 'POST',
      body: query,
      headers: { ...cookie(), ...(headers as Record<string, string>) },
    });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(codesOf(answer)).toEqual([expect.stringMatching(/^(auth\.cross_site|input\.malformed)$/)]);
    expect(answer.text).not.toContain('eva');
  });

  test('a GET of another site gets no answer for its cookie, and no GET changes anything', async () => {
    const get = (text: string, headers: Record<string, string>) =>
      house.stranger().fetch(`/graphql?query=${encodeURIComponent(text)}`, {
        method: 'GET',
        headers: { ...cookie(), ...headers },
      });
    const foreign = await get('{ me { employee { name } } }', {});
    expect(foreign.text).not.toContain('eva');
    expect(codesOf(foreign)).toEqual(['auth.cross_site']);
    const ours = { 'x-courtyard-csrf': '1' };
    expect((await get('{ me { employee { name } } }', ours)).body.data).toEqual({
      me: { employee: { name: 'eva' } },
    });
    const mutation = await get('mutation { signOutEverywhere }', ours);
    expect(mutation.body.data ?? null).toBeNull();
    expect(codesOf(mutation)).toHaveLength(1);
    expect(await company.eva.code('{ me { sessionId } }')).toBeNull();
  });

  test.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE'])('method %s', async (method) => {
    if (method === 'TRACE') return;
    const answer = await house.stranger().fetch('/graphql', { method, headers: cookie() });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('what one may not see', () => {
  const zero = '00000000-0000-7000-8000-000000000000';

  /** Everything of the answer but what differs from request to request by itself. */
  const bare = ({ status, text, headers }: Answer) => ({
    status,
    text,
    headers: [...headers].filter(
      ([name]) => !['date', 'x-request-id', 'keep-alive', 'connection'].includes(name),
    ),
  });

  test('unknown, foreign, hidden, malformed and someone else’s are one answer, byte for byte', async () => {
    const foreign = await publish(company.ida, 'elsewhere', [{ kind: 'organisation' }]);
    const own = await publish(company.max, 'a note', [{ kind: 'person', id: company.max.id }]);
    const ids = [
      post,
      remark,
      foreign,
      own,
      company.ida.id,
      `post_${zero}`,
      `comment_${zero}`,
      `employee_${zero}`,
      `session_${zero}`,
      `account_${zero}`,
      `reaction_${zero}`,
      `revision_${zero}`,
      `audience_group_${zero}`,
      zero,
      'post_',
      'post_x',
      '_',
      '',
      'constructor_x',
      `__proto___${zero}`,
      `POST_${post.slice(5)}`,
      `post_${post.slice(5).toUpperCase()}`,
      "post_' or 1=1 --",
      `post_${'9'.repeat(10_000)}`,
      'post_\u0000',
      '\ud800',
    ];
    const answers = [];
    for (const id of ids)
      answers.push(bare(await company.ron.ask('query ($id: ID!) { node(id: $id) { id } }', { id })));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]?.text).toBe(
      '{"errors":[{"message":"There is nothing here that you may see.","path":["node"],"extensions":{"code":"not_found"}}],"data":null}\n',
    );
  });

  /** Every mutation that names a thing, as ron would call it with the id of something hidden, and of nothing. */
  const NAMING: [string, (id: string) => [string, Record<string, unknown>]][] = [
    [
      'revisePost',
      (id) => [
        'mutation ($i: RevisePostInput!) { revisePost(input: $i) { id } }',
        { i: { id, version: 1, body: 'x' } },
      ],
    ],
    ['withdrawPost', (id) => ['mutation ($id: ID!) { withdrawPost(id: $id) { id } }', { id }]],
    ['react', (id) => ['mutation ($id: ID!) { react(postId: $id, kind: useful) { id } }', { id }]],
    [
      'takeBackReaction',
      (id) => ['mutation ($id: ID!) { takeBackReaction(postId: $id, kind: useful) { id } }', { id }],
    ],
    [
      'addComment',
      (id) => [
        'mutation ($i: AddCommentInput!) { addComment(input: $i) { id } }',
        { i: { idempotencyKey: freshKey(), postId: id, body: 'x' } },
      ],
    ],
  ];

  test.each(NAMING)('%s of a hidden post is the same as of none', async (_, call) => {
    const [hidden, none] = [
      await company.ron.ask(...call(post)),
      await company.ron.ask(...call(`post_${zero}`)),
    ];
    expect(bare(hidden)).toEqual(bare(none));
    expect(codesOf(hidden)).toEqual(['not_found']);
  });

  test('a hidden comment, department, community, session are none, too', async () => {
    const pairs: [string, Record<string, unknown>, Record<string, unknown>][] = [
      ['mutation ($id: ID!) { withdrawComment(id: $id) { id } }', { id: remark }, { id: `comment_${zero}` }],
      [
        'mutation ($i: ReviseCommentInput!) { reviseComment(input: $i) { id } }',
        { i: { id: remark, version: 1, body: 'x' } },
        { i: { id: `comment_${zero}`, version: 1, body: 'x' } },
      ],
      [
        'query ($id: ID) { feed(communityId: $id) { nodes { id } } }',
        { id: `community_${zero}` },
        { id: 'community_x' },
      ],
      [
        'query ($p: [AudiencePartInput!]!) { audience(parts: $p) { count } }',
        { p: [{ kind: 'person', id: company.ida.id }] },
        { p: [{ kind: 'person', id: `employee_${zero}` }] },
      ],
      ['mutation ($id: ID!) { revokeSession(id: $id) }', { id: await sessionOf(company.eva) }, { id: zero }],
      ['mutation ($id: ID!) { revokeSession(id: $id) }', { id: 'x' }, { id: '\u0000' }],
      ['mutation ($id: ID!) { revokeSession(id: $id) }', { id: 'x' }, { id: zero }],
      [
        'mutation ($e: ID!) { revealField(employeeId: $e, field: birthday) { value } }',
        { e: company.ida.id },
        { e: `employee_${zero}` },
      ],
    ];
    for (const [query, one, other] of pairs) {
      const [a, b] = [await company.ron.ask(query, one), await company.ron.ask(query, other)];
      expect(bare(a)).toEqual(bare(b));
      expect(codesOf(a)[0]).toMatch(/not_found|audience\.unknown_part/);
    }
    expect(await company.eva.code('{ me { sessionId } }')).toBeNull();
  });

  async function sessionOf(person: Company['eva']): Promise<string> {
    return (await person.tell('{ me { sessionId } }')).me.sessionId;
  }
});

describe('errors', () => {
  const CANARY = 'zq7canary41';

  test('quote no value, wherever it stood', async () => {
    const asks: [string, unknown][] = [
      [`{ node(id: ${CANARY}) { id } }`, {}],
      [`{ ${CANARY} }`, {}],
      [`query ($id: ${CANARY}!) { node(id: $id) { id } }`, { id: CANARY }],
      ['query ($n: Int!) { feed(first: $n) { nodes { id } } }', { n: CANARY }],
      ['query ($n: Int!) { feed(first: $n) { nodes { id } } }', { n: { [CANARY]: CANARY } }],
      ['query ($id: ID!) { node(id: $id) { id } }', { id: { [CANARY]: 1 } }],
      ['query ($id: ID!) { node(id: $id) { id } }', { id: CANARY }],
      ['query ($id: ID!) { node(id: $id) { id } }', { [CANARY]: CANARY }],
      ['query ($a: String) { feed(after: $a) { nodes { id } } }', { a: CANARY }],
      [
        'query ($a: String) { feed(after: $a) { nodes { id } } }',
        { a: Buffer.from(JSON.stringify([CANARY, CANARY])).toString('base64url') },
      ],
      [
        'query ($a: String) { employees(after: $a) { nodes { id } } }',
        { a: Buffer.from(JSON.stringify([CANARY, CANARY])).toString('base64url') },
      ],
      [
        'query ($a: String) { communities(after: $a) { nodes { id } } }',
        { a: Buffer.from(JSON.stringify([CANARY, CANARY])).toString('base64url') },
      ],
      [
        'query ($p: ID!) { node(id: $p) { ... on Post { comments(after: "x") { nodes { id } } } } }',
        { p: post },
      ],
      [
        'mutation ($i: SignInInput!) { signIn(input: $i) { sessionId } }',
        { i: { email: CANARY, password: CANARY } },
      ],
      [
        'mutation ($i: SignInInput!) { signIn(input: $i) { sessionId } }',
        { i: { email: `${CANARY}@x.example`, password: CANARY } },
      ],
      [
        'mutation ($i: SignInInput!) { signIn(input: $i) { sessionId } }',
        { i: { email: `${CANARY}@x.example`, password: CANARY, organisation: CANARY.toUpperCase() } },
      ],
      [
        'mutation ($i: SignInInput!) { signIn(input: $i) { sessionId } }',
        { i: { email: 'x@x.example', password: 'x', [CANARY]: CANARY } },
      ],
      [
        'mutation ($i: ReviseProfileInput!) { reviseProfile(input: $i) { id } }',
        { i: { version: 1, name: CANARY.repeat(200) } },
      ],
      [
        'mutation ($i: SetGuardedFieldInput!) { setGuardedField(input: $i) { id } }',
        { i: { field: CANARY, value: 'x', audience: 'only_me' } },
      ],
      [
        'mutation ($i: SetGuardedFieldInput!) { setGuardedField(input: $i) { id } }',
        { i: { field: 'birthday', value: CANARY, audience: 'only_me' } },
      ],
      [
        'mutation ($i: PublishPostInput!) { publishPost(input: $i) { id } }',
        { i: { idempotencyKey: `${CANARY} ${CANARY}`, body: 'x', audience: [{ kind: 'organisation' }] } },
      ],
      [
        'mutation ($i: PublishPostInput!) { publishPost(input: $i) { id } }',
        { i: { idempotencyKey: freshKey(), body: CANARY, audience: [{ kind: 'department', id: CANARY }] } },
      ],
      [
        'mutation ($i: PublishPostInput!) { publishPost(input: $i) { id } }',
        { i: { idempotencyKey: freshKey(), body: `${CANARY}\u0000`, audience: [{ kind: 'organisation' }] } },
      ],
      [
        'mutation ($i: RevisePostInput!) { revisePost(input: $i) { id } }',
        { i: { id: post, version: 2 ** 31 - 1, body: CANARY } },
      ],
      ['query ($t: String!) { invitation(token: $t) { name } }', { t: CANARY }],
      ['query { departments @include(if: "zq7canary41") { id } }', {}],
    ];
    for (const [query, variables] of asks) {
      const answer = await company.eva.ask(query, variables);
      expect(codesOf(answer).length).toBeGreaterThan(0);
      expect(codesOf(answer)).not.toContain('server.fault');
      expect(answer.text.toLowerCase()).not.toContain(CANARY);
      for (const { extensions, message } of answer.body.errors ?? []) {
        expect(errorCatalogue().has(extensions.code)).toBe(true);
        expect(message).toBe(errorCatalogue().get(extensions.code)?.message);
      }
      expect(answer.text).not.toMatch(/stack|node_modules|\.ts:|\.js:|select |insert |constraint/i);
    }
  });

  const STRANGE: [string, string][] = [
    ['oversize', 'x'.repeat(100_000)],
    ['NUL', 'a\u0000b'],
    ['a lone surrogate', 'a\ud800b'],
    ['right to left', '\u202eabc\u202c\u2067def'],
    ['zalgo', `z${'\u0301\u0316\u0489'.repeat(3_000)}`],
    ['blank', ' \u00a0\u2003\ufeff'],
    ['empty', ''],
    ['SQL', "'; drop table post; --"],
    ['a number too large', '9'.repeat(400)],
  ];
  test.each(STRANGE)('no operation breaks on text that is %s', async (_, text) => {
    const found: string[] = [];
    for (const { name, query, variables } of await everyOperation(text)) {
      const answer = await company.eva.ask(query, variables);
      for (const code of codesOf(answer)) {
        if (!errorCatalogue().has(code) || code === 'server.fault' || code === 'server.unavailable')
          found.push(`${name}: ${code}`);
      }
      if (answer.status >= 500) found.push(`${name}: ${answer.status}`);
      if (text.length > 20 && codesOf(answer).length > 0 && answer.text.includes(text.slice(0, 20)))
        found.push(`${name} quotes`);
    }
    expect(found).toEqual([]);
  });
});

/** Every query and mutation of the schema, each place for text or an id filled with the text. */
async function everyOperation(
  text: string,
): Promise<{ name: string; query: string; variables: Record<string, unknown> }[]> {
  const { GraphQLSchemaHost } = await import('@nestjs/graphql');
  const { hostileOperations } = await import('./operations.js');
  const { schema } = house.app.get(GraphQLSchemaHost);
  // What would end eva's session is tried by others.
  return hostileOperations(schema, text).filter(
    ({ name }) => !['signOut', 'signOutEverywhere', 'signIn', 'acceptInvitation'].includes(name),
  );
}
