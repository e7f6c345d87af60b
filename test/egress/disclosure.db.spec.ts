import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { PURPOSE_NAMES, purposeRule, RECIPIENT_CATEGORY_NAMES, recipientRule } from '@courtyard/catalogue';
import { Recipient } from '@courtyard/consent';
import { type TestDatabase, testDatabase } from '@courtyard/database';
import {
  Disclosure,
  type DisclosureManifest,
  manifestKey,
  signManifest,
  storedManifest,
} from '@courtyard/egress';
import { toNodeId } from '@courtyard/graphql';
import { codeOf } from '../../libs/feed/fixtures/house.js';
import { giveLongAgo } from '../../libs/people/src/fixtures/office.js';
import { nodeOf } from '../consent/house.js';
import { type EgressHouse, NAME, openEgressHouse } from './house.js';
import { Wall } from './wall.js';

jest.setTimeout(120_000);

let house: EgressHouse;
let database: TestDatabase;
let wall: Wall;
beforeAll(async () => {
  house = await openEgressHouse();
  database = await testDatabase();
  wall = await Wall.open(database);
});
afterAll(async () => {
  await wall?.close();
  await house?.close();
});

const node = (disclosure: Disclosure) => toNodeId(Disclosure, disclosure.id);
const preview = async (recipientId: string, fieldKeys = NAME, purpose = 'partner-sharing') =>
  house.previews.preview(await house.again(house.ada), {
    recipientId: toNodeId(Recipient, recipientId),
    purpose: purpose as never,
    fieldKeys: [...fieldKeys],
  });

describe('one yes, from the card to the file', () => {
  test('withheld before, one cell after the cooling off, nothing once withdrawn', async () => {
    const recipient = await house.recipient();
    const card = await house.ask(recipient.id, NAME);
    const disclosure = await house.approved(recipient.id);
    const left = async () => wall.cells(await house.grantOf(disclosure), 'employee');
    expect(await left()).toEqual([]);
    await house.answer(house.bill, card.id, 'Employee.name', true);
    expect(await left()).toEqual([]);
    expect(await house.ownCells.wouldLeave(await house.again(house.bill), nodeOf.request(card.id))).toEqual([
      expect.objectContaining({ value: 'Bill Kessler', released: false }),
    ]);
    house.clock.pass({ hours: 25 });
    await house.index.rebuildDue(house.organisationId);
    expect(await left()).toEqual([expect.objectContaining({ name: 'Bill Kessler', title: null })]);
    expect(await house.ownCells.wouldLeave(await house.again(house.bill), nodeOf.request(card.id))).toEqual([
      expect.objectContaining({ value: 'Bill Kessler', released: true }),
    ]);
    expect(await house.ownCells.wouldLeave(await house.again(house.eva), nodeOf.request(card.id))).toEqual([
      expect.objectContaining({ value: 'Eva Ernst', released: false }),
    ]);
    const { rows } = await house.owner.query(
      "select id from consent_event where employee_id = $1 and kind = 'ConsentGiven'",
      [house.bill.employeeId],
    );
    await house.answering.withdraw(await house.again(house.bill), nodeOf.consent(rows[0].id));
    expect(await left()).toEqual([]);
  });
});

describe('a preview', () => {
  test('says of what is never that it is never, and records that it was asked', async () => {
    const recipient = await house.recipient();
    const before = house.recorded.length;
    const { columns, smaller } = await preview(recipient.id, NAME, 'marketing');
    expect(columns).toMatchObject([{ field: { key: 'Employee.name' }, released: '0' }]);
    expect(columns[0]?.withheld.map(({ reason }) => reason)).toEqual(['purpose_never']);
    expect(smaller).toBeNull();
    expect(house.recorded.slice(before)).toMatchObject([
      {
        kind: 'disclosure',
        operation: 'previewDisclosure',
        decision: 'denied',
        touched: [{ action: 'purpose_never' }],
      },
    ]);
    const insurer = await house.recipient({ category: 'insurer' });
    expect((await preview(insurer.id)).columns[0]?.withheld.map(({ reason }) => reason)).toEqual([
      'recipient_never',
    ]);
    expect((await preview(recipient.id)).columns[0]?.withheld.map(({ reason }) => reason)).toEqual([
      'policy',
    ]);
  });

  test('tells one yes from none in no way', async () => {
    const recipient = await house.recipient();
    const card = await house.ask(recipient.id, NAME);
    const none = await preview(recipient.id);
    await house.answer(house.bill, card.id, 'Employee.name', true);
    house.clock.pass({ hours: 25 });
    await house.index.rebuildDue(house.organisationId);
    expect(await preview(recipient.id)).toEqual(none);
    await house.answer(house.eva, card.id, 'Employee.name', false);
    expect(await preview(recipient.id)).toEqual(none);
    expect(none.columns[0]).toMatchObject({ released: 'fewer than ten' });
  });

  test('is for officers only', async () => {
    const recipient = await house.recipient();
    const asked = {
      recipientId: toNodeId(Recipient, recipient.id),
      purpose: 'research' as const,
      fieldKeys: [...NAME],
    };
    expect(await codeOf(house.previews.preview(await house.again(house.bill), asked))).toBe('auth.forbidden');
  });

  test('counts a field once, and knows no field that nobody can be asked about', async () => {
    const recipient = await house.recipient();
    expect(
      (await preview(recipient.id, ['Employee.name', 'Employee.name', 'Post.body'])).columns.length,
    ).toBe(2);
    expect(await codeOf(preview(recipient.id, ['Employee.birthday']))).toBe('disclosure.unknown_field');
  });
});

describe('asking', () => {
  test('every purpose and recipient that is never is refused through the API, with the reason on record', async () => {
    const partner = await house.recipient();
    for (const purpose of PURPOSE_NAMES.filter((one) => purposeRule(one) === 'never')) {
      expect(await codeOf(house.requested(partner.id, NAME, { purpose }))).toBe('disclosure.never');
      expect(house.recorded.at(-1)).toMatchObject({
        decision: 'denied',
        touched: [{ action: 'purpose_never' }],
      });
    }
    for (const category of RECIPIENT_CATEGORY_NAMES.filter((one) => recipientRule(one) === 'never')) {
      const recipient = await house.recipient({ category });
      expect(await codeOf(house.requested(recipient.id))).toBe('disclosure.never');
      expect(house.recorded.at(-1)).toMatchObject({
        decision: 'denied',
        touched: [{ action: 'recipient_never' }],
      });
    }
  });

  test('nothing that is not opened, by nobody who is no officer, twice the same once', async () => {
    const recipient = await house.recipient();
    expect(await codeOf(house.requested(recipient.id))).toBe('disclosure.not_opened');
    await house.opening(recipient.id, NAME);
    expect(await codeOf(house.requested(recipient.id, ['Employee.name', 'Post.body']))).toBe(
      'disclosure.not_opened',
    );
    const idempotencyKey = randomUUID();
    const first = await house.requested(recipient.id, NAME, { idempotencyKey });
    expect((await house.requested(recipient.id, NAME, { idempotencyKey })).id).toBe(first.id);
    expect(first).toMatchObject({ status: 'requested', requestedRole: 'administrator', answered: null });
    const page = await codeOf(
      house.disclosures
        .list(await house.again(house.bill), { first: 20 })
        .then(({ rows }) => expect(rows).toEqual([])),
    );
    expect(page).toBe('answered');
  });
});

describe('two seats', () => {
  const opened = async () => {
    const recipient = await house.recipient();
    await house.opening(recipient.id, NAME);
    return recipient.id;
  };

  test('two people of two roles, neither the requester; then a grant, sealed', async () => {
    const disclosure = await house.requested(await opened());
    expect(await codeOf(house.decide(house.ada, disclosure))).toBe('disclosure.own_request');
    expect(await codeOf(house.decide(house.bill, disclosure))).toBe('auth.forbidden');
    expect(await house.decide(house.cora, disclosure)).toMatchObject({ status: 'requested' });
    expect(await codeOf(house.decide(house.cora, disclosure))).toBe('disclosure.seat_taken');
    const twinId = await house.hire(house.ada, { name: 'Cleo Compliance' });
    await giveLongAgo(house.owner, twinId, 'compliance_officer');
    const twin = await house.signedIn(house.organisationId, twinId);
    expect(await codeOf(house.decide(twin, disclosure))).toBe('disclosure.seat_taken');
    expect(
      (await house.owner.query('select from disclosure_grant where id = $1', [disclosure.id])).rowCount,
    ).toBe(0);
    expect(await house.decide(house.wim, disclosure)).toMatchObject({ status: 'approved' });
    expect(await codeOf(house.decide(house.dora, disclosure))).toBe('disclosure.already_decided');
    const grant = await house.grantOf(disclosure);
    expect(grant.secret).toMatch(/^[\w-]{43}$/);
  });

  test('a fresh proof, an account that does not rest, and time that is not up', async () => {
    const disclosure = await house.requested(await opened());
    const approve = { id: node(disclosure), approve: true };
    house.clock.pass({ minutes: 6 });
    expect(await codeOf(house.approvals.decide(await house.again(house.cora), approve))).toBe(
      'auth.reauthentication_needed',
    );
    const frozen = await house.prove(house.cora);
    await house.owner.query('update account set frozen_until = $1 where employee_id = $2', [
      new Date(house.clock.now().getTime() + 3_600_000),
      house.cora.employeeId,
    ]);
    expect(await codeOf(house.approvals.decide(frozen, approve))).toBe('auth.frozen');
    await house.owner.query('update account set frozen_until = null where employee_id = $1', [
      house.cora.employeeId,
    ]);
    house.clock.pass({ hours: 25 });
    expect(await codeOf(house.decide(house.cora, disclosure))).toBe('disclosure.already_decided');
    expect(await house.disclosures.status(await house.again(house.cora), disclosure)).toBe('expired');
    expect(await house.settling.settle(house.organisationId)).toBeGreaterThan(0);
    expect(
      (
        await house.gate.get(
          await house.again(house.cora),
          (
            await import('@courtyard/egress')
          ).disclosurePolicy,
          'read',
          disclosure.id,
        )
      ).status,
    ).toBe('expired');
  });

  test('a no ends it, without a proof', async () => {
    const disclosure = await house.requested(await opened());
    await house.decide(house.cora, disclosure);
    expect(
      await house.approvals.decide(await house.again(house.wim), { id: node(disclosure), approve: false }),
    ).toMatchObject({ status: 'refused' });
    expect(await codeOf(house.decide(house.dora, disclosure))).toBe('disclosure.already_decided');
  });

  test('what was closed meanwhile, and whose seat nobody holds any more', async () => {
    const recipientId = await opened();
    const disclosure = await house.requested(recipientId);
    await house.decide(house.cora, disclosure);
    await house.owner.query("update employee set roles = '{employee}' where id = $1", [
      house.cora.employeeId,
    ]);
    expect(await codeOf(house.decide(house.dora, disclosure))).toBe('disclosure.approver_gone');
    await giveLongAgo(house.owner, house.cora.employeeId, 'compliance_officer');
    await house.recipients.retire(await house.again(house.dora), toNodeId(Recipient, recipientId));
    expect(await codeOf(house.decide(house.dora, disclosure))).toBe('disclosure.not_opened');
  });

  test('two who approve at the same moment take two seats, and make one grant', async () => {
    const disclosure = await house.requested(await opened());
    const outcomes = await Promise.all(
      [house.cora, house.dora, house.wim].map((one) => codeOf(house.decide(one, disclosure))),
    );
    expect(outcomes.filter((one) => one === 'answered').length).toBe(2);
    const { rows } = await house.owner.query(
      'select role from disclosure_approval where disclosure_id = $1',
      [disclosure.id],
    );
    expect(rows.length).toBe(2);
  });

  test('the tables hold it without the application', async () => {
    const disclosure = await house.requested(await opened());
    const api = database.open('api');
    const sql = (text: string, values: unknown[]) =>
      codeOf(api.flight(house.organisationId, [{ text, values }]));
    const grant = `insert into disclosure_grant values ($1, $2, $3, 'partner-sharing', sha256('x'), '\\x${'00'.repeat(40)}', $4)`;
    const grantIt = () =>
      sql(grant, [house.organisationId, disclosure.id, disclosure.recipientId, disclosure.expiresAt]);
    expect(await grantIt()).toMatch(/P0001|database/i);
    const seat = (role: string, who: string) =>
      sql("insert into disclosure_approval values ($1, $2, $3, $4, 'approved', now())", [
        house.organisationId,
        disclosure.id,
        role,
        who,
      ]);
    expect(await seat('administrator', house.ada.employeeId)).toBe('answered');
    expect(await seat('data_protection', house.ada.employeeId)).not.toBe('answered');
    expect(await seat('data_protection', house.dora.employeeId)).toBe('answered');
    expect(await grantIt()).not.toBe('answered');
    const field = "insert into disclosure_field values ($1, $2, 'Employee', 5)";
    expect(await sql(field, [house.organisationId, disclosure.id])).not.toBe('answered');
  });
});

describe('afterwards', () => {
  const manifest: DisclosureManifest = {
    v: 1,
    disclosure: randomUUID(),
    organisation: randomUUID(),
    recipient: { id: randomUUID(), name: 'Partner', category: 'business-partner', country: 'DE' },
    purpose: 'partner-sharing',
    question: 'Who plays football?',
    columns: [
      { field: 'Employee.name', cells: '12', released: 'fewer than ten', withheld: { withheld: 'the rest' } },
    ],
    file: { format: 'csv', sha256: 'ab'.repeat(32) },
    policyVersion: 'cd'.repeat(32),
    indexVersion: '7',
    logPosition: null,
    onward:
      'For the named recipient and purpose only. Not to be passed on, merged with other data, sold, or used to find out who is meant. To be deleted when the recipient is told that a consent has ended.',
    canary: 'ef'.repeat(32),
    preparedAt: '2026-11-22T12:00:00.000Z',
  };

  test('what was delivered is ended, has its manifest, and records what it answered, once', async () => {
    const recipient = await house.recipient();
    await house.opening(recipient.id, NAME);
    const disclosure = await house.approved(recipient.id);
    const ada = () => house.again(house.ada);
    expect(await codeOf(house.disclosures.recordAnswer(await ada(), node(disclosure), 'Nobody.'))).toBe(
      'disclosure.not_delivered',
    );
    const signed = signManifest(manifest, manifestKey('secret'));
    await house.step(disclosure, 'prepared', storedManifest(signed));
    expect(await house.manifests.delivered(await ada(), disclosure.id)).toBeNull();
    await house.step(disclosure, 'delivered');
    expect(await house.disclosures.status(await ada(), disclosure)).toBe('ended');
    expect(await house.manifests.delivered(await ada(), disclosure.id)).toMatchObject(signed);
    expect(await house.manifests.columns(await ada(), disclosure.id)).toMatchObject([
      {
        field: { key: 'Employee.name' },
        released: 'fewer than ten',
        withheld: [{ reason: 'withheld', count: 'the rest' }],
      },
    ]);
    expect(await codeOf(house.disclosures.cancel(await ada(), node(disclosure)))).toBe(
      'disclosure.already_decided',
    );
    expect(await house.disclosures.recordAnswer(await ada(), node(disclosure), 'Bill does.')).toMatchObject({
      answered: 'Bill does.',
    });
    expect(await codeOf(house.disclosures.recordAnswer(await ada(), node(disclosure), 'And Eva.'))).toBe(
      'disclosure.already_answered',
    );
    await expect(house.step(disclosure, 'delivered')).rejects.toThrow(/disclosure_step_end/);
    expect(await house.settling.settle(house.organisationId)).toBeGreaterThan(0);
  });

  test('called off by any officer, it opens nothing', async () => {
    const recipient = await house.recipient();
    await house.opening(recipient.id, NAME);
    const disclosure = await house.approved(recipient.id);
    expect(await house.disclosures.cancel(await house.again(house.wim), node(disclosure))).toMatchObject({
      status: 'ended',
    });
    expect(await wall.cells(await house.grantOf(disclosure), 'employee')).toEqual([]);
    expect(await codeOf(house.disclosures.cancel(await house.again(house.wim), node(disclosure)))).toBe(
      'disclosure.already_decided',
    );
  });

  test('each person is told what left about them, and nobody else', async () => {
    const recipient = await house.recipient();
    await house.opening(recipient.id, NAME);
    const disclosure = await house.approved(recipient.id);
    const departure = (entity: string, numbers: number[], rows: number) =>
      house.owner.query('insert into departure values ($1, $2, $3, $4, $5, $6, $7)', [
        house.organisationId,
        house.bill.employeeId,
        disclosure.id,
        entity,
        numbers,
        rows,
        house.clock.now(),
      ]);
    await departure('Employee', [2], 1);
    await departure('Post', [5, 12], 3);
    const told = await house.departures.list(await house.again(house.bill), { first: 20 });
    expect(told.rows).toMatchObject([
      {
        purpose: 'partner-sharing',
        question: 'Who plays football?',
        rows: 4,
        recipientId: recipient.id,
      },
    ]);
    expect(told.rows[0]?.fields.map(({ key }) => key).sort()).toEqual([
      'Employee.name',
      'Post.body',
      'Post.publishedAt',
    ]);
    expect((await house.departures.list(await house.again(house.eva), { first: 20 })).rows).toEqual([]);
    expect((await house.departures.list(await house.again(house.ada), { first: 20 })).rows).toEqual([]);
  });
});
