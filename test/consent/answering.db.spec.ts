import type { EmployeeActor } from '@courtyard/access';
import { BEGINNING, FOREVER } from '../../libs/consent/src/index/index-rows.js';
import { codeOf, idOf, to } from '../../libs/feed/fixtures/house.js';
import { type ConsentHouse, nodeOf, openConsentHouse } from './house.js';

let house: ConsentHouse;
beforeAll(async () => {
  house = await openConsentHouse();
});
afterAll(() => house?.close());

const NAME = 'Employee.name';
/** Field number 2. */
const NAME_BIT = '4';

/** A recipient of its own, with a card about it that bill was asked; long after whatever was asked before. */
async function asked(fields: readonly string[] = [NAME], over = {}) {
  house.clock.pass({ days: 100 });
  const recipient = await house.recipient();
  const request = await house.ask(recipient.id, fields, over);
  return { recipient, request };
}

async function rowsTo(actor: EmployeeActor, recipientId: string) {
  return (await house.rowsOf(actor)).filter(({ recipient }) => recipient === recipientId);
}

async function consentTo(actor: EmployeeActor, recipientId: string) {
  const again = await house.again(actor);
  const page = await house.consents.page(again, { first: 100 });
  const consent = page.rows.find((row) => row.recipientId === recipientId);
  if (!consent) throw new Error('Nothing was said.');
  return { consent, state: await house.consents.stateOf(again, consent) };
}

function nextMillisecond(moment: string | Date): string {
  return new Date(new Date(moment).getTime() + 1).toISOString();
}

async function cardStandsSince({ employeeId }: EmployeeActor): Promise<string> {
  const { rows } = await house.owner.query(
    'select greatest(created_at, card_changed_at) as since from employee where id = $1',
    [employeeId],
  );
  return nextMillisecond(rows[0].since);
}

describe('a yes', () => {
  it('needs a fresh proof, and waits before it counts', async () => {
    const { recipient, request } = await asked();
    const shown = await house.shown(house.bill, request.id, NAME);
    const answers = [{ fieldKey: NAME, yes: true, ...shown }];
    const input = { requestId: nodeOf.request(request.id), answers };
    expect(await codeOf(house.answering.answer(await house.again(house.bill), input))).toBe(
      'auth.reauthentication_needed',
    );
    expect(await rowsTo(house.bill, recipient.id)).toEqual([]);

    // What he was shown, since it is what it is.
    const covers = await cardStandsSince(house.bill);
    await house.answer(house.bill, request.id, NAME, true);
    house.clock.pass({ hours: 24 });
    const effective = house.clock.now().toISOString();
    expect(await rowsTo(house.bill, recipient.id)).toMatchObject([
      { covers, bits: '0', noBits: '0', until: FOREVER, pending: effective },
    ]);
    expect(await house.index.rebuildDue(house.organisationId)).toBe(1);
    expect(await rowsTo(house.bill, recipient.id)).toMatchObject([
      { covers, bits: NAME_BIT, noBits: '0', pending: null },
    ]);
    expect((await consentTo(house.bill, recipient.id)).state).toBe('given');
  });

  it('rests while the account rests, and taking it back does not', async () => {
    const { recipient, request } = await asked();
    await house.answer(house.bill, request.id, NAME, true);
    await house.owner.query(`update account set frozen_until = $1 where id = $2`, [
      new Date(house.clock.now().getTime() + 86_400_000),
      house.bill.accountId,
    ]);
    try {
      expect(await codeOf(house.answer(house.bill, request.id, NAME, true))).toBe('auth.frozen');
      const { consent, state } = await consentTo(house.bill, recipient.id);
      expect(state).toBe('cooling_off');
      await house.answering.withdraw(await house.again(house.bill), nodeOf.consent(consent.id));
    } finally {
      await house.owner.query('update account set frozen_until = null where id = $1', [house.bill.accountId]);
    }
    expect((await consentTo(house.bill, recipient.id)).state).toBe('withdrawn');
    expect(await rowsTo(house.bill, recipient.id)).toMatchObject([
      { covers: BEGINNING, bits: '0', noBits: NAME_BIT, until: FOREVER, pending: null },
    ]);
  });

  it('ends with its purpose, and starts at no when that comes on again', async () => {
    const { recipient, request } = await asked();
    const cooling = await asked();
    await house.answer(house.bill, request.id, NAME, true);
    house.clock.pass({ days: 2 });
    await house.index.rebuildDue(house.organisationId);
    await house.answer(house.eva, request.id, NAME, false);
    // One that cools off ends like one that counts.
    await house.answer(house.bill, cooling.request.id, NAME, true);
    expect((await consentTo(house.bill, recipient.id)).state).toBe('given');
    const on = async (who: 'wim' | 'ada' | 'dora', off: boolean) =>
      house.purposes.switch(await house.again(house[who]), 'partner-sharing', off);
    await on('wim', true);
    for (const to of [recipient.id, cooling.recipient.id]) {
      expect((await consentTo(house.bill, to)).state).toBe('invalidated');
      expect(await rowsTo(house.bill, to)).toEqual([]);
    }
    expect(await codeOf(house.answer(house.bill, request.id, NAME, true))).toBe('consent.not_opened');
    await on('ada', false);
    await on('dora', false);
    expect((await consentTo(house.bill, recipient.id)).state).toBe('invalidated');
    house.clock.pass({ days: 2 });
    await house.index.rebuildIndex(house.organisationId);
    expect(await rowsTo(house.bill, recipient.id)).toEqual([]);
    // A no stays a no, and a yes said now is a yes.
    expect((await consentTo(house.eva, recipient.id)).state).toBe('refused');
    await house.answer(house.bill, request.id, NAME, true);
    expect((await consentTo(house.bill, recipient.id)).state).toBe('cooling_off');
  });

  it('control: the table lets no purpose on while an old yes stands', async () => {
    const { recipient, request } = await asked();
    await house.answer(house.bill, request.id, NAME, true);
    house.clock.pass({ days: 2 });
    await house.index.rebuildDue(house.organisationId);
    const { organisationId, owner } = house;
    const sql = (switchedOff: boolean) =>
      owner.query(
        `insert into purpose_policy (organisation_id, purpose, switched_off) values ($1, 'partner-sharing', $2)
         on conflict (organisation_id, purpose) do update set switched_off = $2`,
        [organisationId, switchedOff],
      );
    // As somebody would who forgets the people, past every service.
    await sql(true);
    await house.purposes.switch(await house.again(house.ada), 'partner-sharing', false);
    await expect(sql(false)).rejects.toThrow(/starts at no/);
    await house.purposes.switch(await house.again(house.dora), 'partner-sharing', false);
    expect((await consentTo(house.bill, recipient.id)).state).toBe('invalidated');
    expect(await rowsTo(house.bill, recipient.id)).toEqual([]);
  });

  it('ends with the opening it was said through, and another opening does not bring it back', async () => {
    const { recipient, request } = await asked();
    await house.answer(house.bill, request.id, NAME, true);
    await house.answer(house.eva, request.id, NAME, false);
    house.clock.pass({ hours: 25 });
    await house.index.rebuildDue(house.organisationId);
    const openings = await house.openings.list(await house.again(house.ada), { first: 100 });
    const of = openings.rows.find(({ recipientId }) => recipientId === recipient.id);
    // While another one opens the same, nothing ends.
    const other = await house.opening(recipient.id, [NAME]);
    await house.openings.retire(await house.again(house.wim), nodeOf.opening(of?.id ?? ''));
    expect((await consentTo(house.bill, recipient.id)).state).toBe('given');
    await house.openings.retire(await house.again(house.wim), nodeOf.opening(other.id));
    await house.opening(recipient.id, [NAME]);
    await house.index.rebuildIndex(house.organisationId);
    expect(await rowsTo(house.bill, recipient.id)).toEqual([]);
    expect((await consentTo(house.bill, recipient.id)).state).toBe('invalidated');
    expect((await consentTo(house.eva, recipient.id)).state).toBe('refused');
    // A new word is one.
    await house.answer(house.bill, request.id, NAME, true);
    expect((await consentTo(house.bill, recipient.id)).state).toBe('cooling_off');
  });

  it('ends on the day the card names, and is told of once', async () => {
    const { recipient, request } = await asked([NAME], { validMonths: 1 });
    await house.answer(house.bill, request.id, NAME, true);
    house.clock.pass({ days: 2 });
    await house.index.rebuildDue(house.organisationId);
    expect((await rowsTo(house.bill, recipient.id))[0]?.bits).toBe(NAME_BIT);
    house.clock.pass({ days: 30 });
    expect((await consentTo(house.bill, recipient.id)).state).toBe('expired');
    const before = (await house.eventsOf(house.bill)).length;
    await house.index.rebuildDue(house.organisationId);
    await house.index.rebuildDue(house.organisationId);
    expect((await house.eventsOf(house.bill)).slice(before)).toEqual(['ConsentExpired']);
    expect(await rowsTo(house.bill, recipient.id)).toEqual([]);
  });

  it('covers what is there, or up to the day the card names', async () => {
    house.clock.pass({ days: 100 });
    const later = new Date(house.clock.now().getTime() + 20 * 86_400_000).toISOString();
    const recipient = await house.recipient();
    const request = await house.ask(recipient.id, [NAME], { coversUntil: later });
    await house.answer(house.bill, request.id, NAME, true);
    expect((await rowsTo(house.bill, recipient.id))[0]?.covers).toBe(later);
  });

  it('is not given to what nobody opens any more, while a no always is said', async () => {
    const { recipient, request } = await asked();
    const [opening] = (await house.openings.list(await house.again(house.ada), { first: 1 })).rows;
    await house.openings.retire(await house.again(house.wim), nodeOf.opening(opening?.id ?? ''));
    expect(await codeOf(house.answer(house.bill, request.id, NAME, true))).toBe('consent.not_opened');
    expect(await codeOf(house.answer(house.bill, request.id, NAME, false))).toBe('answered');
    expect((await consentTo(house.bill, recipient.id)).state).toBe('refused');
  });

  it('of a field that may hold anything is said item by item', async () => {
    const post = await house.publish(house.bill, [to.everybody]);
    const theirs = await house.publish(house.eva, [to.everybody]);
    const { recipient, request } = await asked(['Post.body']);
    expect(await codeOf(house.answer(house.bill, request.id, 'Post.body', true))).toBe(
      'consent.items_needed',
    );
    expect(
      await codeOf(house.answer(house.bill, request.id, 'Post.body', true, [idOf.post(theirs.id)])),
    ).toBe('not_found');
    const covers = nextMillisecond(post.publishedAt);
    await house.answer(house.bill, request.id, 'Post.body', true, [idOf.post(post.id)]);
    house.clock.pass({ hours: 25 });
    await house.index.rebuildDue(house.organisationId);
    expect(await rowsTo(house.bill, recipient.id)).toMatchObject([
      { entity: 'Post', item: post.id, bits: '32', noBits: '0', covers },
    ]);
    // A later no to the field is one to each item.
    await house.answer(house.bill, request.id, 'Post.body', false);
    expect(await rowsTo(house.bill, recipient.id)).toMatchObject([
      { item: null, noBits: '32', bits: '0' },
      { item: post.id, noBits: '32', bits: '0' },
    ]);
  });

  it('falls when its recipient changes, in the same transaction', async () => {
    const { recipient, request } = await asked();
    await house.answer(house.bill, request.id, NAME, true);
    await house.answer(house.eva, request.id, NAME, false);
    const next = await house.recipient({ previousId: recipient.id, country: 'FR' });
    expect(next).toMatchObject({ lineageId: recipient.lineageId, lineageVersion: 2, status: 'active' });
    expect((await house.recipients.get(await house.again(house.bill), recipient.id)).status).toBe('retired');
    expect((await consentTo(house.bill, recipient.id)).state).toBe('invalidated');
    expect((await consentTo(house.eva, recipient.id)).state).toBe('refused');
    expect(await rowsTo(house.bill, recipient.id)).toEqual([]);
    expect(await codeOf(house.answer(house.bill, request.id, NAME, true))).toBe('consent.request_closed');
  });

  it('ends on leaving, in the same transaction', async () => {
    const id = await house.hire(house.ada, { name: 'Leo Leaver' });
    const leo = await house.signedIn(house.organisationId, id);
    const { recipient, request } = await asked();
    await house.answer(leo, request.id, NAME, true);
    house.clock.pass({ days: 2 });
    await house.index.rebuildDue(house.organisationId);
    await house.keeping.deactivate(await house.again(house.ada), id);
    expect((await house.eventsOf(leo)).at(-1)).toBe('ConsentInvalidated');
    expect(await rowsTo(leo, recipient.id)).toEqual([]);
    // Nobody deactivated says anything any more.
    expect(await codeOf(house.answer(leo, request.id, NAME, false))).toBe('The session is over.');
  });
});

describe('asking', () => {
  it('leaves out whom it asked lately, and guests', async () => {
    house.clock.pass({ days: 100 });
    const ownerName = 'Acme & Söhne';
    const first = await house.recipient({ ownerName });
    const sister = await house.recipient({ ownerName: 'ACME & sohne' });
    await house.ask(first.id, [NAME]);
    const again = await house.ask(sister.id, [NAME]);
    const others = [await house.recipient(), await house.recipient(), await house.recipient()];
    for (const other of others) await house.ask(other.id, [NAME]);
    const asks = async (requestId?: string) =>
      (
        await house.owner.query(
          `select request_id from consent_ask where employee_id = $1 and asked_at > $2 ${requestId ? `and request_id = '${requestId}'` : ''}`,
          [house.bill.employeeId, new Date(house.clock.now().getTime() - 86_400_000)],
        )
      ).rowCount;
    expect(await asks(again.id)).toBe(0);
    // Three a quarter: the first and two of the others.
    expect(await asks()).toBe(3);
    const { rowCount } = await house.owner.query('select from consent_ask where employee_id = $1', [
      house.gus.employeeId,
    ]);
    expect(rowCount).toBe(0);
  });

  it('goes on where another process died', async () => {
    const { request } = await asked();
    await house.owner.query('delete from consent_event where request_id = $1', [request.id]);
    await house.owner.query('delete from consent_ask where request_id = $1', [request.id]);
    await house.owner.query('update consent_request set asking = true, asked_through = null where id = $1', [
      request.id,
    ]);
    await Promise.all([
      house.asking.proceedAll(house.organisationId, 5),
      house.asking.proceedAll(house.organisationId, 5),
    ]);
    const { rows } = await house.owner.query(
      `select count(*)::int as asks, count(distinct employee_id)::int as people from consent_ask where request_id = $1`,
      [request.id],
    );
    expect(rows[0].asks).toBe(rows[0].people);
    expect(rows[0].people).toBeGreaterThan(4);
  });
});
