import { outlivings } from '@courtyard/records';
import { type ConsentHouse, nodeOf, openConsentHouse } from './house.js';

/** What outlives a restore: remembered by the gate whoever writes, before the commit, and done again by time and not by order. */
let house: ConsentHouse;
let requestId: string;

beforeAll(async () => {
  house = await openConsentHouse();
}, 60_000);
beforeEach(async () => {
  // Nobody is asked more than three times a quarter.
  house.clock.pass({ days: 100 });
  const { id } = await house.recipient();
  requestId = (await house.ask(id, ['Employee.name'])).id;
});
afterAll(() => house?.close());

const says = (yes: boolean) => house.answer(house.bill, requestId, 'Employee.name', yes);
const entries = () =>
  house.ledger.entries.filter(({ organisationId }) => organisationId === house.organisationId);
const latest = (from: number) =>
  entries()
    .slice(from)
    .map(({ resource, what }) => `${resource} ${what}`);
const again = () =>
  outlivings().get('Consent')!(
    house.gate,
    house.organisationId,
    entries().filter(({ resource }) => resource === 'Consent'),
  );
async function withdraw(): Promise<void> {
  const { rows } = await house.owner.query(
    `select id from consent_event where request_id = $1 and employee_id = $2 and kind like '%Given' order by at desc, id desc limit 1`,
    [requestId, house.bill.employeeId],
  );
  await house.answering.withdraw(await house.again(house.bill), nodeOf.consent(rows[0].id));
}
const kinds = async () =>
  (
    await house.owner.query(
      'select kind from consent_event where request_id = $1 and employee_id = $2 order by at, id',
      [requestId, house.bill.employeeId],
    )
  ).rows.map(({ kind }) => kind);
/** As a backup from before brings it back. */
async function forget(kind: string): Promise<void> {
  await house.owner.query('delete from consent_event where request_id = $1 and kind = $2', [requestId, kind]);
}

test('a yes, a no and a withdrawal each leave one entry, so that none takes longer; only what ends a yes is told', async () => {
  const before = entries().length;
  await says(true);
  await says(false);
  await says(true);
  await withdraw();
  expect(latest(before)).toEqual(['Consent said', 'Consent ended', 'Consent said', 'Consent ended']);
  expect(Object.keys(entries()[before]!.facts)).toEqual(['id']);
  expect(entries().at(-1)!.facts).toMatchObject({
    kind: 'ConsentWithdrawn',
    employeeId: house.bill.employeeId,
  });
});

test('a ledger that cannot be written: nothing is committed', async () => {
  await says(true);
  house.ledger.broken = true;
  await expect(withdraw()).rejects.toThrow();
  house.ledger.broken = false;
  expect(await kinds()).toEqual(['ConsentRequested', 'ConsentGiven']);
});

test('what is there already is left alone; what is not comes back as it was', async () => {
  await says(true);
  await withdraw();
  expect(await again()).toBe(0);
  await forget('ConsentWithdrawn');
  expect(await kinds()).toEqual(['ConsentRequested', 'ConsentGiven']);
  expect(await again()).toBe(1);
  expect(await kinds()).toEqual(['ConsentRequested', 'ConsentGiven', 'ConsentWithdrawn']);
  expect(await again()).toBe(0);
});

test('a yes that was said after a withdrawal stands, whichever of them comes back last', async () => {
  await says(true);
  await withdraw();
  house.clock.pass({ hours: 1 });
  await says(true);
  await forget('ConsentWithdrawn');
  await again();
  expect((await kinds()).at(-1)).toMatch(/Given$/);
  const now = new Date(house.clock.now().getTime());
  house.clock.pass({ days: 2 });
  await house.index.rebuildDue(house.organisationId);
  const mine = (await house.rowsOf(house.bill)).filter(({ noBits }) => noBits === '0');
  expect(now).toBeDefined();
  expect(mine.some(({ bits }) => bits !== '0')).toBe(true);
});

test('of what the backup does not know there is nothing to end', async () => {
  await says(false);
  const { facts, ...entry } = entries().at(-1)!;
  const strange = { ...entry, facts: { ...facts, id: requestId, requestId: house.organisationId } };
  expect(await outlivings().get('Consent')!(house.gate, house.organisationId, [strange])).toBe(0);
});

test('restriction and objection are set again, and what was lifted last is left as it is', async () => {
  const limit = (on: boolean) => house.again(house.eva).then((eva) => house.limits.restrict(eva, on));
  const doAgain = () =>
    outlivings().get('ProcessingLimit')!(
      house.gate,
      house.organisationId,
      entries().filter(({ resource }) => resource === 'ProcessingLimit'),
    );
  await limit(true);
  await house.owner.query('delete from processing_limit');
  expect(await doAgain()).toBe(1);
  expect(await house.limits.mine(await house.again(house.eva))).toHaveLength(1);
  expect(await doAgain()).toBe(0);
  await limit(false);
  expect(await doAgain()).toBe(0);
  expect(await house.limits.mine(await house.again(house.eva))).toHaveLength(0);
});
