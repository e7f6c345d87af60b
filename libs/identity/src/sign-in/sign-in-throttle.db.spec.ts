import { randomUUID } from 'node:crypto';
import { browser, House, OTHER, type Resident, RIGHT, refusalOf } from '../../fixtures/house.js';
import { SIGN_IN_LIMITS } from '../identity.options.js';

const pair = { tries: 3, seconds: 2 };
const account = { tries: 5, seconds: 60 };
const address = { tries: 6, seconds: 60 };
let house: House;
beforeAll(async () => {
  house = await House.open({ limits: { pair, account, address } });
});
afterAll(() => house?.close());

const fail = (who: Resident, client = browser()) => refusalOf(house.signIn(who, OTHER, client));
const times = async (n: number, work: () => Promise<string>) => {
  const codes: string[] = [];
  for (let one = 0; one < n; one++) codes.push(await work());
  return codes;
};

describe('throttling', () => {
  it('stops guessing at one account from one address, says for how long, and lets go again', async () => {
    const bill = await house.resident();
    const client = browser();
    expect(await times(3, () => fail(bill, client))).toEqual(Array(3).fill('sign_in.wrong'));
    const compared = house.hasher.comparisons;
    const refused = await house.signIn(bill, RIGHT, client).catch((error: unknown) => error);
    expect(refused).toMatchObject({
      code: 'rate.limited',
      details: { retryAfterSeconds: expect.any(Number) },
    });
    const { retryAfterSeconds } = (refused as { details: { retryAfterSeconds: number } }).details;
    expect(retryAfterSeconds).toBeGreaterThanOrEqual(1);
    expect(retryAfterSeconds).toBeLessThanOrEqual(pair.seconds);
    expect(house.hasher.comparisons).toBe(compared);
    await new Promise((resolve) => setTimeout(resolve, pair.seconds * 1000 + 100));
    await expect(house.signIn(bill, RIGHT, client)).resolves.toBeDefined();
  });

  it('counts what was typed, found or not, and in one spelling', async () => {
    const bill = await house.resident();
    const nobody = { ...bill, email: `nobody.${randomUUID()}@kessler.example` };
    const client = browser();
    expect(await times(4, () => fail(nobody, client))).toEqual([
      ...Array(3).fill('sign_in.wrong'),
      'rate.limited',
    ]);
    expect(await fail({ ...nobody, email: nobody.email.toUpperCase() }, client)).toBe('rate.limited');
  });

  it('counts tries at the same moment one by one', async () => {
    const bill = await house.resident();
    const client = browser();
    const codes = await Promise.all(Array.from({ length: 6 }, () => fail(bill, client)));
    expect(codes.filter((code) => code === 'sign_in.wrong')).toHaveLength(3);
  });

  it('forgets what was wrong once it was right', async () => {
    const bill = await house.resident();
    const client = browser();
    for (let round = 0; round < 2; round++) {
      expect(await times(2, () => fail(bill, client))).toEqual(Array(2).fill('sign_in.wrong'));
      await expect(house.signIn(bill, RIGHT, client)).resolves.toBeDefined();
    }
  });

  it('does not let one address use up what an account has for all others', async () => {
    const bill = await house.resident();
    const client = browser();
    await times(8, () => fail(bill, client));
    await expect(house.signIn(bill, RIGHT, browser())).resolves.toBeDefined();
  });

  it('stops guessing from many addresses, and does not shut its owner out where they signed in before', async () => {
    const bill = await house.resident();
    const home = browser();
    await house.signIn(bill, RIGHT, home);
    expect(await times(6, () => fail(bill))).toEqual([...Array(5).fill('sign_in.wrong'), 'rate.limited']);
    expect(await refusalOf(house.signIn(bill, RIGHT, browser()))).toBe('rate.limited');
    await expect(house.signIn(bill, RIGHT, home)).resolves.toBeDefined();
  });

  it('stops one address that tries many accounts, in IPv6 its whole network', async () => {
    const { organisationId, handle } = await house.organisation();
    const residents = await Promise.all(
      Array.from({ length: 4 }, () => house.resident({ organisationId, handle })),
    );
    const network = `2001:db8:${Math.floor(Math.random() * 65_535).toString(16)}:7`;
    const codes: string[] = [];
    for (let n = 0; n < 8; n++) {
      const who = residents[n % 4];
      if (who) codes.push(await fail(who, browser(`${network}::${n + 1}`)));
    }
    expect(codes).toEqual([...Array(6).fill('sign_in.wrong'), 'rate.limited', 'rate.limited']);
  });

  it('leaves one event per flood', async () => {
    const bill = await house.resident();
    const client = browser();
    house.refused.length = 0;
    await times(8, () => fail(bill, client));
    expect(house.refused.map(({ kind }) => kind)).toEqual([
      ...Array(3).fill('sign_in_failed'),
      'sign_in_throttled',
      'sign_in_throttled',
    ]);
  });

  it('stores neither address nor account', async () => {
    const bill = await house.resident();
    await fail(bill, browser('203.0.113.77'));
    const { rows } = await house.owner.query('select key from sign_in_throttle');
    const keys = rows.map(({ key }) => key as string);
    expect(keys.length).toBeGreaterThan(3);
    for (const key of keys) expect(key).toMatch(/^[a-z]+:[\w-]{43}$/);
  });

  it('is not reached by SQL in an address', async () => {
    const bill = await house.resident();
    expect(await fail(bill, browser("1'; drop table sign_in_throttle; --\0"))).toBe('sign_in.wrong');
  });

  it('keeps to what NIST allows: at most 100 wrong tries in a row, known places included', () => {
    const { account: strange, patientPair } = SIGN_IN_LIMITS;
    expect(strange.tries + patientPair.tries).toBeLessThanOrEqual(100);
  });
});
