import { randomBytes } from 'node:crypto';
import type { EmployeeActor } from '@courtyard/access';
import { Gate } from '@courtyard/records';
import { WebSocket } from 'ws';
import { type FeedHouse, openFeedHouse, to } from '../../libs/feed/fixtures/house.js';
import { LiveConnection } from '../../libs/platform/live/src/connection.js';
import { LiveConnections } from '../../libs/platform/live/src/connections.js';
import { SENDING } from '../../libs/platform/live/src/sending.js';
import { documentOf } from './fixtures/documents.js';
import { addressOf, type Follower, follow, pause, within } from './fixtures/follower.js';
import { ask, type Served, serveOn } from './fixtures/served.js';

jest.setTimeout(60_000);

const FEED_CHANGED = documentOf('FeedChanged');
/** What the issue allows, and as much again for a machine that others use. */
const A_SECOND_WITH_SLACK = 2_000;

let house: FeedHouse;
let served: Served;
let org: string;
let admin: EmployeeActor;
const followers: Follower[] = [];
const sockets: WebSocket[] = [];

beforeAll(async () => {
  house = await openFeedHouse({ fresh: true });
  const founded = await house.found();
  org = founded.organisationId;
  admin = await house.signedIn(org, founded.administratorId);
  served = await serveOn(house.home);
}, 120_000);
afterEach(() => {
  for (const one of followers.splice(0)) one.stop();
  for (const one of sockets.splice(0)) one.terminate();
});
afterAll(async () => {
  await served?.close();
  await house?.close();
});

const person = async (name = 'Somebody') => house.signedIn(org, await house.hire(admin, { name }));
const anotherSession = (actor: EmployeeActor) => house.signedIn(org, actor.employeeId);
async function following(actor: EmployeeActor): Promise<Follower> {
  const one = follow(served, house.cookieOf(actor), FEED_CHANGED);
  followers.push(one);
  const post = await house.publish(actor, [to.person(actor.employeeId)]);
  // Events only come once it is subscribed, so the first may have been too early.
  for (let tries = 0; one.told.length === 0 && tries < 40; tries++) {
    await house.posts.revise(await house.again(actor), {
      id: `post_${post.id}`,
      version: tries + 1,
      body: `${tries}`,
    });
    await pause(100);
  }
  expect(one.told.length).toBeGreaterThan(0);
  return one;
}

/** A socket by hand, for what a client would not do. */
async function rawSocket(headers: Record<string, string>, initialised = true) {
  const socket = new WebSocket(addressOf(served), 'graphql-transport-ws', { headers });
  sockets.push(socket);
  const heard: { type: string; payload?: { extensions?: { code?: string } }[] }[] = [];
  const closed = new Promise<number>((resolve) => socket.on('close', (code) => resolve(code)));
  const refused = new Promise<number | undefined>((resolve) => {
    socket.on('unexpected-response', (_, response) => resolve(response.statusCode));
    socket.on('open', () => resolve(undefined));
  });
  socket.on('message', (data) => heard.push(JSON.parse(String(data))));
  socket.on('error', () => undefined);
  const status = await refused;
  const send = (message: object) => socket.send(JSON.stringify(message));
  const answers = async (count: number) => {
    for (let tries = 0; heard.length < count && tries < 100; tries++) await pause(30);
    return heard;
  };
  if (status === undefined && initialised) {
    send({ type: 'connection_init' });
    await Promise.race([answers(1), closed]);
  }
  return { socket, status, closed, heard, send, answers };
}

const refusalOf = async (query: string, actor: EmployeeActor) => {
  const { send, answers } = await rawSocket({ cookie: house.cookieOf(actor) });
  send({ id: '1', type: 'subscribe', payload: { query } });
  const message = (await answers(2))[1];
  return [message?.type, message?.payload?.[0]?.extensions?.code];
};

describe('a session that ends', () => {
  it('closes its sockets within a second, and no other', async () => {
    const bill = await person();
    const elsewhere = await anotherSession(bill);
    const [here, there] = [await following(bill), await following(elsewhere)];
    const { codes } = await ask(served, house.cookieOf(elsewhere), documentOf('RevokeSession'), {
      id: bill.sessionId,
    });
    expect(codes).toEqual([]);
    expect(await within(A_SECOND_WITH_SLACK, here.closed)).toBe(4401);
    expect(await within(300, there.closed)).toBe('late');
  });

  it('everywhere closes them all, and none opens again', async () => {
    const bill = await person();
    const all = [await following(bill), await following(await anotherSession(bill))];
    await ask(served, house.cookieOf(bill), documentOf('SignOutEverywhere'));
    const codes = await Promise.all(all.map((one) => within(A_SECOND_WITH_SLACK, one.closed)));
    expect(codes).toEqual([4401, 4401]);
    const { closed } = await rawSocket({ cookie: house.cookieOf(bill) });
    expect(await closed).toBe(4401);
  });

  it('closes them even while a long transaction holds back everything else', async () => {
    const bill = await person();
    const elsewhere = await anotherSession(bill);
    const here = await following(bill);
    const blocker = await house.owner.connect();
    try {
      await blocker.query('begin');
      await blocker.query('select pg_current_xact_id()');
      await ask(served, house.cookieOf(elsewhere), documentOf('RevokeSession'), {
        id: bill.sessionId,
      });
      expect(await within(A_SECOND_WITH_SLACK, here.closed)).toBe(4401);
    } finally {
      await blocker.query('rollback');
      blocker.release();
    }
  });

  it('lets out who is deactivated without waiting for an event', async () => {
    const bill = await person();
    const here = await following(bill);
    await house.keeping.deactivate(await house.again(admin), bill.employeeId);
    expect(await within(A_SECOND_WITH_SLACK, here.closed)).toBe(4401);
  });
});

describe('a socket that comes back', () => {
  afterEach(() => jest.restoreAllMocks());

  it('reads the session behind it once', async () => {
    const again = jest.spyOn(Gate.prototype, 'refreshAmongMany');
    const bill = await person();
    const { heard } = await rawSocket({ cookie: house.cookieOf(bill) });
    expect(heard).toEqual([{ type: 'connection_ack' }]);
    expect(again.mock.calls.filter(([{ sessionId }]) => sessionId === bill.sessionId)).toEqual([]);
  });

  it('is closed when the session ended while it was being read', async () => {
    const bill = await person();
    const elsewhere = await anotherSession(bill);
    const read = Gate.prototype.actorAmongMany;
    const ended = new Promise<void>((resolve) => {
      const hear = LiveConnections.prototype.hear;
      jest.spyOn(LiveConnections.prototype, 'hear').mockImplementation(function (
        this: LiveConnections,
        event,
      ) {
        hear.call(this, event);
        if (event.payload['sessionId'] === bill.sessionId) resolve();
      });
    });
    jest.spyOn(Gate.prototype, 'actorAmongMany').mockImplementationOnce(async function (
      this: Gate,
      ...asked
    ) {
      const actor = await read.apply(this, asked);
      await ask(served, house.cookieOf(elsewhere), documentOf('RevokeSession'), { id: bill.sessionId });
      await ended;
      return actor;
    });
    const { closed, heard } = await rawSocket({ cookie: house.cookieOf(bill) });
    expect(await closed).toBe(4401);
    // Not let in and found out later.
    expect(heard).toEqual([]);
  });
});

describe('a socket', () => {
  it('is not opened for a page of another site, nor beside the one path', async () => {
    const bill = await person();
    const cookie = house.cookieOf(bill);
    expect((await rawSocket({ cookie, origin: 'https://evil.example' })).status).toBe(403);
    expect((await rawSocket({ cookie, origin: 'null' })).status).toBe(403);
    expect((await rawSocket({ cookie, origin: served.url })).status).toBeUndefined();
    const elsewhere = new WebSocket(`${addressOf(served)}-other`, 'graphql-transport-ws', {
      headers: { cookie },
    });
    const status = await new Promise((resolve) => {
      elsewhere.on('unexpected-response', (_, response) => resolve(response.statusCode));
      elsewhere.on('error', () => undefined);
    });
    expect(status).toBe(404);
  });

  it.each([
    ['without a cookie', () => ''],
    [
      'with a made-up session',
      () => `courtyard_session=${'A'.repeat(22)}.${randomBytes(32).toString('base64url')}`,
    ],
    ['with nonsense', () => 'courtyard_session=x'],
  ])('%s is closed as signed out', async (_, cookie) => {
    expect(await (await rawSocket({ cookie: cookie() })).closed).toBe(4401);
  });

  it('that subscribes before it says who it is, or twice under one id, is closed', async () => {
    const bill = await person();
    const early = await rawSocket({ cookie: house.cookieOf(bill) }, false);
    early.send({ id: '1', type: 'subscribe', payload: { query: FEED_CHANGED } });
    expect(await early.closed).toBe(4401);
    const twice = await rawSocket({ cookie: house.cookieOf(bill) });
    for (let at = 0; at < 2; at++)
      twice.send({ id: '1', type: 'subscribe', payload: { query: FEED_CHANGED } });
    expect(await twice.closed).toBe(4409);
  });

  it('with a message too large, or none of the protocol, is closed', async () => {
    const bill = await person();
    const large = await rawSocket({ cookie: house.cookieOf(bill) });
    large.send({ id: '1', type: 'subscribe', payload: { query: `# ${'x'.repeat(70_000)}` } });
    expect(await large.closed).toBe(1009);
    const odd = await rawSocket({ cookie: house.cookieOf(bill) });
    odd.socket.send('{"type":');
    expect(await odd.closed).toBe(4400);
  });

  it('is refused beyond twenty of one session, in a way that does not sign the client out', async () => {
    const bill = await person();
    const opened = await Promise.all(
      Array.from({ length: 24 }, () => rawSocket({ cookie: house.cookieOf(bill) })),
    );
    const codes = await Promise.all(opened.map(({ closed }) => within(500, closed)));
    expect(codes.filter((code) => code === 'late')).toHaveLength(20);
    expect(codes.filter((code) => code === 4429)).toHaveLength(4);
    opened.find((_, at) => codes[at] === 'late')?.socket.close();
    await pause(300);
    const again = await rawSocket({ cookie: house.cookieOf(bill) });
    expect(await within(300, again.closed)).toBe('late');
  });

  it('broken off in the middle of the handshake harms nobody', async () => {
    const bill = await person();
    const { connect } = await import('node:net');
    const { hostname, port } = new URL(served.url);
    for (const path of ['/graphql', '/other']) {
      const socket = connect(Number(port), hostname);
      socket.on('error', () => undefined);
      socket.write(
        `GET ${path} HTTP/1.1\r\nhost: ${hostname}:${port}\r\nconnection: upgrade\r\nupgrade: websocket\r\n` +
          `sec-websocket-version: 13\r\nsec-websocket-key: ${randomBytes(16).toString('base64')}\r\n\r\n`,
      );
      socket.resetAndDestroy();
    }
    await pause(200);
    expect((await ask(served, house.cookieOf(bill), '{ __typename }')).status).toBe(200);
  });
});

describe('what runs on a socket', () => {
  it.each([
    ['a query', '{ viewer { employee { name } } }', 'live.only_subscriptions'],
    ['a mutation', 'mutation { signOutEverywhere }', 'live.only_subscriptions'],
    ['introspection', '{ __schema { types { name } } }', 'live.only_subscriptions'],
    ['no operation', 'fragment F on Post { id }', 'live.only_subscriptions'],
    ['words', 'subscription { feedChanged {', 'graphql.malformed'],
    ['an unknown field', 'subscription { feedChanged { passwords } }', 'graphql.invalid'],
    [
      'two at once',
      'subscription { a: feedChanged { position } b: feedChanged { position } }',
      'graphql.invalid',
    ],
    [
      'a deep one',
      `subscription { feedChanged { post { comments { nodes { author { department { ${'parent { '.repeat(8)} id ${'} '.repeat(8)} } } } } } } }`,
      'graphql.too_deep',
    ],
    [
      'a wide one',
      `subscription { feedChanged { post { ${Array.from({ length: 20 }, (_, at) => `a${at}: body`).join(' ')} } } }`,
      'graphql.too_wide',
    ],
    [
      'a costly one',
      'subscription { feedChanged { post { comments(first: 100) { nodes { author { allowed } history { body } } } readers(first: 100) { nodes { employee { department { parent { name } } } via } } } } }',
      // Depth and cost are weighed as over HTTP; a change is one post, so this is within them.
      undefined,
    ],
  ])('is no more than subscriptions within the limits: %s', async (_, query, code) => {
    const bill = await person();
    const { send, answers, heard } = await rawSocket({ cookie: house.cookieOf(bill) });
    send({ id: '1', type: 'subscribe', payload: { query } });
    if (code === undefined) {
      await pause(300);
      expect(heard).toHaveLength(1);
      return;
    }
    const message = (await answers(2))[1];
    expect([message?.type, message?.payload?.[0]?.extensions?.code]).toEqual(['error', code]);
  });

  it('says no more in a refusal than over HTTP', async () => {
    const bill = await person();
    const { send, answers } = await rawSocket({ cookie: house.cookieOf(bill) });
    send({
      id: '1',
      type: 'subscribe',
      payload: { query: 'subscription { feedChanged { canary_in_query } }' },
    });
    expect(JSON.stringify(await answers(2))).not.toContain('canary');
    expect(await refusalOf('subscription { feedChanged(after: 5) { position } }', bill)).toEqual([
      'error',
      'graphql.invalid',
    ]);
  });

  it('is twenty at most on one socket, and those go on', async () => {
    const bill = await person();
    const { send, answers, heard } = await rawSocket({ cookie: house.cookieOf(bill) });
    for (let at = 0; at < 21; at++) {
      send({
        id: `s${at}`,
        type: 'subscribe',
        payload: { query: 'subscription { feedChanged { postId } }' },
      });
    }
    await answers(3);
    expect(heard.map(({ type }) => type)).toEqual(['connection_ack', 'next', 'complete']);
    expect(JSON.stringify(heard)).toContain('live.too_many');
    const { id } = await house.publish(bill, [to.everybody]);
    await answers(heard.length + 20);
    const told = heard.filter(({ type, payload }) => type === 'next' && JSON.stringify(payload).includes(id));
    expect(told).toHaveLength(20);
  });
});

describe('who does not read', () => {
  it('is cut off by what they leave unread, long before they would be for being silent', async () => {
    const closed: [string, number][] = [];
    const { close } = LiveConnection.prototype;
    jest.spyOn(LiveConnection.prototype, 'close').mockImplementation(function (this: LiveConnection, why) {
      if (!this.isClosed) closed.push([this.actor.employeeId, why.code]);
      close.call(this, why);
    });
    const [slow, quick] = [await person(), await person()];
    const raw = await rawSocket({ cookie: house.cookieOf(slow) });
    raw.send({ id: '1', type: 'subscribe', payload: { query: FEED_CHANGED } });
    const other = await following(quick);
    const post = await house.publish(quick, [to.everybody]);
    const beneath = (raw.socket as unknown as { _socket: { pause(): void; resume(): void } })._socket;
    beneath.pause();
    // Few and small: the buffers of both systems would take a hundred times as much.
    await house.owner.query(
      `insert into outbox (organisation_id, topic, payload)
       select $1, 'post.revised', jsonb_build_object('postId', $2::text, 'keys', to_jsonb($3::text[])) from generate_series(1, $4)`,
      [org, post.id, post.audienceKeys, 3 * SENDING.frames],
    );
    await other.until((told) => told.length > 3 * SENDING.frames, 90_000);
    for (let tries = 0; closed.length === 0 && tries < 600; tries++) await pause(50);
    // By the number, and not by the clock: that would end it without one.
    expect(closed).toEqual([[slow.employeeId, 4408]]);
    expect(await within(100, other.closed)).toBe('late');
    beneath.resume();
    expect([4408, 1006]).toContain(await within(20_000, raw.closed));
    const heard = raw.heard.filter(({ type }) => type === 'next').length;
    // No more was sent than may be unread.
    expect(heard).toBeLessThanOrEqual(SENDING.frames + 1);
    jest.restoreAllMocks();
  }, 150_000);

  it('is cut off, and nobody waits for them', async () => {
    const [slow, quick] = [await person(), await person()];
    const cookie = house.cookieOf(slow);
    const raw = await rawSocket({ cookie });
    raw.send({ id: '1', type: 'subscribe', payload: { query: FEED_CHANGED } });
    const other = await following(quick);
    // The socket beneath stops reading, as a laptop that went to sleep.
    (raw.socket as unknown as { _socket: { pause(): void } })._socket.pause();
    const post = await house.publish(quick, [to.everybody], 'x'.repeat(9_000));
    // News without the work of as many posts: what is told is the same post again.
    const flood = (times: number) =>
      house.owner.query(
        `insert into outbox (organisation_id, topic, payload)
         select $1, 'post.revised', jsonb_build_object('postId', $2::text, 'keys', to_jsonb($3::text[])) from generate_series(1, $4)`,
        [org, post.id, post.audienceKeys, times],
      );
    await flood(1_500);
    const last = await house.publish(quick, [to.everybody]);
    const isLast = ({ postId }: { postId: string }) => postId === `post_${last.id}`;
    await other.until((told) => told.some(isLast), 60_000);
    // All of it, although it was more than is kept for anybody.
    expect(other.told.filter(({ postId }) => postId === `post_${post.id}`)).toHaveLength(1_501);
    await pause(5_500);
    await flood(1_500);
    await pause(500);
    expect(await within(100, other.closed)).toBe('late');
    (raw.socket as unknown as { _socket: { resume(): void } })._socket.resume();
    // The number does not arrive where nothing is read.
    expect([4408, 1006]).toContain(await within(20_000, raw.closed));
  }, 120_000);
});
