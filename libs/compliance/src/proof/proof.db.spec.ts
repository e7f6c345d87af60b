import { randomUUID } from 'node:crypto';
import type { EmployeeActor } from '@courtyard/access';
import { verifyEventProof } from '@courtyard/audit';
import { LogHouse, OTHER, person } from '../../fixtures/house.js';
import type { LogProof } from './proof.view.js';

let house: LogHouse;
const officer = person(['compliance_officer']);
const bill = person(['employee']);
const mara = person(['employee']);
const prove = (actor: EmployeeActor, eventId: string) =>
  house.proofs.prove({ ...actor, requestId: randomUUID() }, eventId);

/** As an outsider with the log's public key would. */
async function verify(proof: LogProof | null): Promise<void> {
  const log = await house.verifier();
  if (!log || !proof) throw new Error('There is nothing to verify.');
  verifyEventProof(proof, log);
}

const events = async (): Promise<string[]> =>
  (await house.owner.query('select event_id from audit_leaf order by position')).rows.map(
    (row) => row.event_id,
  );

beforeAll(async () => {
  house = await LogHouse.open();
  for (let at = 0; at < 300; at += 1) await house.look(mara, bill.employeeId, 17, 'answered');
  await house.look(person([], OTHER), mara.employeeId, 17, 'answered');
  await house.sequence();
}, 120_000);
afterAll(() => house?.close());

describe('the proof of one entry', () => {
  it('verifies for an outsider, for entries all over the tree', async () => {
    const ids = await events();
    expect(ids.length).toBeGreaterThan(512);
    for (const at of [0, 1, 255, 256, 257, 400, 511, 512]) {
      const proof = await prove(officer, ids[at] as string);
      await verify(proof);
      expect(JSON.parse((proof as LogProof).body).id).toBe(ids[at]);
    }
  });

  it('is given to whom the entry concerns, and to no other employee', async () => {
    const [look] = (await house.looks.list({ ...bill, requestId: randomUUID() }, { first: 1 })).rows;
    await verify(await prove(bill, look?.eventId as string));
    for (const actor of [
      mara,
      person(['works_council']),
      person(['administrator']),
      person(['compliance_officer'], OTHER),
    ])
      await expect(prove(actor, look?.eventId as string)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is refused alike for what is foreign, unknown and malformed', async () => {
    const { rows } = await house.owner.query('select event_id from audit_leaf where organisation_id = $1', [
      OTHER,
    ]);
    for (const id of [rows[0].event_id, randomUUID(), "' or 1=1 --", '', 'post_1'])
      await expect(prove(officer, id)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is on record for an officer, and not for oneself', async () => {
    const [look] = (await house.looks.list({ ...bill, requestId: randomUUID() }, { first: 1 })).rows;
    const before = await house.count('opened', 'logProof');
    await prove(bill, look?.eventId as string);
    expect(await house.count('opened', 'logProof')).toBe(before);
    await prove(officer, look?.eventId as string);
    expect(await house.count('opened', 'logProof')).toBe(before + 1);
  });

  it('is absent while the entry waits for the tree', async () => {
    await house.look(mara, bill.employeeId, 17);
    const [look] = (await house.looks.list({ ...bill, requestId: randomUUID() }, { first: 1 })).rows;
    expect(await prove(bill, look?.eventId as string)).toBeNull();
    await house.sequence();
    await verify(await prove(bill, look?.eventId as string));
  });

  it.each([
    [
      'a tile',
      'audit_tile',
      `update audit_tile set bytes = overlay(bytes placing '\\x00'::bytea from 40) where level = 0 and index = 0`,
    ],
    [
      'the body',
      'audit_event',
      `update audit_event set body = replace(convert_from(body, 'UTF8'), 'reveal', 'glance')::bytea,
       leaf = sha256('\\x00'::bytea || replace(convert_from(body, 'UTF8'), 'reveal', 'glance')::bytea)`,
    ],
    [
      'the note',
      'audit_checkpoint',
      `update audit_checkpoint set note = replace(note, 'courtyard/', 'courtyard!')`,
    ],
  ])('is not given when somebody above the walls changed %s', async (_, table, change) => {
    const [id] = await events();
    await verify(await prove(officer, id as string));
    await house.owner.query(`create table kept as select * from ${table}`);
    await house.owner.query(change);
    try {
      await expect(prove(officer, id as string)).rejects.toMatchObject({ code: 'log.unproven' });
    } finally {
      await house.owner.query('set session_replication_role = replica');
      await house.owner.query(`delete from ${table}`);
      await house.owner.query(`insert into ${table} select * from kept`);
      await house.owner.query('drop table kept');
      await house.owner.query('set session_replication_role = origin');
    }
  });
});
