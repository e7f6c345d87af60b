import { randomUUID } from 'node:crypto';
import {
  ANNA,
  actor,
  BILL,
  CANARIES,
  FIELD_NO,
  House,
  ORGANISATION,
  residentPolicy,
} from '../fixtures/house.js';
import { commitmentOf } from './commitment.js';
import { canonical, leafHash } from './event.js';

const NOBODY = '0190c1d0-0000-7000-8000-0000000000ff';

describe('the stored log', () => {
  let house: House;

  beforeAll(async () => {
    house = await House.build();
  }, 60_000);
  beforeEach(() => house.empty());
  afterAll(() => house.close());

  const reveal = (gate = house.gate, by = actor(ANNA), of = BILL) =>
    gate.reveal(by, residentPolicy, 'reveal', of, 'mobile', FIELD_NO);
  const rename = (gate = house.gate, by = actor(ANNA, 'administrator')) =>
    gate.write(by, 'renameResident', (write) =>
      write.change(residentPolicy, 'rename', BILL, { name: 'canary-William' }),
    );
  const nameOfBill = async () =>
    (await house.owner.query('select name from resident where id = $1', [BILL])).rows[0].name as string;

  describe('what is stored', () => {
    const everything = async () => {
      await reveal();
      await rename();
      await reveal(house.gate, actor(ANNA), NOBODY).catch(() => undefined);
      await house.log.append({
        organisationId: ORGANISATION,
        kind: 'sign_in_failed',
        requestId: randomUUID(),
        personId: BILL,
      });
      await house.soon('closed');
    };

    it('verifies: the bytes are canonical, the leaf is theirs, the columns say the same', async () => {
      await everything();
      // Refusals are stored many at once, a moment later, and the same one once a minute.
      await house.soon('denied');
      const events = await house.events();
      expect(new Set(events.map(({ kind }) => kind))).toEqual(
        new Set(['opened', 'closed', 'written', 'denied', 'sign_in_failed']),
      );
      for (const { bytes, body, leaf, id, kind, at, organisationId } of events) {
        expect(leafHash(bytes)).toEqual(leaf);
        expect(canonical(body)).toBe(bytes.toString());
        expect([body.id, body.kind, body.at, body.organisation]).toEqual([
          id,
          kind,
          at.toISOString(),
          organisationId,
        ]);
        const [first = 0] = bytes;
        expect(leafHash(Buffer.from([first ^ 1, ...bytes.subarray(1)]))).not.toEqual(leaf);
      }
    });

    it('holds no name, no value and no id of a person or a row', async () => {
      await everything();
      const { rows } = await house.owner.query(
        `select convert_from(body, 'UTF8') || ' ' || (e.*)::text as text from audit_event e`,
      );
      const text = rows.map((row) => row.text as string).join('\n');
      const index = JSON.stringify((await house.owner.query('select * from audit_person')).rows);
      for (const canary of [...Object.values(CANARIES), 'William', BILL, ANNA, NOBODY]) {
        expect(text).not.toContain(canary);
        // And not as PostgreSQL prints bytes.
        expect(text).not.toContain(Buffer.from(canary).toString('hex'));
      }
      expect(index).not.toContain('canary');
      expect(index).not.toContain(ANNA);
      // Negative controls: the search finds what is there, in both spellings; and the index has whom it is for.
      expect(text).toContain('renameResident');
      expect(text).toContain(Buffer.from('renameResident').toString('hex'));
      expect(index).toContain(BILL);
    });

    it('names the same person differently in every event', async () => {
      const anna = actor(ANNA);
      for (let times = 0; times < 3; times++) await reveal(house.gate, anna);
      const bodies = (await house.soon('opened', 3)).map(({ body }) => body);
      const commitments = bodies.flatMap(({ actor, persons, resources }) => [
        actor,
        ...persons,
        ...resources.map(({ ref }) => ref),
      ]);
      expect(new Set(commitments).size).toBe(9);
    });
  });

  describe('erasure', () => {
    const opens = async (body: { id: string; persons: readonly string[] }, person: string) => {
      const key = house.keys.findKey(ORGANISATION, person);
      if (typeof key !== 'object') return false;
      const common = { organisationId: ORGANISATION, eventId: body.id };
      return body.persons.includes(
        commitmentOf(key, { ...common, slot: 'person', type: 'Person', id: person }),
      );
    };
    const look = async (of: string) => {
      await house.log.open(actor(ANNA), 'reveal', [
        { resource: 'Resident', id: of, action: 'reveal', personId: of },
      ]);
      const events = await house.events('opened');
      const last = events[events.length - 1];
      if (!last) throw new Error('Nothing was opened.');
      return last;
    };

    it('closes every commitment and keeps every leaf', async () => {
      const person = randomUUID();
      const before = await look(person);
      expect(await opens(before.body, person)).toBe(true);
      expect(await opens(before.body, BILL)).toBe(false);

      house.keys.destroy(ORGANISATION, person);

      expect(await opens(before.body, person)).toBe(false);
      for (const { bytes, leaf } of await house.events()) expect(leafHash(bytes)).toEqual(leaf);
    });

    it('stays: a later event makes no key and enters no index, and looks like any other', async () => {
      const person = randomUUID();
      house.keys.destroy(ORGANISATION, person);
      const after = await look(person);
      expect(house.keys.findKey(ORGANISATION, person)).toBe('erased');
      expect(after.body.persons).toEqual([expect.stringMatching(/^[\w-]{43}$/)]);
      expect(await house.index()).toEqual([]);
    });

    it('ends what a session that outlived it could do, and still records the refusal', async () => {
      const person = randomUUID();
      await reveal(house.gate, actor(person));
      house.keys.destroy(ORGANISATION, person);
      await expect(reveal(house.gate, actor(person))).rejects.toMatchObject({ code: 'auth.signed_out' });
      await expect(rename(house.gate, actor(person, 'administrator'))).rejects.toMatchObject({
        code: 'auth.signed_out',
      });
      expect(await nameOfBill()).toBe(CANARIES.name);
      await house.log.denied(actor(person), 'reveal', []);
      expect((await house.events('denied'))[0]?.body.actor).toMatch(/^[\w-]{43}$/);
    });
  });

  it('takes no name and no id that could carry a value', async () => {
    const anna = actor(ANNA);
    const touched = { resource: 'Resident', id: BILL, action: 'reveal' };
    for (const call of [
      () => house.log.written(anna, 'Bill Kessler', []),
      () => house.log.written(anna, 'rename', [{ ...touched, action: 'call 0171' }]),
      () => house.log.written(anna, 'rename', [{ ...touched, resource: 'é' }]),
      () => house.log.written({ ...anna, requestId: 'bill@kessler.example' }, 'rename', [touched]),
      () => house.log.written(anna, 'rename', [{ ...touched, personId: 'Bill Kessler' }]),
    ]) {
      expect(call).toThrow(/audit log was given/);
      expect(call).not.toThrow(/Kessler|0171/i);
    }
    await expect(house.log.open(anna, 'reveal', [touched], [0.5])).rejects.toThrow(/field number/);
  });
});
