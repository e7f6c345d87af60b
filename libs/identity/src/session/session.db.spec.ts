import type { EmployeeActor } from '@courtyard/access';
import { browser, House, OTHER, RIGHT, refusalOf } from '../../fixtures/house.js';
import { makeToken } from '../bearer-token.js';
import type { StartedSession } from './session.service.js';

let house: House;
beforeAll(async () => {
  house = await House.open();
});
afterAll(() => house?.close());
beforeEach(() => {
  house.now = Date.now();
});

describe('a session', () => {
  it('is nobody for tokens that are malformed, unknown, or of another organisation', async () => {
    const bill = await house.resident();
    const anna = await house.resident();
    const { token } = await house.signIn(bill);
    const [organisation = '', secret = ''] = token.split('.');
    const [others = ''] = makeToken(anna.organisationId).token.split('.');
    expect(await house.bearer(token)).not.toBeNull();
    for (const wrong of [
      '',
      organisation,
      `${others}.${secret}`,
      makeToken(bill.organisationId).token,
      `${token}x`,
      `${organisation}.${secret.toLowerCase()}`,
    ]) {
      expect(await house.bearer(wrong)).toBeNull();
    }
  });

  it('ends 14 days after its last use, and 30 days after sign-in however it is used', async () => {
    const session = await house.signIn(await house.resident());
    for (const [began, used, live] of [
      [13.9, 13.9, true],
      [14.1, 14.1, false],
      [29.9, 0, true],
      [30.1, 0, false],
    ] as const) {
      await house.age(session, began, used);
      expect((await house.bearer(session.token)) !== null).toBe(live);
      expect((await house.gate.refresh({ ...session, requestId: 'any' })) !== null).toBe(live);
    }
  });

  it('notes its use at most every five minutes, without an event', async () => {
    const session = await house.signIn(await house.resident());
    const actor = await house.actorOf(session);
    const lastUsed = async () => Date.parse((await house.sessions.list({ ...actor }))[0]?.lastUsedAt ?? '');
    const first = house.now + 1000;
    const events = house.trail.recorded.length;
    const used = async () => {
      house.uses.note(actor);
      await house.uses.write();
    };
    house.now = first;
    await used();
    house.now += 5 * 60_000 - 1;
    await used();
    expect(await lastUsed()).toBe(first);
    house.now += 1;
    await used();
    expect(await lastUsed()).toBe(first + 5 * 60_000);
    expect(house.trail.recorded).toHaveLength(events);
    await house.sessions.signOut(actor);
    house.now += 5 * 60_000;
    await used();
  });

  it('is noted with many others in two statements, by itself, and stays ended where it ended meanwhile', async () => {
    const shared = await house.organisation();
    const started: StartedSession[] = [];
    for (let many = 0; many < 3; many++) started.push(await house.signIn(await house.resident(shared)));
    const actors = await Promise.all(started.map((one) => house.actorOf(one)));
    for (const one of started) await house.age(one, 2, 1);
    await house.sessions.signOut(actors[2] as EmployeeActor);
    const { statements } = house.database.counters;
    for (const actor of actors) house.uses.note(actor);
    const fresh = async () => {
      const { rows } = await house.owner.query(
        "select count(*)::int as count from session where id = any ($1) and last_used_at > now() - interval '23 hours'",
        [started.map(({ sessionId }) => sessionId)],
      );
      return rows[0].count;
    };
    while ((await fresh()) < 2) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(house.database.counters.statements - statements).toBe(2);
  });

  it('is noted with the next request where it could not be noted', async () => {
    const actor = await house.actorOf(await house.signIn(await house.resident()));
    house.uses.note({ ...actor, organisationId: 'none' });
    await house.uses.write();
    const before = house.database.counters.transactions;
    house.uses.note(actor);
    await house.uses.write();
    expect(house.database.counters.transactions).toBe(before + 1);
  });

  it('is used by its owner only', async () => {
    const shared = await house.organisation();
    const mine = await house.actorOf(await house.signIn(await house.resident(shared)));
    const colleague = await house.signIn(await house.resident(shared));
    await house.age(colleague, 2, 1);
    house.uses.note({ ...mine, sessionId: colleague.sessionId });
    await house.uses.write();
    const { rows } = await house.owner.query(
      "select last_used_at < now() - interval '23 hours' as untouched from session where id = $1",
      [colleague.sessionId],
    );
    expect(rows[0].untouched).toBe(true);
  });

  it('is listed to its owner only', async () => {
    const shared = await house.organisation();
    const bill = await house.resident(shared);
    const anna = await house.resident(shared);
    const mine = await house.signIn(bill);
    house.now += 1000;
    const second = await house.signIn(bill);
    const theirs = await house.signIn(anna);
    const listed = await house.sessions.list(await house.actorOf(mine));
    expect(listed.map(({ id }) => id)).toEqual([second.sessionId, mine.sessionId]);
    expect((await house.sessions.list(await house.actorOf(theirs))).map(({ id }) => id)).toEqual([
      theirs.sessionId,
    ]);
  });

  it('is not listed once it is over, and cleared away at the next sign-in', async () => {
    const bill = await house.resident();
    const over = await house.signIn(bill);
    const live = await house.signIn(bill);
    await house.age(over, 20, 15);
    const actor = await house.actorOf(live);
    expect((await house.sessions.list(actor)).map(({ id }) => id)).toEqual([live.sessionId]);
    expect(await house.count('session', bill.organisationId)).toBe(2);
    await house.signIn(bill);
    expect(await house.count('session', bill.organisationId)).toBe(2);
  });

  it('can be many, but not without end: the one unused the longest makes room', async () => {
    const bill = await house.resident();
    const first = await house.signIn(bill);
    for (let n = 0; n < 50; n++) {
      house.now += 1000;
      await house.signIn(bill);
    }
    expect(await house.count('session', bill.organisationId)).toBe(50);
    expect(await house.bearer(first.token)).toBeNull();
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
    await house.sessions.revoke(await house.actorOf(mine), other.sessionId);
    expect(await house.bearer(other.token)).toBeNull();
    expect(await house.gate.refresh({ ...other, requestId: 'any' })).toBeNull();
    expect(await house.bearer(mine.token)).not.toBeNull();
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
    const mine = await house.actorOf(await house.signIn(await house.resident(shared)));
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
    expect(await house.bearer(colleague.token)).not.toBeNull();
    expect(await house.bearer(stranger.token)).not.toBeNull();
  });

  it('signs out of this session only, and twice is no fault', async () => {
    const bill = await house.resident();
    const mine = await house.signIn(bill);
    const other = await house.signIn(bill);
    const actor = await house.actorOf(mine);
    await house.sessions.signOut(actor);
    await house.sessions.signOut({ ...actor });
    expect(await house.bearer(mine.token)).toBeNull();
    expect(await house.bearer(other.token)).not.toBeNull();
    expect(await house.outbox(bill.organisationId, 'session.ended')).toEqual([{ sessionId: mine.sessionId }]);
  });

  it('signs out everywhere, this session included, and touches nobody else', async () => {
    const shared = await house.organisation();
    const bill = await house.resident(shared);
    const sessions = [await house.signIn(bill), await house.signIn(bill), await house.signIn(bill)];
    const colleague = await house.signIn(await house.resident(shared));
    const [mine] = sessions;
    if (!mine) throw new Error('no session');
    await house.sessions.signOutEverywhere(await house.actorOf(mine));
    for (const { token } of sessions) expect(await house.bearer(token)).toBeNull();
    expect(await house.bearer(colleague.token)).not.toBeNull();
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
    await house.passwords.change(await house.actorOf(mine), { current: RIGHT, next: OTHER });
    expect(await house.bearer(mine.token)).not.toBeNull();
    expect(await house.bearer(other.token)).toBeNull();
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
      await house.passwords.change(await house.actorOf(mine), { current: RIGHT, next: OTHER });
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
    const mine = await house.actorOf(await house.signIn(bill));
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
    const mine = await house.actorOf(await house.signIn(bill));
    expect(await refusalOf(house.passwords.change(mine, { current, next }))).toBe(code);
    await expect(house.signIn(bill, RIGHT)).resolves.toBeDefined();
  });

  it('is not another’s: without one’s own account there is no password to compare', async () => {
    const bill = await house.resident();
    const anna = await house.actorOf(await house.signIn(await house.resident()));
    const posing = { ...anna, accountId: bill.accountId };
    expect(await refusalOf(house.passwords.change(posing, { current: RIGHT, next: OTHER }))).toBe(
      'not_found',
    );
  });

  it('does not let somebody at an unlocked screen guess', async () => {
    const bill = await house.resident();
    const mine = await house.actorOf(await house.signIn(bill));
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
    const mine = await house.actorOf(await house.signIn(bill));
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
