import type { EmployeeActor } from '@courtyard/access';
import { CourtyardError } from '@courtyard/errors';
import { House, OTHER, RIGHT, refusalOf } from '../../fixtures/house.js';
import { FRESH_SECONDS } from './reauthentication.service.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

let house: House;
beforeAll(async () => {
  house = await House.open();
});
afterAll(() => house?.close());

const fresh = (actor: EmployeeActor) => refusalOf(house.proofs.requireFresh(actor));
const giving = (actor: EmployeeActor) => refusalOf(house.proofs.requireFreshAndUnfrozen(actor));

describe('proving again who one is', () => {
  it('is needed, also right after signing in, and then holds for five minutes', async () => {
    const bill = await house.signedIn(await house.resident());
    expect(await fresh(bill)).toBe('auth.reauthentication_needed');
    await house.proofs.byPassword(bill, RIGHT);
    expect(await fresh(bill)).toBe('nothing');
    expect(await giving(bill)).toBe('nothing');
    const then = house.now;
    try {
      house.now = then + FRESH_SECONDS * 1000 - 1;
      expect(await fresh(bill)).toBe('nothing');
      house.now = then + FRESH_SECONDS * 1000;
      expect(await fresh(bill)).toBe('auth.reauthentication_needed');
      // A clock that was turned back proves nothing.
      house.now = then - MINUTE;
      expect(await fresh(bill)).toBe('auth.reauthentication_needed');
    } finally {
      house.now = then;
    }
  });

  it('says what is to be proven by', async () => {
    const bill = await house.signedIn(await house.resident());
    const refusal = await house.proofs.requireFresh(bill).catch((failure) => failure);
    expect((refusal as CourtyardError).details).toEqual({ by: 'password' });
  });

  it('counts in the session it was given in, and in no other one of the same person', async () => {
    const who = await house.resident();
    const [desk, phone] = [await house.signedIn(who), await house.signedIn(who)];
    await house.proofs.byPassword(desk, RIGHT);
    expect(await fresh(desk)).toBe('nothing');
    expect(await fresh(phone)).toBe('auth.reauthentication_needed');
    expect(await house.proofs.freshUntil(phone)).toBeNull();
  });

  it('needs the right password, leaves a record of a wrong one, and is throttled', async () => {
    const bill = await house.signedIn(await house.resident());
    house.refused.length = 0;
    for (let tries = 0; tries < 10; tries++)
      expect(await refusalOf(house.proofs.byPassword(bill, OTHER))).toBe('password.wrong');
    expect(await refusalOf(house.proofs.byPassword(bill, RIGHT))).toBe('rate.limited');
    expect(await fresh(bill)).toBe('auth.reauthentication_needed');
    const kinds = house.refused.map(({ kind }) => kind);
    expect(kinds).toEqual([...Array(10).fill('reauthentication_failed'), 'sign_in_throttled']);
    expect(house.refused.every(({ personId }) => personId === bill.employeeId)).toBe(true);
  });

  it('leaves no event of its own, and ends with the session', async () => {
    const bill = await house.signedIn(await house.resident());
    house.trail.recorded.length = 0;
    await house.proofs.byPassword(bill, RIGHT);
    expect(house.trail.recorded).toEqual([]);
    expect(await house.proofs.requireFreshAndUnfrozen(bill)).toBe('password');
    await house.sessions.signOut(bill);
    expect(await fresh(bill)).toBe('not_found');
  });

  it('cannot be planted in somebody else’s session', async () => {
    const [bill, mallory] = [
      await house.signedIn(await house.resident()),
      await house.signedIn(await house.resident()),
    ];
    const posing = { ...mallory, sessionId: bill.sessionId };
    expect(await refusalOf(house.proofs.byPassword(posing, RIGHT))).toBe('not_found');
    expect(await fresh(bill)).toBe('auth.reauthentication_needed');
  });
});

describe('a rest after a change', () => {
  it('holds back giving and approving for 14 days, and says until when', async () => {
    const who = await house.resident();
    const bill = await house.signedIn(who);
    const until = new Date(house.now + 14 * DAY).toISOString();
    await house.owner.query('update account set frozen_until = $2 where id = $1', [who.accountId, until]);
    await house.proofs.byPassword(bill, RIGHT);
    expect(await fresh(bill)).toBe('nothing');
    const refusal = await house.proofs.requireFreshAndUnfrozen(bill).catch((failure) => failure);
    expect(refusal).toMatchObject({ code: 'auth.frozen', details: { until } });
    const then = house.now;
    try {
      house.now = then + 14 * DAY;
      await house.proofs.byPassword(bill, RIGHT);
      expect(await giving(bill)).toBe('nothing');
      expect(await house.proofs.frozenUntil(bill)).toBeNull();
    } finally {
      house.now = then;
    }
  });

  it('follows no change of a password that its owner knew, of which they are told', async () => {
    const who = await house.resident();
    const desk = await house.signedIn(who);
    await house.passwords.change(desk, { current: RIGHT, next: OTHER });
    await house.proofs.byPassword(desk, OTHER);
    expect(await giving(desk)).toBe('nothing');
    expect(await house.mail(who.organisationId)).toMatchObject([
      { to: who.email, template: 'account_changed', parameters: { kind: 'password_changed' } },
    ]);
    const later = await house.signedIn(who, OTHER);
    expect(await house.changes.notices(later)).toMatchObject([{ kind: 'password_changed' }]);
  });

  it('is told to every session but the one it was done in, which cannot put it away either', async () => {
    const who = await house.resident();
    const desk = await house.signedIn(who);
    await house.passwords.change(desk, { current: RIGHT, next: OTHER });
    const later = await house.signedIn(who, OTHER);
    const [notice] = await house.changes.notices(later);
    const id = notice?.id ?? '';
    expect(await house.changes.notices(desk)).toEqual([]);
    expect(await refusalOf(house.changes.dismiss(desk, id))).toBe('not_found');
    const stranger = await house.signedIn(await house.resident({ ...who }));
    expect(await refusalOf(house.changes.dismiss(stranger, id))).toBe('not_found');
    expect(await refusalOf(house.changes.dismiss(later, 'not-an-id'))).toBe('not_found');
    await house.changes.dismiss(later, id);
    expect(await house.changes.notices(later)).toEqual([]);
  });
});
