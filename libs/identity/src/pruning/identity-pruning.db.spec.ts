import { browser, House, RIGHT, refusalOf } from '../../fixtures/house.js';

const DAY = 24 * 3600 * 1000;

let house: House;
beforeAll(async () => {
  house = await House.open();
});
afterAll(() => house?.close());

/** As many days later. */
async function later<Result>(days: number, work: () => Promise<Result>): Promise<Result> {
  const then = house.now;
  house.now = then + days * DAY;
  try {
    return await work();
  } finally {
    house.now = then;
  }
}

describe('what has passed', () => {
  it('goes: sessions, links, challenges, invitations, notices', async () => {
    const bill = await house.resident();
    const { organisationId } = bill;
    const actor = await house.signedIn(bill);
    await house.proofs.byPassword(actor, RIGHT);
    await house.passkeys.beginRegistration(actor, browser());
    await house.resets.request({ organisation: bill.handle, email: bill.email }, browser());
    await house.resets.idle();
    const { employeeId } = await house.employee(organisationId);
    const administrator = await house.employee(organisationId, ['administrator']);
    await house.gate.write(administrator, 'inviteEmployee', (write) =>
      house.invitations.invite(write, {
        employeeId,
        email: 'anna@kessler.example',
        madeBy: administrator.employeeId,
      }),
    );
    await house.passwords.change(actor, { current: RIGHT, next: 'seven lamps over Bergen' });
    const counts = async () => ({
      sessions: await house.count('session', organisationId),
      challenges: await house.count('passkey_challenge', organisationId),
      resets: await house.count('password_reset', organisationId),
      invitations: await house.count('invitation', organisationId),
      notices: await house.count('account_notice', organisationId),
    });
    const everything = { sessions: 1, challenges: 1, resets: 1, invitations: 1, notices: 1 };

    await house.pruning.prune();
    expect(await counts()).toEqual(everything);
    await later(1, () => house.pruning.prune());
    expect(await counts()).toEqual({ ...everything, challenges: 0, resets: 0 });
    await later(14.1, () => house.pruning.prune());
    expect(await counts()).toMatchObject({ sessions: 0, invitations: 1, notices: 1 });
    await later(29.9, () => house.pruning.prune());
    expect(await counts()).toMatchObject({ invitations: 1, notices: 1 });
    await later(30.1, () => house.pruning.prune());
    expect(await counts()).toMatchObject({ invitations: 0, notices: 1 });
    await later(90.1, () => house.pruning.prune());
    expect(await counts()).toMatchObject({ notices: 0 });
  });

  it('goes in portions, and leaves what is in use', async () => {
    const bill = await house.resident();
    const session = await house.signIn(bill);
    await house.owner.query(
      `insert into session (organisation_id, id, account_id, employee_id, token_hash, device, created_at, last_used_at, expires_at)
       select $1::uuid, gen_random_uuid(), $2::uuid, $3::uuid, sha256(convert_to(n::text || $1::uuid::text, 'UTF8')), 'Firefox', now() - interval '40 days', now(), now() - interval '10 days'
       from generate_series(1, 250) n`,
      [bill.organisationId, bill.accountId, bill.employeeId],
    );
    expect(await house.pruning.prune()).toBeGreaterThanOrEqual(250);
    expect(await house.count('session', bill.organisationId)).toBe(1);
    expect(await house.bearer(session.token)).not.toBeNull();
    expect(await refusalOf(house.actorOf(session))).toBe('nothing');
  });
});
