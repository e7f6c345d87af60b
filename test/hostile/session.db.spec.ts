import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import type { Answer, Caller } from '../access/caller.js';
import { type Company, foundCompany, PASSWORD, type Person } from '../access/company.js';
import { type House, openHouse } from '../access/house.js';

jest.setTimeout(180_000);

/** Sessions and sign-in over HTTP, on the product as it is served: what somebody plants, forges, or measures. */
const ORIGIN = 'https://courtyard.kessler.example';
const NAME = '__Host-courtyard_session';
let house: House;
let company: Company;

beforeAll(async () => {
  house = await openHouse({ settings: { publicUrl: ORIGIN } });
  company = await foundCompany(house);
});
afterAll(() => house?.close());

const SIGN_IN = 'mutation ($input: SignInInput!) { signIn(input: $input) { sessionId } }';
const codesOf = ({ body }: Answer) => (body.errors ?? []).map(({ extensions }) => extensions.code);
const credentials = ({ email }: Pick<Person, 'email'>, password = PASSWORD) => ({
  input: { email, password, organisation: 'home' },
});
const setCookies = (answer: Answer) => answer.headers.getSetCookie();
const whoIs = (cookie: string) =>
  house
    .stranger()
    .send(JSON.stringify({ query: '{ me { employee { name } } }' }), { headers: { cookie } })
    .then((answer) => codesOf(answer)[0] ?? answer.body.data?.['me'].employee.name);

describe('the cookie', () => {
  it('comes with sign-in, of this host alone, out of reach of scripts and of other sites', async () => {
    const answer = await house.stranger().ask(SIGN_IN, credentials(company.max));
    expect(setCookies(answer)).toEqual([
      expect.stringMatching(
        /^__Host-courtyard_session=[\w-]{22}\.[\w-]{43}; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Lax; Secure$/,
      ),
    ]);
    expect(answer.text).not.toContain(setCookies(answer)[0]?.split(/[=;]/)[1]);
  });

  it('comes with no other answer', async () => {
    for (const answer of [
      await house.stranger().fetch('/', {}),
      await company.eva.ask('{ me { roles } }'),
      await house.stranger().ask(SIGN_IN, credentials(company.max, 'not the one at all')),
      await company.eva.fetch('/files/photo/x/y', {}),
    ])
      expect(setCookies(answer)).toEqual([]);
  });

  it('is not honoured under the name that a neighbour could plant, nor twice, nor in an address or a header', async () => {
    const { session } = company.eva;
    const token = session.slice(NAME.length + 1);
    expect(await whoIs(session)).toBe('eva');
    for (const planted of [
      `courtyard_session=${token}`,
      `${NAME}=${token}; ${NAME}=${company.max.session.slice(NAME.length + 1)}`,
      `${NAME.toLowerCase()}=${token}`,
    ])
      expect(await whoIs(planted)).toBe('auth.signed_out');
    const elsewhere = await house.stranger().send(JSON.stringify({ query: '{ me { roles } }' }), {
      path: `/graphql?${NAME}=${token}&token=${token}`,
      headers: { authorization: `Bearer ${token}`, 'x-session': token },
    });
    expect(codesOf(elsewhere)).toEqual(['auth.signed_out']);
  });
});

describe('session fixation', () => {
  it('a token that was planted before sign-in is worth nothing after it', async () => {
    const mallory = await signedIn(company.max);
    const planted = mallory.session;
    const victim = await house
      .stranger()
      .send(JSON.stringify({ query: SIGN_IN, variables: credentials(company.ron) }), {
        headers: { cookie: planted },
      });
    const [cookie = ''] = setCookies(victim);
    expect(cookie.split(';')[0]).not.toBe(planted);
    // Neither the one who signs in nor the one who planted it goes on with it.
    expect(await whoIs(planted)).toBe('auth.signed_out');
    expect(await whoIs(cookie.split(';')[0] ?? '')).toBe('ron');
  });

  it('signing in again ends the session that the browser had, and no other of that person', async () => {
    const [here, there] = [await signedIn(company.ron), await signedIn(company.ron)];
    const before = here.session;
    await here.tell(SIGN_IN, credentials(company.ron));
    expect(here.session).not.toBe(before);
    expect(await whoIs(before)).toBe('auth.signed_out');
    expect(await whoIs(here.session)).toBe('ron');
    expect(await whoIs(there.session)).toBe('ron');
  });

  it('a wrong password ends nothing', async () => {
    const here = await signedIn(company.ron);
    const before = here.session;
    expect(await here.code(SIGN_IN, credentials(company.ron, 'not the one at all'))).toBe('sign_in.wrong');
    expect(await whoIs(before)).toBe('ron');
  });

  it('a token that nobody was given, in the right form, opens nothing and is not adopted', async () => {
    const made = `${NAME}=${'A'.repeat(22)}.${'B'.repeat(42)}A`;
    const victim = await house
      .stranger()
      .send(JSON.stringify({ query: SIGN_IN, variables: credentials(company.ron) }), {
        headers: { cookie: made },
      });
    expect(setCookies(victim)[0]).not.toContain('A'.repeat(22));
    expect(await whoIs(made)).toBe('auth.signed_out');
  });

  it('what was signed out opens nothing any more, on either door', async () => {
    const caller = await signedIn(company.ron);
    const { session } = caller;
    const taken = await caller.ask('mutation { signOut }');
    expect(setCookies(taken)[0]).toMatch(/^__Host-courtyard_session=; .*Max-Age=0/);
    expect(await whoIs(session)).toBe('auth.signed_out');
    expect(await closeOf({ cookie: session, origin: ORIGIN })).toBe(4401);
  });
});

describe('another site', () => {
  const mutation = JSON.stringify({ query: 'mutation { signOutEverywhere }' });
  /** What a browser sends along for a page of another site: the cookie, and never the header of ours without asking first. */
  const SIMPLE: [string, RequestInit][] = [
    [
      'a form',
      { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: `query=${mutation}` },
    ],
    ['a form of plain text', { headers: { 'content-type': 'text/plain' }, body: mutation }],
    ['a form of parts', { headers: { 'content-type': 'multipart/form-data; boundary=x' }, body: mutation }],
    [
      'JSON that calls itself text',
      { headers: { 'content-type': 'text/plain; application/json' }, body: mutation },
    ],
    ['a beacon', { headers: { 'content-type': 'text/plain;charset=UTF-8' }, body: mutation }],
    ['bytes without a type', { headers: {}, body: mutation }],
  ];
  test.each(SIMPLE)('cannot change anything with %s', async (_, init) => {
    const headers = {
      ...(init.headers as object),
      cookie: company.eva.session,
      origin: 'https://evil.example',
    };
    const answer = await house.stranger().fetch('/graphql', { method: 'POST', ...init, headers });
    expect([answer.status, codesOf(answer)]).toEqual([
      expect.any(Number),
      [expect.stringMatching(/^(auth\.cross_site|input\.malformed)$/)],
    ]);
    expect(await whoIs(company.eva.session)).toBe('eva');
  });

  test.each([
    'https://evil.example',
    `${ORIGIN}.evil.example`,
    'null',
    'https://other.kessler.example',
    'nonsense',
  ])('is refused by its name, even with our header, JSON and the cookie: %s', async (origin) => {
    const query = '{ me { employee { name } } }';
    const headers = { cookie: company.eva.session, origin };
    const answer = await house.stranger().send(JSON.stringify({ query }), { headers });
    expect([answer.status, codesOf(answer)]).toEqual([400, ['auth.cross_site']]);
    const asked = await house.stranger().fetch(`/graphql?query=${encodeURIComponent(query)}`, {
      headers: { ...headers, 'x-courtyard-csrf': '1' },
    });
    expect([asked.status, codesOf(asked)]).toEqual([400, ['auth.cross_site']]);
  });

  test('is not answered what our own page asks by hash, in any form that needs no leave', async () => {
    const built = join(import.meta.dirname, '..', '..', 'apps', 'web', 'dist', 'persisted-documents.json');
    const known = Object.entries(JSON.parse(readFileSync(built, 'utf8')) as Record<string, string>);
    const [hash = ''] = known.find(([, text]) => /\bquery Me\b/.test(text)) ?? [];
    expect(hash).not.toBe('');
    const asked = { extensions: { persistedQuery: { version: 1, sha256Hash: hash } } };
    const fields = `extensions[persistedQuery][version]=1&extensions[persistedQuery][sha256Hash]=${hash}`;
    const nested = `extensions=${encodeURIComponent(JSON.stringify(asked.extensions))}`;
    const cookie = company.eva.session;
    for (const [type, body] of [
      ['text/plain', JSON.stringify(asked)],
      ['application/x-www-form-urlencoded', fields],
      ['application/x-www-form-urlencoded', nested],
      ['multipart/form-data; boundary=x', JSON.stringify(asked)],
    ] as const) {
      const headers = { cookie, 'content-type': type };
      const answer = await house.stranger().fetch('/graphql', { method: 'POST', body, headers });
      expect(answer.body.data ?? null).toBeNull();
      expect(answer.text).not.toContain('eva');
      expect(answer.status).toBeGreaterThanOrEqual(400);
    }
    // Control: asked as JSON, for which a browser asks leave, it is answered.
    const ours = await house.stranger().send(JSON.stringify(asked), { headers: { cookie } });
    expect(ours.text).toContain('eva');
  });

  test('control: our own page is answered', async () => {
    const headers = { cookie: company.eva.session, origin: ORIGIN };
    const answer = await house
      .stranger()
      .send(JSON.stringify({ query: '{ me { employee { name } } }' }), { headers });
    expect(answer.body.data?.['me'].employee.name).toBe('eva');
  });

  test('is given no word by which a browser would let it ask with the header of ours', async () => {
    for (const path of ['/graphql', '/files/photo', '/']) {
      const answer = await house.stranger().fetch(path, {
        method: 'OPTIONS',
        headers: {
          origin: 'https://evil.example',
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'x-courtyard-csrf, content-type',
        },
      });
      const allowed = [...answer.headers.keys()].filter((name) => name.startsWith('access-control'));
      expect(allowed).toEqual([]);
      expect(answer.status).toBeGreaterThanOrEqual(400);
    }
  });

  test.each([
    ['evil.example', 'https://evil.example'],
    ['a name that begins like ours', `${ORIGIN}.evil.example`],
    ['our name without TLS', ORIGIN.replace('https', 'http')],
    ['our name on another port', `${ORIGIN}:8443`],
    ['a neighbour', 'https://other.kessler.example'],
    ['nobody', 'null'],
    ['a file', 'file://'],
  ])('opens no socket: %s', async (_, origin) => {
    expect(await closeOf({ cookie: company.eva.session, origin })).toBe(403);
  });

  test('control: our own page opens one', async () => {
    expect(await closeOf({ cookie: company.eva.session, origin: ORIGIN })).toBe('open');
  });
});

describe('who has an account cannot be told', () => {
  /** Everything that an answer says, but what differs from request to request by itself. */
  const said = ({ status, text, headers }: Answer) => ({
    status,
    text,
    headers: [...headers].filter(
      ([name]) => !['date', 'x-request-id', 'keep-alive', 'connection', 'content-length'].includes(name),
    ),
  });
  const UNKNOWN = { email: 'nobody.at.all@kessler.example' };
  const ROUNDS = 8;

  /** Tries are counted per address, so each comes from another. */
  async function answersTo(
    ask: (caller: Caller, from: string) => Promise<Answer>,
  ): Promise<ReturnType<typeof said>[]> {
    const answers = [];
    for (let round = 1; round <= ROUNDS; round++)
      answers.push(said(await ask(house.stranger(), `203.0.113.${round}`)));
    return answers;
  }
  const signIn = (who: Pick<Person, 'email'>) => (caller: Caller, from: string) =>
    caller.send(JSON.stringify({ query: SIGN_IN, variables: credentials(who, 'not the one at all') }), {
      headers: { 'x-forwarded-for': from },
    });

  // That the work is the same, too, is counted in libs/identity/src/sign-in/sign-in.db.spec.ts.
  test('by signing in: the same answer, byte for byte, for known, gone and unknown', async () => {
    const known = await answersTo(signIn(company.max));
    expect(known[0]).toMatchObject({ status: 200, text: expect.stringContaining('sign_in.wrong') });
    expect(await answersTo(signIn(company.leo))).toEqual(known);
    expect(await answersTo(signIn(UNKNOWN))).toEqual(known);
  });

  test('by asking for a new password: the same answers, the throttle’s included', async () => {
    const reset =
      ({ email }: Pick<Person, 'email'>) =>
      (caller: Caller, from: string) =>
        caller.send(
          JSON.stringify({
            query: 'mutation ($e: String!) { requestPasswordReset(email: $e, organisation: "home") }',
            variables: { e: email },
          }),
          { headers: { 'x-forwarded-for': from } },
        );
    const heard = async (who: Pick<Person, 'email'>) =>
      (await answersTo(reset(who))).map((one) => ({
        ...one,
        text: one.text.replace(/"retryAfterSeconds":\d+/, '"retryAfterSeconds":0'),
      }));
    const known = await heard(company.max);
    expect(known[0]).toMatchObject({ status: 200, text: expect.stringContaining('true') });
    expect(known.at(-1)?.text).toContain('rate.limited');
    expect(await heard(UNKNOWN)).toEqual(known);
  });

  test('by the clock: neither is answered in half the time of the other', async () => {
    const times: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] };
    const one = async (name: 'known' | 'unknown', who: Pick<Person, 'email'>, round: number) => {
      const began = performance.now();
      await signIn(who)(house.stranger(), `198.51.100.${round}`);
      times[name].push(performance.now() - began);
    };
    // Turn about, so that whatever else the machine does meets both.
    for (let round = 1; round <= 30; round++) {
      await one('known', company.eva, round);
      await one('unknown', { email: `nobody.${round % 10}@kessler.example` }, round);
    }
    const [known, unknown] = [median(times.known), median(times.unknown)];
    expect(known / unknown).toBeGreaterThan(0.5);
    expect(known / unknown).toBeLessThan(2);
  });
});

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;
}

async function signedIn(person: Person): Promise<Caller> {
  const caller = house.stranger();
  await caller.tell(SIGN_IN, credentials(person));
  return caller;
}

/** With what a socket was closed or refused; `open` where it was not. */
function closeOf(headers: Record<string, string>): Promise<number | 'open'> {
  return new Promise((done, fail) => {
    const socket = new WebSocket(`${house.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
      headers,
    });
    socket.on('open', () => socket.send('{"type":"connection_init"}'));
    socket.on('message', (message) => {
      if (!String(message).includes('connection_ack')) return;
      done('open');
      socket.close();
    });
    socket.on('close', (code) => done(code));
    socket.on('unexpected-response', (_, { statusCode }) => {
      done(statusCode ?? 0);
      socket.terminate();
    });
    socket.on('error', (failure) => setTimeout(() => fail(failure), 1_000).unref());
  });
}
