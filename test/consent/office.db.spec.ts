import type { EmployeeActor } from '@courtyard/access';
import { type TestDatabase, testDatabase } from '@courtyard/database';
import { Disclosure } from '@courtyard/egress';
import { toNodeId } from '@courtyard/graphql';
import { Client } from 'pg';
import { v7 as newId } from 'uuid';
import { codeOf } from '../../libs/feed/fixtures/house.js';
import { giveLongAgo, letRest } from '../../libs/people/src/fixtures/office.js';
import { Role } from '../../libs/people/src/index.js';
import { type EgressHouse, NAME, openEgressHouse } from '../egress/house.js';
import { AGE, nodeOf } from './house.js';

jest.setTimeout(120_000);

let house: EgressHouse;
let database: TestDatabase;
let api: Client;
beforeAll(async () => {
  house = await openEgressHouse();
  database = await testDatabase();
  api = new Client({ connectionString: database.urls.api });
  await api.connect();
  await api.query(`select set_config('app.org', $1, false)`, [house.organisationId]);
});
afterAll(async () => {
  await api?.end();
  await database?.close();
  await house?.close();
});

/** Somebody whom the administrator has just given a role that approves. */
async function accomplice(role: Role): Promise<EmployeeActor> {
  const id = await house.hire(house.ada, { name: `New ${role}` });
  await house.keeping.changeRoles(await house.again(house.ada), id, [role]);
  return house.signedIn(house.organisationId, id);
}

const party = () => ({
  idempotencyKey: newId(),
  name: 'Quick Partner',
  category: 'business-partner' as const,
  ownerName: `Quick ${newId()}`,
  country: 'DE',
  deliveryKind: 'file_drop' as never,
  agePublicKey: AGE,
});
const because = (work: Promise<unknown>) =>
  work.then(
    () => 'answered',
    ({ message }: Error) => message,
  );

describe('a role that was newly given', () => {
  it('proposes and decides no recipient and no opening, and says from when', async () => {
    const cleo = await accomplice(Role.compliance_officer);
    const refusal = await house.recipients.propose(cleo, party()).catch((failure) => failure);
    expect(refusal).toMatchObject({ code: 'auth.office_rests' });
    const from = Date.parse(refusal.details.from);
    expect(Math.round((from - Date.now()) / 86_400_000)).toBe(14);

    const proposed = await house.recipients.propose(await house.again(house.ada), party());
    const decision = { id: nodeOf.recipient(proposed.id), approve: true };
    expect(await codeOf(house.recipients.decide(cleo, decision))).toBe('auth.office_rests');
    expect(await codeOf(house.recipients.decide(cleo, { ...decision, approve: false }))).toBe(
      'auth.office_rests',
    );

    const recipient = await house.recipient();
    const opening = {
      idempotencyKey: newId(),
      purpose: 'partner-sharing' as const,
      recipientId: nodeOf.recipient(recipient.id),
      fieldKeys: [...NAME],
    };
    expect(await codeOf(house.openings.propose(cleo, opening))).toBe('auth.office_rests');
    const wanted = await house.openings.propose(await house.again(house.ada), opening);
    expect(await codeOf(house.openings.decide(cleo, { id: nodeOf.opening(wanted.id), approve: true }))).toBe(
      'auth.office_rests',
    );

    // Control: the same person, the same row, when it rested long enough by any clock.
    await letRest(house.owner, cleo.employeeId, '100 years');
    expect(await house.recipients.decide(await house.again(cleo), decision)).toMatchObject({
      status: 'active',
    });
  });

  it('brings no purpose on again, neither as the first nor as the second', async () => {
    const cleo = await accomplice(Role.compliance_officer);
    await house.purposes.switch(cleo, 'research', true);
    expect(await codeOf(house.purposes.switch(cleo, 'research', false))).toBe('auth.office_rests');
    await house.purposes.switch(await house.again(house.dora), 'research', false);
    expect(await codeOf(house.purposes.switch(cleo, 'research', false))).toBe('auth.office_rests');
    await letRest(house.owner, cleo.employeeId, '100 years');
    expect(await house.purposes.switch(await house.again(cleo), 'research', false)).toMatchObject({
      switchedOff: false,
    });
  });

  it('takes no seat, with a proof or without; two accomplices open nothing', async () => {
    const recipient = await house.recipient();
    await house.opening(recipient.id, NAME);
    const disclosure = await house.requested(recipient.id);
    const [cleo, wanda] = [await accomplice(Role.compliance_officer), await accomplice(Role.works_council)];
    for (const one of [cleo, wanda]) {
      expect(await codeOf(house.decide(one, disclosure))).toBe('auth.office_rests');
      expect(await codeOf(house.decide(one, disclosure, false))).toBe('auth.office_rests');
      await letRest(house.owner, one.employeeId, '100 years');
    }
    expect(await house.decide(cleo, disclosure)).toMatchObject({ status: 'requested' });
    expect(await house.decide(wanda, disclosure)).toMatchObject({ status: 'approved' });
  });

  it('and a seat ends with the role, also where the role came back before the second approved', async () => {
    const recipient = await house.recipient();
    await house.opening(recipient.id, NAME);
    const disclosure = await house.requested(recipient.id);
    const cleo = await accomplice(Role.compliance_officer);
    await letRest(house.owner, cleo.employeeId, '100 years');
    await house.decide(cleo, disclosure);
    const ada = await house.again(house.ada);
    await house.keeping.changeRoles(ada, cleo.employeeId, []);
    await house.keeping.changeRoles(ada, cleo.employeeId, [Role.compliance_officer]);
    expect(await codeOf(house.decide(house.dora, disclosure))).toBe('disclosure.approver_gone');
  });

  it('reads the desk, asks for a disclosure, and narrows at once', async () => {
    const recipient = await house.recipient();
    await house.opening(recipient.id, NAME);
    const disclosure = await house.requested(recipient.id);
    const cleo = await accomplice(Role.compliance_officer);
    expect((await house.disclosures.list(cleo, { first: 5 })).rows.length).toBeGreaterThan(0);
    expect(await house.disclosures.cancel(cleo, toNodeId(Disclosure, disclosure.id))).toMatchObject({
      status: 'ended',
    });
    expect(await house.recipients.retire(cleo, nodeOf.recipient(recipient.id))).toMatchObject({
      status: 'retired',
    });
  });
});

describe('the tables hold it without the application', () => {
  const sql = (text: string, values: unknown[]) => because(api.query(text, values));
  const PROPOSED = `insert into recipient (organisation_id, id, lineage_id, name, category, owner_name, owner_folded, country, age_public_key,
    delivery_kind, status, proposed_by, proposed_role, proposed_at)
    values ($1, $2, $2, 'Quick', 'business-partner', 'Quick', 'quick', 'DE', 'age1x', 'file_drop', 'proposed', $3, $4, now())`;

  it('for proposals and decisions, seats and grants', async () => {
    const org = house.organisationId;
    const cleo = await accomplice(Role.compliance_officer);
    const [id, other] = [newId(), newId()];
    expect(await sql(PROPOSED, [org, id, cleo.employeeId, 'compliance_officer'])).toMatch(/rests no more/);
    expect(await sql(PROPOSED, [org, id, house.bill.employeeId, 'administrator'])).toMatch(/rests no more/);
    expect(await sql(PROPOSED, [org, id, house.ada.employeeId, 'administrator'])).toBe('answered');
    const decided = `update recipient set status = 'active', decided_by = $3, decided_role = 'compliance_officer', decided_at = now()
      where organisation_id = $1 and id = $2`;
    expect(await sql(decided, [org, id, cleo.employeeId])).toMatch(/rests no more/);
    expect(
      await sql(`insert into purpose_proposal values ($1, 'ai-training', $2, 'compliance_officer', now())`, [
        org,
        cleo.employeeId,
      ]),
    ).toMatch(/rests no more/);

    const recipient = await house.recipient();
    await house.opening(recipient.id, NAME);
    const disclosure = await house.requested(recipient.id);
    const seat = (role: string, who: EmployeeActor) =>
      sql(`insert into disclosure_approval values ($1, $2, $3, $4, 'approved', now())`, [
        org,
        disclosure.id,
        role,
        who.employeeId,
      ]);
    expect(await seat('compliance_officer', cleo)).toMatch(/rests no more/);
    // Control: what was given long ago passes all of them.
    await giveLongAgo(house.owner, cleo.employeeId, 'compliance_officer');
    expect(await sql(PROPOSED, [org, other, cleo.employeeId, 'compliance_officer'])).toBe('answered');
    expect(await sql(decided, [org, id, cleo.employeeId])).toBe('answered');
    expect(await seat('compliance_officer', cleo)).toBe('answered');
    expect(await seat('data_protection', house.dora)).toBe('answered');
    const grant = `insert into disclosure_grant values ($1, $2, $3, 'partner-sharing', sha256('x'), '\\x${'00'.repeat(40)}', $4)`;
    const granted = [org, disclosure.id, recipient.id, disclosure.expiresAt];
    await letRest(house.owner, cleo.employeeId, '1 day');
    expect(await sql(grant, granted)).toMatch(/two approvals/);
    await letRest(house.owner, cleo.employeeId, '100 years');
    expect(await sql(grant, granted)).toBe('answered');
  });

  it('a purpose comes on again by an office that rests no more', async () => {
    const org = house.organisationId;
    await house.purposes.switch(await house.again(house.ada), 'employer-brand', true);
    const on = () =>
      sql(
        `update purpose_policy set switched_off = false where organisation_id = $1 and purpose = 'employer-brand'`,
        [org],
      );
    expect(await on()).toMatch(/two offices/);
    await house.purposes.switch(await house.again(house.dora), 'employer-brand', false);
    await letRest(house.owner, house.dora.employeeId, '1 day');
    expect(await on()).toMatch(/two offices/);
    await letRest(house.owner, house.dora.employeeId, '100 years');
    expect(await on()).toBe('answered');
  });
});
