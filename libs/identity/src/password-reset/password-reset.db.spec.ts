import { systemActor } from '@courtyard/access';
import { Authenticator } from '../../fixtures/authenticator.js';
import { browser, House, ORIGIN, OTHER, type Resident, RIGHT, refusalOf } from '../../fixtures/house.js';
import { passkeyPolicy } from '../passkey/passkey.policy.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

let house: House;
beforeAll(async () => {
  house = await House.open();
});
afterAll(() => house?.close());

const asking = (who: Pick<Resident, 'handle' | 'email'>, client = browser()) =>
  house.resets.request({ organisation: who.handle, email: who.email }, client);

/** The token of the newest link in somebody's mail. */
async function linkOf(who: Resident): Promise<string> {
  await asking(who);
  await house.resets.idle();
  const mail = (await house.mail(who.organisationId)).filter(({ to }) => to === who.email);
  const newest = mail.filter(({ template }) => template === 'password_reset').at(-1);
  return newest?.parameters['path']?.split('#')[1] ?? 'no link';
}

const redeem = (token: string, password = OTHER) => house.resets.redeem({ token, password }, browser());

describe('asking for a link', () => {
  it('mails one to the address of the account, of which only a hash is kept', async () => {
    const bill = await house.resident();
    const token = await linkOf(bill);
    expect(token).toMatch(/^[\w-]{22}\.[\w-]{43}$/);
    const { rows } = await house.owner.query(
      "select encode(token_hash, 'hex') as hash, to_jsonb(password_reset)::text as row from password_reset where organisation_id = $1",
      [bill.organisationId],
    );
    expect(rows).toHaveLength(1);
    const secret = Buffer.from(token.split('.')[1] ?? '', 'base64url');
    expect(rows[0].row).not.toContain(secret.toString('hex'));
    expect(await house.mail(bill.organisationId)).toMatchObject([
      {
        employeeId: bill.employeeId,
        to: bill.email,
        language: 'en',
        parameters: { path: `/reset#${token}` },
      },
    ]);
  });

  it('answers alike, and before anybody was looked for', async () => {
    const bill = await house.resident();
    const gone = await house.resident();
    await house.owner.query("update account set status = 'deactivated' where id = $1", [gone.accountId]);
    const cases = [bill, { ...bill, email: 'nobody@kessler.example' }, gone, { ...bill, handle: 'nobody' }];
    const statements: number[] = [];
    for (const who of cases) {
      const before = house.database.counters.statements;
      expect(await refusalOf(asking(who))).toBe('nothing');
      statements.push(house.database.counters.statements - before);
      await house.resets.idle();
    }
    expect(new Set(statements.slice(0, 3)).size).toBe(1);
    expect(await house.count('password_reset', bill.organisationId)).toBe(1);
    expect(await house.count('mail', bill.organisationId)).toBe(1);
    expect(await house.count('password_reset', gone.organisationId)).toBe(0);
  });

  it('takes the address in any case and refuses what is none', async () => {
    const bill = await house.resident();
    await asking({ ...bill, email: ` ${bill.email.toUpperCase()}` });
    await house.resets.idle();
    expect(await house.count('password_reset', bill.organisationId)).toBe(1);
    for (const email of ['', 'bill', 'bill@\0kessler.example', `${'b'.repeat(600)}@kessler.example`])
      expect(await refusalOf(asking({ ...bill, email }))).toBe('input.invalid');
  });

  it('leaves a record of each, which names nobody who has no account', async () => {
    const bill = await house.resident();
    house.refused.length = 0;
    await asking(bill);
    await asking({ ...bill, email: 'nobody@kessler.example' });
    await house.resets.idle();
    expect(house.refused.map(({ kind }) => kind)).toEqual(Array(2).fill('password_reset_requested'));
    expect(house.refused.map(({ personId }) => personId).sort()).toEqual([bill.employeeId, undefined]);
    expect(JSON.stringify(house.refused)).not.toContain('@');
  });

  it('is throttled per address, whether somebody has it or not, and per network', async () => {
    const bill = await house.resident();
    for (const email of [bill.email, 'nobody.at.all@kessler.example']) {
      for (let tries = 0; tries < 3; tries++) await asking({ ...bill, email });
      expect(await refusalOf(asking({ ...bill, email }))).toBe('rate.limited');
    }
    const narrow = await House.open({ resetLimits: { source: { tries: 2, seconds: 900 } } });
    try {
      const client = browser('2001:db8:1:2::1');
      const { handle } = await narrow.organisation();
      const one = (address = client.address) =>
        narrow.resets.request(
          { organisation: handle, email: `${Math.random()}@x.example` },
          browser(address),
        );
      await one();
      await one();
      expect(await refusalOf(one('2001:db8:1:2::9'))).toBe('rate.limited');
      expect(await refusalOf(one('2001:db8:1:3::9'))).toBe('nothing');
    } finally {
      await narrow.close();
    }
  });

  it('keeps neither addresses nor links where anybody could read them', async () => {
    const bill = await house.resident();
    const token = await linkOf(bill);
    const { rows } = await house.owner.query(
      `select key from sign_in_throttle union all select encode(sealed, 'escape') from mail where organisation_id = $1`,
      [bill.organisationId],
    );
    const all = rows.map(({ key }) => key).join('\n');
    for (const word of [bill.email, bill.email.split('@')[0] ?? '', token, token.split('.')[1] ?? ''])
      expect(all).not.toContain(word);
  });

  it('makes no link where no mail is configured', async () => {
    const mute = await House.open({ mailKey: undefined });
    try {
      const bill = await mute.resident();
      await mute.resets.request({ organisation: bill.handle, email: bill.email }, browser());
      await mute.resets.idle();
      expect(await mute.count('password_reset', bill.organisationId)).toBe(0);
      expect(await mute.count('mail', bill.organisationId)).toBe(0);
    } finally {
      await mute.close();
    }
  });
});

describe('using a link', () => {
  it('sets the password, ends every session, signs nobody in, freezes and tells', async () => {
    const bill = await house.resident();
    const session = await house.signIn(bill);
    await redeem(await linkOf(bill));
    expect(await house.bearer(session.token)).toBeNull();
    expect(await house.count('session', bill.organisationId)).toBe(0);
    expect(await house.outbox(bill.organisationId, 'session.ended')).toEqual([
      { sessionId: session.sessionId },
    ]);
    expect(await refusalOf(house.signIn(bill, RIGHT))).toBe('sign_in.wrong');
    const again = await house.signedIn(bill, OTHER);
    expect(await house.changes.notices(again)).toMatchObject([{ kind: 'password_reset' }]);
    await house.proofs.byPassword(again, OTHER);
    const refusal = await house.proofs.requireFreshAndUnfrozen(again).catch((failure) => failure);
    expect(refusal).toMatchObject({
      code: 'auth.frozen',
      details: { until: new Date(house.now + 14 * DAY).toISOString() },
    });
    expect((await house.mail(bill.organisationId)).at(-1)).toMatchObject({
      to: bill.email,
      template: 'account_changed',
      parameters: { kind: 'password_reset' },
    });
  });

  it('holds once, for half an hour, until the next one, and for its own account', async () => {
    const bill = await house.resident();
    const first = await linkOf(bill);
    const second = await linkOf(bill);
    expect(await refusalOf(redeem(first))).toBe('password_reset.invalid');
    await redeem(second);
    expect(await refusalOf(redeem(second, RIGHT))).toBe('password_reset.invalid');
    const anna = await house.resident();
    const late = await linkOf(anna);
    const then = house.now;
    try {
      house.now = then + 30 * MINUTE;
      expect(await refusalOf(redeem(late))).toBe('password_reset.invalid');
    } finally {
      house.now = then;
    }
    const [organisation, secret] = [(await linkOf(await house.resident())).split('.')[0], late.split('.')[1]];
    expect(await refusalOf(redeem(`${organisation}.${secret}`))).toBe('password_reset.invalid');
    for (const token of ['', 'x', 'x.y', "' or 1=1", late.slice(0, -1)])
      expect(await refusalOf(redeem(token))).toBe('password_reset.invalid');
  });

  it('of two at the same moment one wins', async () => {
    const bill = await house.resident();
    const token = await linkOf(bill);
    const both = await Promise.all(
      [redeem(token, OTHER), redeem(token, 'nine larks above Ulm')].map(refusalOf),
    );
    expect(both.sort()).toEqual(['nothing', 'password_reset.invalid']);
  });

  it('refuses a poor password and lets the link be tried again', async () => {
    const bill = await house.resident();
    const token = await linkOf(bill);
    expect(await refusalOf(redeem(token, 'short'))).toBe('password.too_short');
    expect(await refusalOf(redeem(token, `${bill.email}`))).toBe('password.too_common');
    await redeem(token);
  });

  it('opens nothing for who left meanwhile', async () => {
    const bill = await house.resident();
    const token = await linkOf(bill);
    await house.owner.query("update account set status = 'deactivated' where id = $1", [bill.accountId]);
    expect(await refusalOf(redeem(token))).toBe('password_reset.invalid');
  });

  it('does not outrun a sign-in with the old password at the same moment', async () => {
    for (let round = 0; round < 5; round++) {
      const bill = await house.resident();
      const token = await linkOf(bill);
      const [session] = await Promise.all([
        house.signIn(bill).catch(() => null),
        redeem(token).then(() => undefined),
      ]);
      if (session) expect(await house.bearer(session.token)).toBeNull();
    }
  });

  it('leaves passkeys alone: they are still needed, and no errand reaches them', async () => {
    const who = await house.resident();
    const bill = await house.signedIn(who);
    await house.proofs.byPassword(bill, RIGHT);
    const key = new Authenticator(ORIGIN);
    const response = key.create(await house.passkeys.beginRegistration(bill, browser()));
    await house.passkeys.add(bill, { name: 'Key', response }, browser());
    await redeem(await linkOf(who));
    const again = await house.signedIn(who, OTHER);
    expect(await house.passkeys.mine(again)).toHaveLength(1);
    await house.proofs.byPassword(again, OTHER);
    expect(await refusalOf(house.proofs.requireFresh(again))).toBe('auth.reauthentication_needed');
    const errand = systemActor('reset_password', who.organisationId);
    expect(await house.gate.loadBy(errand, passkeyPolicy, 'read', 'accountId', [who.accountId])).toEqual([]);
  });

  it('never shortens a rest that is under way', async () => {
    const bill = await house.resident();
    await redeem(await linkOf(bill));
    const then = house.now;
    try {
      house.now = then - DAY;
      await redeem(await linkOf(bill), RIGHT);
    } finally {
      house.now = then;
    }
    const actor = await house.signedIn(bill);
    expect(await house.proofs.frozenUntil(actor)).toBe(new Date(then + 14 * DAY).toISOString());
  });
});
