import type { EmployeeActor } from '@courtyard/access';
import { systemClock } from '@courtyard/records';
import { type House, openHouse } from '../fixtures/house.js';
import { letRest } from '../fixtures/office.js';
import { Role } from '../role.js';
import { actorLookup, actorLookupBy } from '../viewer/actor-lookup.js';
import { OfficeService } from './office.service.js';

const DAY = 86_400_000;

let house: House;
let admin: EmployeeActor;
let org: string;
beforeAll(async () => {
  house = await openHouse();
  const founded = await house.found();
  org = founded.organisationId;
  admin = await house.signedIn(org, founded.administratorId);
});
afterAll(() => house?.close());

const officeOf = async (id: string) => {
  const { rows } = await house.owner.query('select * from office where employee_id = $1', [id]);
  return rows[0];
};
const rests = ({ given_at, counts_from }: { given_at: Date; counts_from: Date }) =>
  (counts_from.getTime() - given_at.getTime()) / DAY;
const refused = (text: string, ...values: unknown[]) =>
  house.database.flight(org, [{ text, values }]).then(
    () => 'answered',
    (failure: { message: string; cause?: { message?: string } }) => failure.cause?.message ?? failure.message,
  );

describe('a role that approves', () => {
  it('rests for 14 days after it was given, and the person holds it meanwhile', async () => {
    const id = await house.hire(admin, { name: 'Nora New' });
    const nora = await house.signedIn(org, id);
    await house.keeping.changeRoles(admin, id, [Role.compliance_officer]);
    expect(rests(await officeOf(id))).toBe(14);
    const now = await house.again(nora);
    expect(now.roles.has('compliance_officer')).toBe(true);
    expect([...now.offices]).toEqual([]);
    await letRest(house.owner, id, '13 days 23 hours');
    expect([...(await house.again(nora)).offices]).toEqual([]);
    await letRest(house.owner, id, '14 days 1 second');
    expect([...(await house.again(nora)).offices]).toEqual(['compliance_officer']);
  });

  it('counts by the clock that is handed in', async () => {
    const id = await house.hire(admin, { name: 'Cleo Clock', roles: [Role.data_protection] });
    const cleo = await house.signedIn(org, id);
    try {
      for (const [days, offices] of [
        [13, []],
        [14, ['data_protection']],
      ] as const) {
        house.gate.useActorLookup(actorLookupBy({ now: () => new Date(Date.now() + days * DAY + 60_000) }));
        expect([...(await house.again(cleo)).offices]).toEqual(offices);
      }
    } finally {
      house.gate.useActorLookup(actorLookup);
    }
  });

  it('needs no rest for whom the founding names, in its transaction only', async () => {
    expect(rests(await officeOf(admin.employeeId))).toBe(0);
    expect([...(await house.again(admin)).offices]).toEqual(['administrator']);
    const second = await house.hire(admin, { name: 'Abe Admin', roles: [Role.administrator] });
    expect(rests(await officeOf(second))).toBe(14);
  });

  it('goes on while other roles change, and begins anew when it was taken away or exchanged', async () => {
    const id = await house.hire(admin, { name: 'Ruth Role' });
    await house.keeping.changeRoles(admin, id, [Role.works_council]);
    await letRest(house.owner, id, '1 year');
    const before = await officeOf(id);
    await house.keeping.changeRoles(admin, id, [Role.works_council, Role.moderator]);
    expect(await officeOf(id)).toEqual(before);
    await house.keeping.changeRoles(admin, id, [Role.moderator]);
    expect(await officeOf(id)).toBeUndefined();
    await house.keeping.changeRoles(admin, id, [Role.works_council]);
    expect((await officeOf(id)).counts_from.getTime()).toBeGreaterThan(Date.now() + 13 * DAY);
    await letRest(house.owner, id, '1 year');
    await house.keeping.changeRoles(admin, id, [Role.compliance_officer]);
    expect(await officeOf(id)).toMatchObject({ role: 'compliance_officer', given_by: admin.employeeId });
    expect((await officeOf(id)).counts_from.getTime()).toBeGreaterThan(Date.now() + 13 * DAY);
  });

  it('begins anew for whom was put out and let in again', async () => {
    const id = await house.hire(admin, { name: 'Rita Return', roles: [Role.works_council] });
    await letRest(house.owner, id, '1 year');
    await house.keeping.deactivate(admin, id);
    expect(await officeOf(id)).toBeUndefined();
    await house.keeping.reactivate(admin, id);
    expect((await officeOf(id)).counts_from.getTime()).toBeGreaterThan(Date.now() + 13 * DAY);
  });

  it('is told to those who approve, with who gave it, until it counts', async () => {
    const id = await house.hire(admin, { name: 'Tess Told' });
    await house.keeping.changeRoles(admin, id, [Role.compliance_officer]);
    const offices = new OfficeService(house.gate, systemClock);
    const resting = async () =>
      (await offices.resting(await house.again(admin))).filter(({ employeeId }) => employeeId === id);
    expect(await resting()).toMatchObject([{ role: 'compliance_officer', givenById: admin.employeeId }]);
    await letRest(house.owner, id, '15 days');
    expect(await resting()).toEqual([]);
    const plain = await house.signedIn(org, await house.hire(admin, { name: 'Paul Plain' }));
    expect(await offices.resting(plain)).toEqual([]);
  });
});

describe('role api', () => {
  it('cannot say since when: not at the row, not by founding again, not for whom has no such role', async () => {
    const id = await house.hire(admin, { name: 'Mallory', roles: [Role.compliance_officer] });
    const at = `values ($1, $2, 'compliance_officer'`;
    expect(await refused('delete from office where organisation_id = $1 and employee_id = $2', org, id)).toBe(
      'answered',
    );
    expect(
      await refused(
        `insert into office (organisation_id, employee_id, role, counts_from) ${at}, now())`,
        org,
        id,
      ),
    ).toMatch(/permission denied/);
    expect(await refused(`insert into office (organisation_id, employee_id, role) ${at})`, org, id)).toBe(
      'answered',
    );
    expect(rests(await officeOf(id))).toBe(14);
    expect(
      await refused(
        'update office set counts_from = now() where organisation_id = $1 and employee_id = $2',
        org,
        id,
      ),
    ).toMatch(/permission denied/);
    expect(
      await refused('update organisation set created_at = now() where organisation_id = $1', org),
    ).toMatch(/permission denied/);
    const plain = await house.hire(admin, { name: 'Peggy Plain' });
    expect(
      await refused(`insert into office (organisation_id, employee_id, role) ${at})`, org, plain),
    ).toMatch(/P0001/);
  });

  it('control: a role that stands in the directory alone approves nothing', async () => {
    const id = await house.hire(admin, { name: 'Ruben Raw' });
    await refused(
      `update employee set roles = '{employee,works_council}' where organisation_id = $1 and id = $2`,
      org,
      id,
    );
    const raw = await house.signedIn(org, id);
    expect(raw.roles.has('works_council')).toBe(true);
    expect([...raw.offices]).toEqual([]);
  });
});
