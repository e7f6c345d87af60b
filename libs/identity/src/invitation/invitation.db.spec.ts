import { systemActor } from '@courtyard/access';
import { v7 as newId } from 'uuid';
import { browser, House, OTHER, RIGHT, refusalOf } from '../../fixtures/house.js';
import { makeToken } from '../bearer-token.js';

const DAY = 24 * 3600 * 1000;
let house: House;
beforeAll(async () => {
  house = await House.open();
});
afterAll(() => house?.close());
beforeEach(() => {
  house.now = Date.now();
});

async function invited(email = `anna.${newId()}@kessler.example`) {
  const { organisationId, handle } = await house.organisation();
  const administrator = await house.employee(organisationId, ['administrator']);
  const { employeeId } = await house.employee(organisationId);
  const invite = () =>
    house.gate.write(administrator, 'inviteEmployee', (write) =>
      house.invitations.invite(write, { employeeId, email, madeBy: administrator.employeeId }),
    );
  return { organisationId, handle, administrator, employeeId, email, invite, ...(await invite()) };
}

describe('an invitation', () => {
  it('opens an account once, with the password its owner chose, and signs them in', async () => {
    const anna = await invited();
    expect(anna.expiresAt).toBe(new Date(house.now + 7 * DAY).toISOString());
    expect(await house.invitations.read(anna.token)).toMatchObject({
      organisationId: anna.organisationId,
      employeeId: anna.employeeId,
      email: anna.email,
    });
    const session = await house.invitations.accept(anna.token, RIGHT, browser());
    expect(session).toMatchObject({ organisationId: anna.organisationId, employeeId: anna.employeeId });
    expect(await house.bearer(session.token)).toMatchObject({ sessionId: session.sessionId });
    await expect(
      house.signIns.signIn({ organisation: anna.handle, email: anna.email, password: RIGHT }, browser()),
    ).resolves.toBeDefined();
    for (const again of [
      house.invitations.read(anna.token),
      house.invitations.accept(anna.token, OTHER, browser()),
    ]) {
      expect(await refusalOf(again)).toBe('invitation.already_used');
    }
    expect(await house.count('account', anna.organisationId)).toBe(1);
  });

  it('is stored as a hash only, and its making is recorded without the address', async () => {
    const anna = await invited();
    const { rows } = await house.owner.query('select * from invitation where employee_id = $1', [
      anna.employeeId,
    ]);
    const [, secret = 'none'] = anna.token.split('.');
    expect(rows[0].token_hash.toString('hex')).not.toBe(Buffer.from(secret, 'base64url').toString('hex'));
    expect(JSON.stringify({ ...rows[0], token_hash: '' })).not.toContain(secret);
    expect(JSON.stringify(house.trail.recorded.at(-1))).toContain(anna.employeeId);
    expect(JSON.stringify(house.trail.recorded)).not.toContain('@');
  });

  it('of many at the same moment lets one win, and opens one account', async () => {
    const anna = await invited();
    const outcomes = await Promise.all(
      Array.from({ length: 6 }, () => refusalOf(house.invitations.accept(anna.token, RIGHT, browser()))),
    );
    expect(outcomes.filter((code) => code === 'nothing')).toHaveLength(1);
    expect(outcomes.filter((code) => code === 'invitation.already_used')).toHaveLength(5);
    expect(await house.count('account', anna.organisationId)).toBe(1);
    expect(await house.count('session', anna.organisationId)).toBe(1);
  });

  it('holds for seven days', async () => {
    const anna = await invited();
    house.now += 7 * DAY - 1;
    await expect(house.invitations.read(anna.token)).resolves.toBeDefined();
    house.now += 1;
    expect(await refusalOf(house.invitations.read(anna.token))).toBe('invitation.invalid');
    expect(await refusalOf(house.invitations.accept(anna.token, RIGHT, browser()))).toBe(
      'invitation.invalid',
    );
    expect(await house.count('account', anna.organisationId)).toBe(0);
  });

  it('ends when a newer one is made', async () => {
    const anna = await invited();
    const newer = await anna.invite();
    expect(await refusalOf(house.invitations.accept(anna.token, RIGHT, browser()))).toBe(
      'invitation.invalid',
    );
    await expect(house.invitations.accept(newer.token, RIGHT, browser())).resolves.toBeDefined();
  });

  it('is the same nothing when malformed, unknown or of another organisation', async () => {
    const anna = await invited();
    const other = await house.organisation();
    const [, secret = ''] = anna.token.split('.');
    const [elsewhere = ''] = makeToken(other.organisationId).token.split('.');
    for (const token of [
      `${elsewhere}.${secret}`,
      makeToken(anna.organisationId).token,
      '',
      'x'.repeat(10_000),
      "' or 1=1 --",
      `${anna.token}\0`,
      `${anna.token}\ud800`,
    ]) {
      expect(await refusalOf(house.invitations.read(token))).toBe('invitation.invalid');
      expect(await refusalOf(house.invitations.accept(token, RIGHT, browser()))).toBe('invitation.invalid');
    }
    await expect(house.invitations.read(anna.token)).resolves.toBeDefined();
  });

  it('keeps to the rules of passwords, and stays open when one is refused', async () => {
    const anna = await invited('anna.kessler@kessler.example');
    const wrongs: Record<string, string> = {
      'too short': 'password.too_short',
      qwerty123456789: 'password.too_common',
      courtyardcourtyard: 'password.too_common',
      'anna.kessler@kessler.example': 'password.too_common',
      ['x'.repeat(5000)]: 'password.too_long',
      [`${RIGHT}\ud800`]: 'input.invalid',
    };
    for (const [password, code] of Object.entries(wrongs)) {
      expect(await refusalOf(house.invitations.accept(anna.token, password, browser()))).toBe(code);
    }
    expect(await house.count('account', anna.organisationId)).toBe(0);
    await expect(house.invitations.accept(anna.token, RIGHT, browser())).resolves.toBeDefined();
  });

  it('is made by administrators and by the founding of an organisation, by nobody else', async () => {
    const { organisationId } = await house.organisation();
    const { employeeId } = await house.employee(organisationId);
    const roles = ['moderator', 'compliance_officer', 'works_council', 'data_protection', 'operator'];
    const request = { employeeId, email: 'carl@kessler.example', madeBy: null };
    const actors = [
      await house.employee(organisationId),
      ...(await Promise.all(roles.map((role) => house.employee(organisationId, [role])))),
      systemActor('sign_in', organisationId),
      systemActor('import', organisationId),
      systemActor('live', organisationId),
    ];
    for (const actor of actors) {
      const work = house.gate.write(actor, 'inviteEmployee', (write) =>
        house.invitations.invite(write, request),
      );
      expect(await refusalOf(work)).toBe('auth.forbidden');
    }
    const first = await house.gate.write(
      systemActor('found_organisation', organisationId),
      'foundOrganisation',
      (write) => house.invitations.invite(write, request),
    );
    await expect(house.invitations.accept(first.token, RIGHT, browser())).resolves.toBeDefined();
  });

  it('refuses an address that signs in already, in any case, and what is no address', async () => {
    const bill = await house.resident();
    const administrator = await house.employee(bill.organisationId, ['administrator']);
    const { employeeId } = await house.employee(bill.organisationId);
    const inviting = (email: string) =>
      refusalOf(
        house.gate.write(administrator, 'inviteEmployee', (write) =>
          house.invitations.invite(write, { employeeId, email, madeBy: null }),
        ),
      );
    expect(await inviting(bill.email.toUpperCase())).toBe('account.address_taken');
    expect(await inviting('carl')).toBe('input.invalid');
    expect(await house.count('invitation', bill.organisationId)).toBe(0);
  });

  it('to an address that was taken meanwhile opens nothing', async () => {
    const anna = await invited();
    const twin = await house.employee(anna.organisationId);
    const second = await house.gate.write(anna.administrator, 'inviteEmployee', (write) =>
      house.invitations.invite(write, { employeeId: twin.employeeId, email: anna.email, madeBy: null }),
    );
    await house.invitations.accept(anna.token, RIGHT, browser());
    expect(await refusalOf(house.invitations.accept(second.token, RIGHT, browser()))).toBe(
      'invitation.invalid',
    );
    expect(await house.count('account', anna.organisationId)).toBe(1);
  });
});

describe('no account', () => {
  it('is opened by an employee, whatever their role', async () => {
    const { organisationId } = await house.organisation();
    const administrator = await house.employee(organisationId, ['administrator']);
    const { employeeId } = await house.employee(organisationId);
    const hashed = await house.accounts.prepare(organisationId, 'carl@kessler.example', RIGHT);
    const work = house.gate.write(administrator, 'foundOrganisation', (write) =>
      house.accounts.open(write, { employeeId, email: 'carl@kessler.example' }, hashed),
    );
    expect(await refusalOf(work)).toBe('auth.forbidden');
  });

  it('has a default password: an employee who was never invited cannot sign in', async () => {
    const { organisationId, handle } = await house.organisation();
    await house.employee(organisationId, ['administrator']);
    for (const password of ['', 'admin', 'administrator', 'courtyard', 'password', RIGHT]) {
      const attempt = house.signIns.signIn(
        { organisation: handle, email: 'admin@kessler.example', password },
        browser(),
      );
      expect(await refusalOf(attempt)).toBe('sign_in.wrong');
    }
    expect(await house.count('account', organisationId)).toBe(0);
  });
});
