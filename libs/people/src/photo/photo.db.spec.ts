import type { EmployeeActor } from '@courtyard/access';
import { allows } from '@courtyard/access';
import { v7 as newId, v4 } from 'uuid';
import { EmployeeKind } from '../employee/employee.entity.js';
import { Introductions } from '../employee/introductions.service.js';
import { type House, openHouse } from '../fixtures/house.js';
import { fromTelephone, halves, SVG } from '../fixtures/picture-files.js';
import { EmployeePhoto } from './photo.entity.js';
import { photoPolicy } from './photo.policy.js';
import { LARGEST_PHOTO_BYTES, PHOTO_RATE } from './photo.service.js';
import { PhotoSize, photoAddress } from './photo-address.js';

let house: House;
let organisationId: string;
let admin: EmployeeActor;
let bill: EmployeeActor;
let carol: EmployeeActor;
let guest: EmployeeActor;
let stranger: EmployeeActor;
let red: Buffer;
let blue: Buffer;

beforeAll(async () => {
  house = await openHouse();
  const founded = await house.found();
  organisationId = founded.organisationId;
  admin = await house.signedIn(organisationId, founded.administratorId);
  const hired = async (name: string, kind = EmployeeKind.employee) =>
    house.signedIn(organisationId, await house.hire(admin, { name, kind }));
  bill = await hired('Bill Brown');
  carol = await hired('Carol Chen');
  guest = await hired('Gus Guest', EmployeeKind.guest);
  const elsewhere = await house.found('Elsewhere');
  stranger = await house.signedIn(elsewhere.organisationId, elsewhere.administratorId);
  red = await halves(200, 200, '#c03020', '#c03020').png().toBuffer();
  blue = await halves(200, 200, '#2030c0', '#2030c0').png().toBuffer();
}, 60_000);
afterAll(() => house?.close());

const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'answered',
    (failure: { code?: string; message: string }) => failure.code ?? failure.message,
  );
/** What the actor gets at an address, in a request of its own. */
const look = async (actor: EmployeeActor, of: string, token: string | null, size = PhotoSize.small) =>
  code(house.photos.look(await house.again(actor), of, token ?? v4(), size));
const stored = async (employeeId: string) => {
  const { rows } = await house.owner.query(
    `select e.photo_token, p.token, p.small, p.large from employee e
     left join employee_photo p on p.organisation_id = e.organisation_id and p.employee_id = e.id where e.id = $1`,
    [employeeId],
  );
  return rows[0] as { photo_token: string | null; token: string | null; small: Buffer; large: Buffer };
};
const replace = async (actor: EmployeeActor, file: Buffer) =>
  (await house.photos.replace(await house.again(actor), file)).photoToken as string;

describe('a photo', () => {
  it('is its owner’s to set, and colleagues see it in both sizes', async () => {
    house.trail.recorded.length = 0;
    const employee = await house.photos.replace(await house.again(bill), await fromTelephone());
    const token = employee.photoToken as string;
    for (const size of Object.values(PhotoSize)) {
      expect(photoAddress(employee, size)).toBe(
        `/files/photo/employee_${bill.employeeId}/${token}?size=${size}`,
      );
      for (const viewer of [bill, carol, admin]) {
        const picture = await house.photos.look(await house.again(viewer), bill.employeeId, token, size);
        expect(picture.toString('latin1', 0, 4)).toBe('RIFF');
        expect(picture.toString('latin1')).not.toContain('CANARY');
      }
    }
    const { rows: outbox } = await house.owner.query(
      "select payload from outbox where organisation_id = $1 and topic = 'employee.revised'",
      [organisationId],
    );
    expect(outbox).toEqual([{ payload: { employeeId: bill.employeeId } }]);
    expect(house.trail.recorded).toMatchObject([
      {
        kind: 'written',
        operation: 'replacePhoto',
        touched: [
          { resource: 'Employee', action: 'revise', id: bill.employeeId },
          { resource: 'EmployeePhoto', action: 'replace', personId: bill.employeeId },
        ],
      },
    ]);
  });

  it('comes with no list, and no page asks one statement more for it', async () => {
    await replace(bill, red);
    const before = house.database.counters.statements;
    const { rows } = await house.employees.list(await house.again(carol), { first: 20 });
    // One is the look-up of who asks.
    expect(house.database.counters.statements - before).toBe(2);
    const row = rows.find(({ id }) => id === bill.employeeId);
    expect(row?.photoToken).toBe((await stored(bill.employeeId)).token);
    expect(Object.values(row ?? {}).some((value) => Buffer.isBuffer(value))).toBe(false);
    const [photo] = await house.gate.loadBy(carol, photoPolicy, 'read', 'employeeId', [bill.employeeId]);
    expect(Object.keys(photo ?? {}).sort()).toEqual(['createdAt', 'employeeId', 'organisationId', 'token']);
  });

  it('has a new address when it is replaced, and none of its own any more', async () => {
    const first = await replace(bill, red);
    const second = await replace(bill, blue);
    expect(second).not.toBe(first);
    expect(await look(carol, bill.employeeId, first)).toBe('not_found');
    expect(await look(bill, bill.employeeId, first)).toBe('not_found');
    expect(await look(carol, bill.employeeId, second)).toBe('answered');
    expect(await look(carol, carol.employeeId, second)).toBe('not_found');
  });

  it('is deleted at once when its owner takes it back; taking back nothing leaves no trace', async () => {
    const token = await replace(bill, red);
    await house.photos.remove(await house.again(bill));
    expect(await look(carol, bill.employeeId, token)).toBe('not_found');
    expect(await stored(bill.employeeId)).toEqual({
      photo_token: null,
      token: null,
      small: null,
      large: null,
    });
    expect(photoAddress((await house.employees.get(carol, bill.employeeId)) as never, PhotoSize.small)).toBe(
      null,
    );
    house.trail.recorded.length = 0;
    await house.photos.remove(await house.again(bill));
    expect(house.trail.recorded).toEqual([]);
  });

  it('is nobody else’s to replace or remove, whatever their role', async () => {
    await replace(bill, red);
    const before = await stored(bill.employeeId);
    const { employeeId } = bill;
    for (const [actor, answer] of [
      [carol, 'auth.forbidden'],
      [admin, 'auth.forbidden'],
      [stranger, 'not_found'],
    ] as const) {
      const change = { token: v4(), small: blue, large: blue };
      const replacing = house.write(await house.again(actor), (write) =>
        write.change(photoPolicy, 'replace', { employeeId }, change),
      );
      const removing = house.write(await house.again(actor), (write) =>
        write.remove(photoPolicy, 'remove', { employeeId }),
      );
      const setting = house.write(await house.again(actor), (write) =>
        write.create(photoPolicy, 'replace', { employeeId, ...change }),
      );
      expect([await code(replacing), await code(removing), await code(setting)]).toEqual([
        answer,
        answer,
        'auth.forbidden',
      ]);
    }
    expect(await stored(bill.employeeId)).toEqual(before);
  });

  it('is seen by whoever may read its person: not by guests, not once they left, not from elsewhere', async () => {
    const token = await replace(bill, red);
    const own = await replace(guest, blue);
    expect(await look(guest, guest.employeeId, own)).toBe('answered');
    expect(await look(carol, guest.employeeId, own)).toBe('answered');
    for (const viewer of [guest, stranger])
      expect(await look(viewer, bill.employeeId, token)).toBe('not_found');
    const unknown = [await look(carol, newId(), token), await look(carol, bill.employeeId, v4())];
    expect(unknown).toEqual(['not_found', 'not_found']);

    // Introduced by name, and no address that would not open.
    const introduced = await new Introductions(house.gate).of(await house.again(guest), bill.employeeId);
    expect(introduced).toMatchObject({ name: 'Bill Brown', photoToken: null });

    const leaving = await house.hire(admin, { name: 'Leo Leaving' });
    const theirs = await replace(await house.signedIn(organisationId, leaving), red);
    expect(await look(carol, leaving, theirs)).toBe('answered');
    await house.keeping.deactivate(await house.again(admin), leaving);
    expect(await look(carol, leaving, theirs)).toBe('not_found');
  });

  it('is walled off by the database too', async () => {
    await replace(bill, red);
    const all = { text: 'select employee_id from employee_photo', values: [] };
    const [mine = []] = await house.database.flight(organisationId, [all]);
    expect(mine.flat()).toContain(bill.employeeId);
    expect(await house.database.flight(stranger.organisationId, [all])).toEqual([[]]);
  });

  it('is one whole photo when several come at once', async () => {
    const tokens = await Promise.all([red, blue, red, blue, red].map((file) => replace(carol, file)));
    const { photo_token, token } = await stored(carol.employeeId);
    expect(tokens).toContain(token);
    expect(photo_token).toBe(token);
    const seen = await Promise.all(tokens.map((one) => look(bill, carol.employeeId, one)));
    expect(seen.filter((answer) => answer === 'answered')).toHaveLength(1);
  });

  it('stays as it is when the file is refused', async () => {
    const token = await replace(bill, red);
    house.trail.recorded.length = 0;
    const tooLong = Buffer.concat([red, Buffer.alloc(LARGEST_PHOTO_BYTES)]);
    expect(await code(replace(bill, tooLong))).toBe('input.too_large');
    expect(await code(replace(bill, SVG))).toBe('photo.not_an_image');
    expect(await code(replace(bill, red.subarray(0, red.length / 2)))).toBe('photo.unreadable');
    expect(await look(carol, bill.employeeId, token)).toBe('answered');
    expect(house.trail.recorded).toEqual([]);
  });

  it('is changed a bounded number of times by one person, and that binds nobody else', async () => {
    for (let at = 0; at < PHOTO_RATE.tries; at++) await house.photos.admit(bill);
    expect(await code(house.photos.admit(bill))).toBe('rate.limited');
    expect(await code(house.photos.admit(carol))).toBe('answered');
  });
});

describe('the policy of photos', () => {
  it('says the same to a list as to a row', async () => {
    const { rows } = await house.owner.query(
      'select employee_id from employee_photo where organisation_id = $1',
      [organisationId],
    );
    const all = rows.map(({ employee_id: employeeId }) =>
      Object.assign(new EmployeePhoto(), { organisationId, employeeId: employeeId as string }),
    );
    expect(all.length).toBeGreaterThan(2);
    const ids = all.map(({ employeeId }) => employeeId);
    for (const actor of [bill, carol, guest, admin])
      for (const action of photoPolicy.actions) {
        const fresh = await house.again(actor);
        const listed = await house.gate.loadBy(fresh, photoPolicy, action, 'employeeId', ids);
        const judged = all.filter((row) => allows(photoPolicy, actor, action, row));
        expect(listed.map(({ employeeId }) => employeeId).sort()).toEqual(
          judged.map(({ employeeId }) => employeeId).sort(),
        );
      }
  });
});
