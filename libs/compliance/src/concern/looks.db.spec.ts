import '@courtyard/people';
import { randomUUID } from 'node:crypto';
import { canonical, leafHash } from '@courtyard/audit';
import { LogHouse, ORGANISATION, OTHER, person } from '../../fixtures/house.js';

let house: LogHouse;
const bill = person(['employee']);
const mara = person(['employee']);
const looksOf = async (actor = bill) =>
  (await house.looks.list({ ...actor, requestId: randomUUID() }, { first: 100 })).rows;

beforeAll(async () => {
  house = await LogHouse.open();
}, 60_000);
afterAll(() => house?.close());

describe('who looked at me', () => {
  it('tells role, purpose, time, field and how it ended; a look without an end failed', async () => {
    await house.look(person(['moderator']), bill.employeeId, 17, 'answered');
    await house.look(mara, bill.employeeId, 17, 'failed');
    await house.look(mara, bill.employeeId, 18);
    const looks = await looksOf();
    expect(looks.map(({ outcome, roles }) => [outcome, roles])).toEqual([
      ['failed', ['employee']],
      ['failed', ['employee']],
      ['answered', ['employee', 'moderator']],
    ]);
    expect(looks[0]).toMatchObject({
      operation: 'reveal',
      purpose: 'directory',
      decision: 'permitted',
      case: null,
    });
    expect(looks[2]?.fields).toHaveLength(1);
    expect(await looksOf(mara)).toEqual([]);
    expect(await looksOf(person(['employee'], OTHER, bill.employeeId))).toEqual([]);
  });

  it('tells what left and what was refused, and neither my own acts nor what colleagues write', async () => {
    const before = (await looksOf()).length;
    const { employeeId } = bill;
    const touched = (action: string) => [
      { resource: 'Post', id: randomUUID(), action, personId: employeeId },
    ];
    await house.look(bill, employeeId, 17, 'answered');
    await house.gate.write(mara, 'nothing', async (write) => {
      write.touched.push(...touched('comment'));
    });
    expect(await looksOf()).toHaveLength(before);
    await house.audit.denied(mara, 'withdraw', touched('withdraw'));
    for (const kind of ['released', 'disclosure', 'policy', 'consent'] as const)
      await house.audit.record({
        organisationId: ORGANISATION,
        requestId: randomUUID(),
        kind,
        operation: 'deliverDisclosure',
        touched: [],
        personIds: [employeeId],
        fieldNos: [],
        purpose: 'partner-sharing',
        basis: 'consent',
        case: 'a-disclosure',
      });
    const looks = (await looksOf()).slice(0, -before);
    expect(looks.map(({ decision, outcome }) => [decision, outcome])).toEqual([
      ['permitted', null],
      ['permitted', null],
      ['denied', null],
    ]);
    expect(looks[0]).toMatchObject({ purpose: 'partner-sharing', case: 'a-disclosure' });
  });

  it('does not believe the index of ends, but the end itself', async () => {
    await house.look(mara, bill.employeeId, 17);
    const [open] = await looksOf();
    const body = Buffer.from(canonical({ outcome: 'answered', opened: randomUUID() }));
    const forged = randomUUID();
    await house.owner.query(
      'insert into audit_event values ($1, $2, pg_current_xact_id(), now(), $3, $4, $5)',
      [ORGANISATION, forged, 'closed', body, leafHash(body)],
    );
    await house.owner.query('insert into audit_end values ($1, $2, $3)', [
      ORGANISATION,
      open?.eventId,
      forged,
    ]);
    expect((await looksOf())[0]).toMatchObject({ eventId: open?.eventId, outcome: 'failed' });
  });

  it('comes in pages, newest first, each once', async () => {
    const whole = (await looksOf()).map(({ eventId }) => eventId);
    const paged: string[] = [];
    for (let after: string | null = null; ; ) {
      const page: Awaited<ReturnType<LogHouse['looks']['list']>> = await house.looks.list(
        { ...bill, requestId: randomUUID() },
        { first: 2, after },
      );
      paged.push(...page.rows.map(({ eventId }) => eventId));
      if (!page.hasNextPage) break;
      after = page.endCursor;
    }
    expect(paged).toEqual(whole);
    expect(whole).toEqual(whole.toSorted().toReversed());
  });

  it('leaves no record: it is one’s own to know', async () => {
    const before = await house.count('opened');
    await looksOf();
    expect(await house.count('opened')).toBe(before);
  });
});
