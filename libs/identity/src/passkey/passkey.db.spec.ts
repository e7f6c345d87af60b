import type { EmployeeActor } from '@courtyard/access';
import { Authenticator, type Mischief } from '../../fixtures/authenticator.js';
import { browser, House, ORIGIN, type Resident, RIGHT, refusalOf } from '../../fixtures/house.js';
import { MOST_PASSKEYS } from './passkey.service.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

let house: House;
beforeAll(async () => {
  house = await House.open();
});
afterAll(() => house?.close());

const here = browser();
const fresh = (actor: EmployeeActor) => refusalOf(house.proofs.requireFresh(actor));

/** Somebody at their desk who has just proved by password who they are. */
async function proven(who?: Resident): Promise<EmployeeActor> {
  const actor = await house.signedIn(who ?? (await house.resident()));
  await house.proofs.byPassword(actor, RIGHT);
  return actor;
}

async function enrol(actor: EmployeeActor, key: Authenticator, wrong: Mischief = {}): Promise<void> {
  const options = await house.passkeys.beginRegistration(actor, here);
  await house.passkeys.add(actor, { name: 'Laptop', response: key.create(options, wrong) }, here);
}

async function prove(actor: EmployeeActor, key: Authenticator, wrong: Mischief = {}): Promise<void> {
  const options = await house.passkeys.beginAssertion(actor, here);
  await house.passkeys.prove(actor, key.get(options, wrong), here);
}

/** Somebody with a passkey, in a session that has proved nothing yet. */
async function keyHolder(): Promise<{ who: Resident; bill: EmployeeActor; key: Authenticator }> {
  const who = await house.resident();
  const key = new Authenticator(ORIGIN);
  await enrol(await proven(who), key);
  return { who, key, bill: await house.signedIn(who) };
}

describe('adding a passkey', () => {
  it('asks for this installation, for nothing that identifies the device, and for the user to be verified', async () => {
    const bill = await proven();
    const options = JSON.parse(await house.passkeys.beginRegistration(bill, here));
    expect(options).toMatchObject({
      rp: { id: 'courtyard.kessler.example' },
      attestation: 'none',
      authenticatorSelection: { userVerification: 'required' },
      excludeCredentials: [],
    });
    expect(Buffer.from(options.challenge, 'base64url')).toHaveLength(32);
    expect(JSON.stringify(options)).not.toContain(bill.accountId);
  });

  it('needs a fresh proof, at the beginning and at the end', async () => {
    const stale = await house.signedIn(await house.resident());
    expect(await refusalOf(house.passkeys.beginRegistration(stale, here))).toBe(
      'auth.reauthentication_needed',
    );
    const bill = await proven();
    const response = new Authenticator(ORIGIN).create(await house.passkeys.beginRegistration(bill, here));
    const then = house.now;
    try {
      house.now = then + 5 * MINUTE;
      const adding = house.passkeys.add(bill, { name: 'Laptop', response }, here);
      expect(await refusalOf(adding)).toBe('auth.reauthentication_needed');
    } finally {
      house.now = then;
    }
  });

  it('keeps no secret, freezes giving for 14 days, and tells: by mail, and every other session', async () => {
    const { who, bill, key } = await keyHolder();
    expect(await house.passkeys.mine(bill)).toMatchObject([
      { name: 'Laptop', counter: '0', transports: ['internal'] },
    ]);
    const until = new Date(house.now + 14 * DAY).toISOString();
    expect(await house.proofs.frozenUntil(bill)).toBe(until);
    expect(await house.mail(who.organisationId)).toMatchObject([
      { to: who.email, template: 'account_changed', parameters: { kind: 'passkey_added' } },
    ]);
    expect(await house.changes.notices(bill)).toMatchObject([{ kind: 'passkey_added' }]);
    await prove(bill, key);
    expect(await refusalOf(house.proofs.requireFreshAndUnfrozen(bill))).toBe('auth.frozen');
  });

  it('of the second needs the first; a password is not enough any more', async () => {
    const { bill, key } = await keyHolder();
    await house.proofs.byPassword(bill, RIGHT);
    expect(await refusalOf(enrol(bill, new Authenticator(ORIGIN)))).toBe('auth.reauthentication_needed');
    await prove(bill, key);
    await enrol(bill, new Authenticator(ORIGIN));
    expect(await house.passkeys.mine(bill)).toHaveLength(2);
  });

  it('ends at a number', async () => {
    const { bill, key } = await keyHolder();
    await prove(bill, key);
    for (let more = 1; more < MOST_PASSKEYS; more++) await enrol(bill, new Authenticator(ORIGIN));
    expect(await refusalOf(enrol(bill, new Authenticator(ORIGIN)))).toBe('passkey.too_many');
  });

  const wrongs: Record<string, Mischief> = {
    'another origin': { origin: 'https://courtyard.kessler.example.evil.example' },
    'another port': { origin: `${ORIGIN}:8443` },
    'plain http': { origin: 'http://courtyard.kessler.example' },
    'another relying party': { rpId: 'kessler.example' },
    'another challenge': { challenge: Buffer.alloc(32, 1).toString('base64url') },
    'the other ceremony': { type: 'webauthn.get' },
    'a frame of another site': { crossOrigin: true },
    'nobody verified': { userVerified: false },
    'nobody present': { userPresent: false },
    'an unknown attestation': { format: 'tpm' },
    'a certificate that names where to connect to': {
      format: 'packed',
      attestation: new Map<string, unknown>([
        ['alg', -7],
        ['sig', Buffer.alloc(70)],
        ['x5c', [Buffer.alloc(300)]],
      ]),
    },
  };
  it.each(Object.entries(wrongs))('refuses %s', async (_, wrong) => {
    const bill = await proven();
    expect(await refusalOf(enrol(bill, new Authenticator(ORIGIN), wrong))).toBe('passkey.invalid');
    expect(await house.passkeys.mine(bill)).toEqual([]);
    expect(await house.proofs.frozenUntil(bill)).toBeNull();
  });

  const texts = [
    '',
    '{}',
    'null',
    '[]',
    '{"id":1}',
    `"${'x'.repeat(30_000)}"`,
    '{"id":"a","rawId":"a","type":"public-key"}',
  ];
  it.each(texts)('refuses what is no answer: %.40s', async (response) => {
    const bill = await proven();
    await house.passkeys.beginRegistration(bill, here);
    expect(await refusalOf(house.passkeys.add(bill, { name: 'Laptop', response }, here))).toBe(
      'passkey.invalid',
    );
  });

  it('takes one answer to a challenge, right or wrong, and none after five minutes', async () => {
    const bill = await proven();
    const options = await house.passkeys.beginRegistration(bill, here);
    const adding = () =>
      house.passkeys.add(bill, { name: 'Laptop', response: new Authenticator(ORIGIN).create(options) }, here);
    expect(await refusalOf(house.passkeys.add(bill, { name: 'Laptop', response: '{}' }, here))).toBe(
      'passkey.invalid',
    );
    expect(await refusalOf(adding())).toBe('passkey.invalid');
    const late = await house.passkeys.beginRegistration(bill, here);
    const then = house.now;
    try {
      house.now = then + 5 * MINUTE;
      await house.proofs.byPassword(bill, RIGHT);
      const response = new Authenticator(ORIGIN).create(late);
      expect(await refusalOf(house.passkeys.add(bill, { name: 'Laptop', response }, here))).toBe(
        'passkey.invalid',
      );
    } finally {
      house.now = then;
    }
  });

  it('takes one of two at the same moment', async () => {
    const bill = await proven();
    const options = await house.passkeys.beginRegistration(bill, here);
    const twice = await Promise.all(
      [1, 2].map(() =>
        refusalOf(
          house.passkeys.add(
            bill,
            { name: 'Laptop', response: new Authenticator(ORIGIN).create(options) },
            here,
          ),
        ),
      ),
    );
    expect(twice.filter((refusal) => refusal === 'nothing')).toHaveLength(1);
    expect(await house.passkeys.mine(bill)).toHaveLength(1);
  });

  it('refuses a credential that somebody else has', async () => {
    const { key, who } = await keyHolder();
    const mallory = await proven(await house.resident({ ...who }));
    expect(await refusalOf(enrol(mallory, key))).toBe('passkey.invalid');
  });
});

describe('proving by passkey', () => {
  it('opens what a password no longer does', async () => {
    const { bill, key } = await keyHolder();
    await house.proofs.byPassword(bill, RIGHT);
    expect(await fresh(bill)).toBe('auth.reauthentication_needed');
    expect(await house.proofs.freshUntil(bill)).toBeNull();
    await prove(bill, key);
    expect(await fresh(bill)).toBe('nothing');
    expect(await house.passkeys.mine(bill)).toMatchObject([{ counter: '1', lastUsedAt: expect.any(String) }]);
  });

  it('takes an authenticator that does not count', async () => {
    const { bill, key } = await keyHolder();
    for (let time = 0; time < 2; time++) {
      key.counter = -1;
      await prove(bill, key);
    }
    expect(await fresh(bill)).toBe('nothing');
  });

  it('has nothing to ask of who has none', async () => {
    const bill = await house.signedIn(await house.resident());
    expect(await refusalOf(house.passkeys.beginAssertion(bill, here))).toBe('passkey.none');
  });

  const wrongs: Record<string, Mischief> = {
    'another origin': { origin: 'https://evil.example' },
    'another relying party': { rpId: 'evil.example' },
    'another challenge': { challenge: Buffer.alloc(32, 1).toString('base64url') },
    'the other ceremony': { type: 'webauthn.create' },
    'a frame of another site': { crossOrigin: true },
    'nobody verified': { userVerified: false },
    'nobody present': { userPresent: false },
    'an unknown credential': { credentialId: Buffer.alloc(32, 5) },
  };
  it.each(Object.entries(wrongs))('refuses %s, and leaves a record', async (_, wrong) => {
    const { bill, key } = await keyHolder();
    house.refused.length = 0;
    expect(await refusalOf(prove(bill, key, wrong))).toBe('passkey.invalid');
    expect(await fresh(bill)).toBe('auth.reauthentication_needed');
    expect(house.refused.map(({ kind }) => kind)).toEqual(['reauthentication_failed']);
  });

  it('refuses another key under the right name', async () => {
    const { bill, key } = await keyHolder();
    const forged = new Authenticator(ORIGIN);
    expect(await refusalOf(prove(bill, forged, { credentialId: key.credentialId }))).toBe('passkey.invalid');
  });

  it('refuses the same answer a second time, and an answer to a challenge of before', async () => {
    const { bill, key } = await keyHolder();
    const options = await house.passkeys.beginAssertion(bill, here);
    const response = key.get(options);
    await house.passkeys.prove(bill, response, here);
    expect(await refusalOf(house.passkeys.prove(bill, response, here))).toBe('passkey.invalid');
    await house.passkeys.beginAssertion(bill, here);
    expect(await refusalOf(house.passkeys.prove(bill, key.get(options), here))).toBe('passkey.invalid');
  });

  it('refuses an answer in a session that was not asked, and one to the other ceremony’s challenge', async () => {
    const { who, bill, key } = await keyHolder();
    const phone = await house.signedIn(who);
    const response = key.get(await house.passkeys.beginAssertion(bill, here));
    expect(await refusalOf(house.passkeys.prove(phone, response, here))).toBe('passkey.invalid');
    await house.passkeys.prove(bill, response, here);
    const toRegister = key.get(await house.passkeys.beginRegistration(bill, here));
    expect(await refusalOf(house.passkeys.prove(bill, toRegister, here))).toBe('passkey.invalid');
  });

  it('refuses somebody else’s passkey', async () => {
    const [bill, mallory] = [await keyHolder(), await keyHolder()];
    expect(await refusalOf(prove(bill.bill, mallory.key))).toBe('passkey.invalid');
  });

  it('refuses the copy of an authenticator once the counters have met', async () => {
    const { bill, key } = await keyHolder();
    const copy = key.clone();
    await prove(bill, key);
    await prove(bill, key);
    expect(await refusalOf(prove(bill, copy))).toBe('passkey.invalid');
    await prove(bill, key);
  });

  it('is throttled', async () => {
    const { bill, key } = await keyHolder();
    for (let tries = 0; tries < 10; tries++)
      expect(await refusalOf(prove(bill, key, { userVerified: false }))).toBe('passkey.invalid');
    expect(await refusalOf(prove(bill, key))).toBe('rate.limited');
  });

  it('works at this installation’s address and at localhost, not under a name that a client made up', async () => {
    const other = await House.open({ publicUrl: undefined });
    try {
      const bill = await other.signedIn(await other.resident());
      await other.proofs.byPassword(bill, RIGHT);
      const at = (host: string) => ({ ...here, host });
      for (const host of ['evil.example', '127.0.0.1:3000', '[::1]:3000', 'localhost.evil.example', ''])
        expect(await refusalOf(other.passkeys.beginRegistration(bill, at(host)))).toBe('passkey.unavailable');
      const key = new Authenticator('http://localhost:3000');
      const options = await other.passkeys.beginRegistration(bill, at('localhost:3000'));
      await other.passkeys.add(bill, { name: 'Laptop', response: key.create(options) }, at('localhost:3000'));
      const asked = await other.passkeys.beginAssertion(bill, at('localhost:3000'));
      expect(await refusalOf(other.passkeys.prove(bill, key.get(asked), at('localhost:4000')))).toBe(
        'passkey.invalid',
      );
    } finally {
      await other.close();
    }
  });
});

describe('taking a passkey away', () => {
  it('needs a proof, for which a password is enough, and freezes', async () => {
    const { who, bill } = await keyHolder();
    const [{ id } = { id: '' }] = await house.passkeys.mine(bill);
    expect(await refusalOf(house.passkeys.remove(bill, id))).toBe('auth.reauthentication_needed');
    await house.owner.query('update account set frozen_until = null where id = $1', [who.accountId]);
    await house.proofs.byPassword(bill, RIGHT);
    await house.passkeys.remove(bill, id);
    expect(await house.passkeys.mine(bill)).toEqual([]);
    expect(await refusalOf(house.proofs.requireFreshAndUnfrozen(bill))).toBe('auth.frozen');
    expect((await house.mail(who.organisationId)).map(({ parameters }) => parameters['kind'])).toEqual([
      'passkey_added',
      'passkey_removed',
    ]);
  });

  it('of somebody else, or that was never there, finds nothing and changes nothing', async () => {
    const { who, bill } = await keyHolder();
    const [{ id } = { id: '' }] = await house.passkeys.mine(bill);
    const mallory = await proven(await house.resident({ ...who }));
    for (const unknown of [id, 'x', '00000000-0000-7000-8000-000000000000'])
      expect(await refusalOf(house.passkeys.remove(mallory, unknown))).toBe('not_found');
    expect(await house.proofs.frozenUntil(mallory)).toBeNull();
    expect(await house.passkeys.mine(bill)).toHaveLength(1);
  });
});
