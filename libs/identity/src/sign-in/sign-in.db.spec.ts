import { CourtyardError, presentError } from '@courtyard/errors';
import { browser, CHEAP, House, OTHER, RIGHT, refusalOf } from '../../fixtures/house.js';

let house: House;
beforeAll(async () => {
  house = await House.open();
});
afterAll(() => house?.close());

describe('signing in', () => {
  it('opens a session whose token is stored as a hash only', async () => {
    const bill = await house.resident();
    const session = await house.signIn(bill, RIGHT, browser('198.51.100.7'));
    expect(session).toMatchObject({
      organisationId: bill.organisationId,
      accountId: bill.accountId,
      employeeId: bill.employeeId,
    });
    expect(await house.bearer(session.token)).toMatchObject({
      employeeId: bill.employeeId,
      accountId: bill.accountId,
      sessionId: session.sessionId,
    });
    const { rows } = await house.owner.query('select * from session where organisation_id = $1', [
      bill.organisationId,
    ]);
    const [, secret = 'none'] = session.token.split('.');
    const stored = JSON.stringify(
      rows.map((row) => ({ ...row, token_hash: row.token_hash.toString('hex') })),
    );
    expect(stored).not.toContain(secret);
    expect(stored).not.toContain(Buffer.from(secret, 'base64url').toString('hex'));
    expect(rows[0].device).toBe('Firefox on Linux');
    expect(stored).not.toContain('198.51.100');
  });

  it('takes an address in any case and with space around it, and a password in any normal form', async () => {
    const bill = await house.resident();
    const loud = { ...bill, email: ` ${bill.email.toUpperCase()} ` };
    await expect(house.signIn(loud)).resolves.toBeDefined();
    const composed = 'caf\u00e9 am Ende der Welt';
    await house.passwords.change(await house.actorOf(await house.signIn(bill)), {
      current: RIGHT,
      next: composed,
    });
    await expect(house.signIn(bill, composed.normalize('NFD'))).resolves.toBeDefined();
  });

  it('gives a new token each time (session fixation)', async () => {
    const bill = await house.resident();
    const first = await house.signIn(bill);
    const second = await house.signIn(bill);
    expect(second.token).not.toBe(first.token);
    expect(second.sessionId).not.toBe(first.sessionId);
  });

  it('needs the handle where there are several organisations, and finds nobody of another', async () => {
    const bill = await house.resident();
    const other = await house.organisation();
    await house.organisation();
    const { email } = bill;
    const wrongs = [null, undefined, other.handle, 'nobody-has-this', 'Not A Handle', "x' or '1'='1", 'a\0b'];
    for (const organisation of wrongs) {
      const attempt = house.signIns.signIn({ organisation, email, password: RIGHT }, browser());
      expect(await refusalOf(attempt)).toBe('sign_in.wrong');
    }
  });

  it('hashes anew when the cost has changed, and only then', async () => {
    const bill = await house.resident();
    const hash = async () =>
      (await house.owner.query('select hash from account_password where account_id = $1', [bill.accountId]))
        .rows[0].hash as string;
    const before = await hash();
    await house.signIn(bill);
    expect(await hash()).toBe(before);
    const dearer = await House.open({ cost: { ...CHEAP, timeCost: 3 } });
    try {
      await dearer.signIn(bill);
      const after = await hash();
      expect(after).toContain('t=3');
      await dearer.signIn(bill);
      expect(await hash()).toBe(after);
    } finally {
      await dearer.close();
    }
  });
});

describe('one answer for everything that is wrong', () => {
  const cases = async () => {
    const bill = await house.resident();
    const gone = await house.resident();
    await house.owner.query("update account set status = 'deactivated' where id = $1", [gone.accountId]);
    const bare = await house.resident();
    await house.owner.query('delete from account_password where account_id = $1', [bare.accountId]);
    return {
      'wrong password': { organisation: bill.handle, email: bill.email, password: OTHER },
      'unknown address': { organisation: bill.handle, email: 'nobody@kessler.example', password: RIGHT },
      'unknown organisation': { organisation: 'nobody', email: bill.email, password: RIGHT },
      deactivated: { organisation: gone.handle, email: gone.email, password: RIGHT },
      'without password': { organisation: bare.handle, email: bare.email, password: RIGHT },
    };
  };

  it('with the same work: one comparison, the same statements', async () => {
    const work: Record<string, unknown> = {};
    for (const [name, credentials] of Object.entries(await cases())) {
      const compared = house.hasher.comparisons;
      const { statements } = house.database.counters;
      const failure = await house.signIns.signIn(credentials, browser()).catch((error: unknown) => error);
      work[name] = {
        presented: presentError(failure),
        comparisons: house.hasher.comparisons - compared,
        statements: house.database.counters.statements - statements,
      };
    }
    const [first, ...others] = Object.values(work);
    expect(first).toMatchObject({ presented: { code: 'sign_in.wrong', details: {} }, comparisons: 1 });
    for (const other of others) expect(other).toEqual(first);
  });

  it('and the right password costs the same comparison (the count can differ: two sign-ins are two)', async () => {
    const bill = await house.resident();
    const before = house.hasher.comparisons;
    await house.signIn(bill);
    expect(house.hasher.comparisons - before).toBe(1);
    await house.signIn(bill);
    expect(house.hasher.comparisons - before).toBe(2);
  });

  it('leaves a record of each in an organisation, naming whose account it was where there is one', async () => {
    const all = await cases();
    house.refused.length = 0;
    for (const credentials of Object.values(all))
      await refusalOf(house.signIns.signIn(credentials, browser()));
    expect(house.refused.map(({ kind }) => kind)).toEqual(Array(4).fill('sign_in_failed'));
    const named = house.refused.map(({ personId }) => personId !== undefined);
    expect(named).toEqual([true, false, false, true]);
    expect(JSON.stringify(house.refused)).not.toContain('@');
  });

  it('does not sign in when the refusal cannot be recorded, nor says so differently for a wrong account', async () => {
    const bill = await house.resident();
    house.refused.push = () => {
      throw new CourtyardError('server.unavailable');
    };
    try {
      expect(await refusalOf(house.signIn(bill, OTHER))).toBe('server.unavailable');
      expect(await refusalOf(house.signIn({ ...bill, email: 'nobody@kessler.example' }))).toBe(
        'server.unavailable',
      );
    } finally {
      Reflect.deleteProperty(house.refused, 'push');
    }
  });
});

describe('hostile input', () => {
  const emails = [
    '',
    ' ',
    'bill',
    'bill@',
    '@kessler.example',
    'bill@kessler',
    `${'b'.repeat(10_000)}@kessler.example`,
    'bill\0@kessler.example',
    'bill\ud800@kessler.example',
    'bill@kessler.example\n',
    'bill@kessler.example\nbcc: x@y.example',
    '\u202ebill@kessler.example',
  ];

  it.each(emails)('refuses %j without asking anybody', async (email) => {
    const bill = await house.resident();
    const { statements } = house.database.counters;
    const code = await refusalOf(house.signIn({ ...bill, email }));
    expect(['input.invalid', 'sign_in.wrong']).toContain(code);
    if (code === 'input.invalid') expect(house.database.counters.statements).toBe(statements);
  });

  it('takes SQL for the text it is', async () => {
    const bill = await house.resident();
    const sql = `bill'/**/or/**/1=1;drop/**/table/**/session;--@kessler.example`;
    expect(await refusalOf(house.signIn({ ...bill, email: sql }))).toBe('sign_in.wrong');
    expect(await refusalOf(house.signIn(bill, "' or '1'='1"))).toBe('sign_in.wrong');
    await expect(house.signIn(bill)).resolves.toBeDefined();
  });

  it('takes NUL and control characters in a password as part of it, refuses lone surrogates and endless text', async () => {
    const bill = await house.resident();
    expect(await refusalOf(house.signIn(bill, `${RIGHT}\0`))).toBe('sign_in.wrong');
    expect(await refusalOf(house.signIn(bill, `${RIGHT}\udfff`))).toBe('input.invalid');
    expect(await refusalOf(house.signIn(bill, 'x'.repeat(1_000_000)))).toBe('password.too_long');
  });

  it('keeps every secret out of errors', async () => {
    const bill = await house.resident();
    const mine = await house.actorOf(await house.signIn(bill));
    const password = 'canary-Password-9f31';
    const email = 'canary-mail-77@kessler.example';
    const attempts = [
      () => house.signIn(bill, password),
      () => house.signIn({ ...bill, email }, password),
      () => house.signIn({ ...bill, email: `${email}\0` }, password),
      () => house.signIn(bill, `${password}\ud800`),
      () => house.invitations.read(`${password}.${password}`),
      () => house.invitations.accept(password, password, browser()),
      () => house.passwords.change(mine, { current: password, next: password }),
    ];
    for (const attempt of attempts) {
      const error = (await attempt().catch((thrown: unknown) => thrown)) as Error;
      expect(error).toBeInstanceOf(CourtyardError);
      const told = `${error.message} ${error.stack} ${JSON.stringify(error)} ${JSON.stringify(presentError(error))}`;
      for (const secret of [password, email, bill.email]) expect(told).not.toContain(secret);
    }
  });
});
