import { browser, House, OTHER, RIGHT, refusalOf } from '../../fixtures/house.js';
import { makeToken } from '../bearer-token.js';

const DAY = 24 * 3600 * 1000;
let house: House;
beforeAll(async () => {
  house = await House.open();
});
afterAll(() => house?.close());
beforeEach(() => {
  house.now = Date.parse('2026-11-22T09:00:00.000Z');
});

describe('a session', () => {
  it('is nobody for tokens that are malformed, unknown, or of another organisation', async () => {
    const bill = await house.resident();
    const anna = await house.resident();
    const { token } = await house.signIn(bill);
    const [organisation = '', secret = ''] = token.split('.');
    const [others = ''] = makeToken(anna.organisationId).token.split('.');
    expect(await house.sessions.resume(token)).not.toBeNull();
    for (const wrong of [
      '',
      organisation,
      `${others}.${secret}`,
      makeToken(bill.organisationId).token,
      `${token}x`,
      `${organisation}.${secret.toLowerCase()}`,
    ]) {
      expect(await house.sessions.resume(wrong)).toBeNull();
    }
  });

  it('ends 14 days after its last use, and 30 days after sign-in however it is used', async () => {
    const bill = await house.resident();
    const used = await house.signIn(bill);
    const left = await house.signIn(bill);
    const start = house.now;
    for (const day of [7, 14, 21, 28]) {
      house.now = start + day * DAY;
      expect(await house.sessions.resume(used.token)).not.toBeNull();
      if (day === 14) expect(await house.sessions.resume(left.token)).toBeNull();
    }
    house.now = start + 30 * DAY - 1;
    expect(await house.sessions.isOpen(used)).toBe(true);
    house.now = start + 30 * DAY;
    expect(await house.sessions.resume(used.token)).toBeNull();
    expect(await house.sessions.isOpen(used)).toBe(false);
  });

  it('notes its use at most every five minutes, without an event', async () => {
    const bill = await house.resident();
    const session = await house.signIn(bill);
    const lastUsed = async () => (await house.sessions.list(house.actorOf(session)))[0]?.lastUsedAt;
    const events = house.trail.recorded.length;
    house.now += 4 * 60_000;
    await house.sessions.resume(session.token);
    expect(await lastUsed()).toBe('2026-11-22T09:00:00Z');
    house.now += 60_000;
    await house.sessions.resume(session.token);
    expect(await lastUsed()).toBe('2026-11-22T09:05:00Z');
    expect(house.trail.recorded).toHaveLength(events);
  });

  it('is listed to its owner only', async () => {
    const shared = await house.organisation();
    const bill = await house.resident(shared);
    const anna = await house.resident(shared);
    const mine = await house.signIn(bill);
    house.now += 1000;
    const second = await house.signIn(bill);
    const theirs = await house.signIn(anna);
    const listed = await house.sessions.list(house.actorOf(mine));
    expect(listed.map(({ id }) => id)).toEqual([second.sessionId, mine.sessionId]);
    expect((await house.sessions.list(house.actorOf(theirs))).map(({ id }) => id)).toEqual([
      theirs.sessionId,
    ]);
  });

  it('is not listed once it is over', async () => {
    const bill = await house.resident();
    await house.signIn(bill);
    house.now += 15 * DAY;
    const live = await house.signIn(bill);
    expect((await house.sessions.list(house.actorOf(live))).map(({ id }) => id)).toEqual([live.sessionId]);
    expect(await house.count('session', bill.organisationId)).toBe(1);
  });

  it('can be many, but not without end: the one unused the longest makes room', async () => {
    const bill = await house.resident();
    const first = await house.signIn(bill);
    for (let n = 0; n < 50; n++) {
      house.now += 1000;
      await house.signIn(bill);
    }
    expect(await house.count('session', bill.organisationId)).toBe(50);
    expect(await house.sessions.resume(first.token)).toBeNull();
    expect(await house.outbox(bill.organisationId, 'session.ended')).toEqual([
      { sessionId: first.sessionId },
    ]);
  });
});

describe('ending', () => {
  it('revokes one of one’s own, tells live connections, and leaves an event', async () => {
    const bill = await house.resident();
    const mine = await house.signIn(bill);
    const other = await house.signIn(bill);
    await house.sessions.revoke(house.actorOf(mine), other.sessionId);
    expect(await house.sessions.resume(other.token)).toBeNull();
    expect(await house.sessions.isOpen(other)).toBe(false);
    expect(await house.sessions.resume(mine.token)).not.toBeNull();
    expect(await house.outbox(bill.organisationId, 'session.ended')).toEqual([
      { sessionId: other.sessionId },
    ]);
    expect(house.trail.recorded.at(-1)).toMatchObject({
      operation: 'revokeSession',
      touched: [{ resource: 'Session', id: other.sessionId, action: 'revoke' }],
    });
  });

  it('finds nobody else’s: a colleague’s, a stranger’s, an unknown and a malformed id are one answer', async () => {
    const shared = await house.organisation();
    const mine = house.actorOf(await house.signIn(await house.resident(shared)));
    const colleague = await house.signIn(await house.resident(shared));
    const stranger = await house.signIn(await house.resident());
    for (const id of [
      colleague.sessionId,
      stranger.sessionId,
      '01900000-0000-7000-8000-000000000000',
      "'; drop table session; --",
      'x'.repeat(10_000),
      '\0',
    ]) {
      expect(await refusalOf(house.sessions.revoke(mine, id))).toBe('not_found');
    }
    expect(await house.sessions.resume(colleague.token)).not.toBeNull();
    expect(await house.sessions.resume(stranger.token)).not.toBeNull();
  });

  it('signs out of this session only, and twice is no fault', async () => {
    const bill = await house.resident();
    const mine = await house.signIn(bill);
    const other = await house.signIn(bill);
    await house.sessions.signOut(house.actorOf(mine));
    await house.sessions.signOut(house.actorOf(mine));
    expect(await house.sessions.resume(mine.token)).toBeNull();
    expect(await house.sessions.resume(other.token)).not.toBeNull();
    expect(await house.outbox(bill.organisationId, 'session.ended')).toEqual([{ sessionId: mine.sessionId }]);
  });

  it('signs out everywhere, this session included, and touches nobody else', async () => {
    const shared = await house.organisation();
    const bill = await house.resident(shared);
    const sessions = [await house.signIn(bill), await house.signIn(bill), await house.signIn(bill)];
    const colleague = await house.signIn(await house.resident(shared));
    const [mine] = sessions;
    if (!mine) throw new Error('no session');
    await house.sessions.signOutEverywhere(house.actorOf(mine));
    for (const { token } of sessions) expect(await house.sessions.resume(token)).toBeNull();
    expect(await house.sessions.resume(colleague.token)).not.toBeNull();
    const ended = (await house.outbox(shared.organisationId, 'session.ended')) as { sessionId: string }[];
    expect(ended.map(({ sessionId }) => sessionId).sort()).toEqual(
      sessions.map(({ sessionId }) => sessionId).sort(),
    );
    expect(await house.outbox(shared.organisationId, 'account.signed_out_everywhere')).toEqual([
      { accountId: bill.accountId },
    ]);
  });
});

describe('changing the password', () => {
  it('ends every other session and tells live connections', async () => {
    const bill = await house.resident();
    const mine = await house.signIn(bill);
    const other = await house.signIn(bill);
    await house.passwords.change(house.actorOf(mine), { current: RIGHT, next: OTHER });
    expect(await house.sessions.resume(mine.token)).not.toBeNull();
    expect(await house.sessions.resume(other.token)).toBeNull();
    expect(await house.outbox(bill.organisationId, 'session.ended')).toEqual([
      { sessionId: other.sessionId },
    ]);
    expect(await refusalOf(house.signIn(bill, RIGHT))).toBe('sign_in.wrong');
    await expect(house.signIn(bill, OTHER)).resolves.toBeDefined();
  });

  it('leaves no session to who signs in with the old one at the same moment', async () => {
    const bill = await house.resident();
    const mine = await house.signIn(bill);
    const late = Promise.withResolvers<void>();
    const compared = Promise.withResolvers<void>();
    const original = house.hasher.isOutdated.bind(house.hasher);
    // Sign-in has compared and stands still; the change goes through; then sign-in goes on.
    house.hasher.isOutdated = (stored) => {
      compared.resolve();
      return original(stored);
    };
    const write = house.gate.write.bind(house.gate);
    house.gate.write = (async (actor, operation, work) => {
      if (operation === 'signIn') await late.promise;
      return write(actor, operation, work);
    }) as typeof house.gate.write;
    try {
      const attempt = house.signIn(bill, RIGHT);
      await compared.promise;
      await house.passwords.change(house.actorOf(mine), { current: RIGHT, next: OTHER });
      late.resolve();
      expect(await refusalOf(attempt)).toBe('sign_in.wrong');
    } finally {
      Reflect.deleteProperty(house.gate, 'write');
      Reflect.deleteProperty(house.hasher, 'isOutdated');
    }
    expect(await house.count('session', bill.organisationId)).toBe(1);
  });

  it('of two at the same moment one wins', async () => {
    const bill = await house.resident();
    const mine = house.actorOf(await house.signIn(bill));
    const write = house.gate.write.bind(house.gate);
    const both = Promise.withResolvers<void>();
    let arrived = 0;
    house.gate.write = (async (actor, operation, work) => {
      if (operation === 'changePassword' && ++arrived === 2) both.resolve();
      if (operation === 'changePassword') await both.promise;
      return write(actor, operation, work);
    }) as typeof house.gate.write;
    try {
      const outcomes = await Promise.all(
        [OTHER, 'nine herons in a row'].map((next) =>
          refusalOf(house.passwords.change({ ...mine }, { current: RIGHT, next })),
        ),
      );
      expect(outcomes.sort()).toEqual(['conflict.stale_version', 'nothing']);
    } finally {
      Reflect.deleteProperty(house.gate, 'write');
    }
  });

  it.each([
    ['a wrong current one', OTHER, 'nine herons in a row', 'password.wrong'],
    ['the same', RIGHT, RIGHT, 'password.same_as_before'],
    ['too short', RIGHT, 'fourteen chars', 'password.too_short'],
    ['too long', RIGHT, 'é'.repeat(201), 'password.too_long'],
    ['common', RIGHT, 'passwordpassword', 'password.too_common'],
    ['made of the house', RIGHT, 'Kessler Optik 2026!', 'password.too_common'],
    ['made of its own address', RIGHT, 'bill.kessler.example', 'password.too_common'],
    ['no Unicode', RIGHT, `${OTHER}\ud800`, 'input.invalid'],
  ])('refuses %s', async (_, current, next, code) => {
    const bill = await house.resident();
    const mine = house.actorOf(await house.signIn(bill));
    expect(await refusalOf(house.passwords.change(mine, { current, next }))).toBe(code);
    await expect(house.signIn(bill, RIGHT)).resolves.toBeDefined();
  });

  it('is not another’s: without one’s own account there is no password to compare', async () => {
    const bill = await house.resident();
    const anna = house.actorOf(await house.signIn(await house.resident()));
    const posing = { ...anna, accountId: bill.accountId };
    expect(await refusalOf(house.passwords.change(posing, { current: RIGHT, next: OTHER }))).toBe(
      'not_found',
    );
  });

  it('does not let somebody at an unlocked screen guess', async () => {
    const bill = await house.resident();
    const mine = house.actorOf(await house.signIn(bill));
    house.refused.length = 0;
    for (let n = 0; n < 10; n++) {
      const guess = house.passwords.change({ ...mine }, { current: `wrong guess number ${n}`, next: OTHER });
      expect(await refusalOf(guess)).toBe('password.wrong');
    }
    expect(await refusalOf(house.passwords.change({ ...mine }, { current: RIGHT, next: OTHER }))).toBe(
      'rate.limited',
    );
    expect(await refusalOf(house.passwords.change({ ...mine }, { current: RIGHT, next: OTHER }))).toBe(
      'rate.limited',
    );
    expect(house.refused.map(({ kind }) => kind)).toEqual([
      ...Array(10).fill('sign_in_failed'),
      'sign_in_throttled',
    ]);
    await expect(house.signIn(bill, RIGHT, browser())).resolves.toBeDefined();
  });
});

describe('the language', () => {
  it('is changed for oneself, and refused when it is none of ours', async () => {
    const bill = await house.resident();
    const mine = house.actorOf(await house.signIn(bill));
    expect((await house.accounts.own(mine)).language).toBe('en');
    expect((await house.accounts.changeLanguage(mine, 'de' as never)).language).toBe('de');
    expect((await house.accounts.own({ ...mine })).language).toBe('de');
    for (const wrong of ['fr', '__proto__', 'toString', '']) {
      expect(
        await refusalOf(Promise.resolve().then(() => house.accounts.changeLanguage(mine, wrong as never))),
      ).toBe('input.invalid');
    }
  });
});
