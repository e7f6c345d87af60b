import { randomUUID } from 'node:crypto';
import { systemActor } from '@courtyard/access';
import { type AuditTrail, Gate } from '@courtyard/records';
import { longEvent } from '../fixtures/event.js';
import {
  ANNA,
  actor,
  BILL,
  CANARIES,
  FIELD_NO,
  House,
  ORGANISATION,
  OTHER_ORGANISATION,
  POLICY_VERSION,
  residentPolicy,
} from '../fixtures/house.js';
import { Appender } from './appender.js';
import { AuditLog, type RecordedEvent } from './audit-log.js';
import { commitmentOf } from './commitment.js';
import { ENTRY_LIMIT } from './merkle/entry-bundle.js';
import { SqliteKeyStore } from './sqlite-key-store.js';
import { insertEvents } from './statement.js';

const NOBODY = '0190c1d0-0000-7000-8000-0000000000ff';

describe('the audit log', () => {
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

  describe('no record, no data', () => {
    const held = () =>
      house.owner.query(
        'select from pg_locks where not granted and database = (select oid from pg_database where datname = current_database())',
      );
    /** Reveals while nobody can store an event; `meanwhile` runs when the event waits to be stored. */
    const revealWhileLocked = async (gate: Gate, meanwhile: (answer: Promise<unknown>) => Promise<void>) => {
      await house.owner.query('begin; lock table audit_event in exclusive mode');
      const before = house.database.counters.statements;
      const answer = reveal(gate);
      while ((await held()).rowCount === 0) await new Promise((resolve) => setTimeout(resolve, 10));
      await meanwhile(answer);
      const statements = house.database.counters.statements - before;
      await house.owner.query('commit');
      return { statements, answer };
    };

    it('reads a guarded field only after its record is committed', async () => {
      const { statements, answer } = await revealWhileLocked(
        house.gate,
        () => new Promise((resolve) => setTimeout(resolve, 100)),
      );
      // The row was judged; the guarded column was not asked for.
      expect(statements).toBe(1);
      await expect(answer).resolves.toBe(CANARIES.mobile);
      expect(await house.events('opened')).toHaveLength(1);
    });

    it('would be seen to read too early (negative control)', async () => {
      const hasty: AuditTrail = {
        written: (...args) => house.log.written(...args),
        denied: (...args) => house.log.denied(...args),
        open: async (...args) => {
          void house.log.open(...args);
          return { close: () => undefined };
        },
      };
      const { statements } = await revealWhileLocked(house.gateWith(hasty), async (answer) => {
        expect(await answer).toBe(CANARIES.mobile);
      });
      expect(statements).toBe(2);
      await house.soon('opened');
    });

    it('refuses a reveal, and reads nothing, when the log cannot be written', async () => {
      const down = house.server.open('api', 1);
      await down.close();
      const faults: unknown[] = [];
      const log = new AuditLog({
        keys: house.keys,
        appender: new Appender({ database: down, onFault: (fault) => faults.push(fault) }),
        policyVersion: POLICY_VERSION,
      });
      const before = house.database.counters.statements;
      await expect(reveal(house.gateWith(log))).rejects.toMatchObject({ code: 'server.unavailable' });
      expect(house.database.counters.statements - before).toBe(1);
      expect(faults).toHaveLength(1);
      // Negative control: with a log, the same call answers, by one statement more.
      await expect(reveal()).resolves.toBe(CANARIES.mobile);
      expect(house.database.counters.statements - before).toBe(3);
    });

    it('refuses without keys: neither a look nor a write happens', async () => {
      const keys = SqliteKeyStore.open(`${house.folder}/closed`);
      keys.close();
      const gate = house.gateWith(
        new AuditLog({ keys, appender: house.appender, policyVersion: POLICY_VERSION }),
      );
      await expect(reveal(gate)).rejects.toMatchObject({ code: 'server.unavailable' });
      await expect(rename(gate)).rejects.toMatchObject({ code: 'server.unavailable' });
      expect(await nameOfBill()).toBe(CANARIES.name);
      expect(await house.events()).toEqual([]);
    });
  });

  describe('a look', () => {
    it('is opened with who, whom, what and why, and closed with how it ended', async () => {
      const anna = actor(ANNA, 'moderator');
      await reveal(house.gate, anna);
      const [opened] = await house.soon('opened');
      const [closed] = await house.soon('closed');
      const eventId = opened?.id as string;
      const annas = house.keys.keyOf(ORGANISATION, ANNA);
      const bills = house.keys.keyOf(ORGANISATION, BILL);
      if (typeof annas !== 'object' || typeof bills !== 'object') throw new Error('There are no keys.');
      const common = { organisationId: ORGANISATION, eventId };
      expect(opened?.body).toEqual({
        v: 1,
        organisation: ORGANISATION,
        id: eventId,
        at: opened?.at.toISOString(),
        kind: 'opened',
        operation: 'reveal',
        actor: commitmentOf(annas, { ...common, slot: 'actor', type: 'Person', id: ANNA }),
        errand: null,
        roles: ['employee', 'moderator'],
        persons: [commitmentOf(bills, { ...common, slot: 'person', type: 'Person', id: BILL })],
        resources: [
          {
            type: 'Resident',
            action: 'reveal',
            ref: commitmentOf(bills, { ...common, slot: 'resource', type: 'Resident', id: BILL }),
          },
        ],
        fields: [FIELD_NO],
        purpose: 'directory',
        basis: 'legitimate-interest',
        decision: 'permitted',
        outcome: null,
        opened: null,
        policyVersion: POLICY_VERSION,
        indexVersion: null,
        case: null,
        requestId: anna.requestId,
      });
      expect(closed?.body).toMatchObject({ opened: eventId, outcome: 'answered', actor: null, persons: [] });
      expect(await house.index()).toEqual([`${BILL} ${eventId}`]);
    });

    it('is closed once, whatever is said later', async () => {
      const opened = await house.log.open(actor(ANNA), 'reveal', []);
      opened.close('failed');
      opened.close('answered');
      await house.soon('closed');
      await house.log.open(actor(ANNA), 'reveal', []);
      expect((await house.events('closed')).map(({ body }) => body.outcome)).toEqual(['failed']);
    });
  });

  describe('a business write', () => {
    it('and its event are one transaction', async () => {
      await rename();
      expect(await nameOfBill()).toBe('canary-William');
      const [written, ...more] = await house.events();
      expect(more).toEqual([]);
      expect(written?.body).toMatchObject({
        kind: 'written',
        operation: 'renameResident',
        resources: [{ type: 'Resident', action: 'rename' }],
        purpose: 'collaboration',
        decision: 'permitted',
      });
      expect(await house.index()).toEqual([`${BILL} ${written?.id}`]);
    });

    it('that fails after its event leaves no event', async () => {
      const touched = [{ resource: 'Resident', id: BILL, action: 'rename', personId: BILL }];
      const failing = house.database.transaction(ORGANISATION, async (transaction) => {
        await transaction.query(house.log.written(actor(ANNA), 'renameResident', touched));
        throw new Error('a later statement failed');
      });
      await expect(failing).rejects.toThrow('a later statement failed');
      expect(await house.events()).toEqual([]);
      expect(await house.index()).toEqual([]);
    });

    it('whose event cannot be stored does not happen', async () => {
      const forged: AuditTrail = {
        open: (...args) => house.log.open(...args),
        denied: (...args) => house.log.denied(...args),
        written: (...args) => {
          const { text, values } = house.log.written(...args);
          return { text, values: values.with(5, [Buffer.alloc(32)]) };
        },
      };
      await expect(rename(house.gateWith(forged))).rejects.toMatchObject({
        constraint: 'audit_event_leaf_check',
      });
      expect(await nameOfBill()).toBe(CANARIES.name);
    });

    it('of the application itself names the errand and no person', async () => {
      const errand = systemActor('import', ORGANISATION);
      await house.database.flight(ORGANISATION, [house.log.written(errand, 'importPosts', [])]);
      const [event] = await house.events('written');
      expect(event?.body).toMatchObject({ actor: null, errand: 'import', roles: [] });
    });

    it('of hundreds of rows is as few events as fit into entries of the tree', async () => {
      const touched = Array.from({ length: 800 }, () => ({
        resource: 'Resident',
        id: randomUUID(),
        action: 'create',
        personId: randomUUID(),
      }));
      await house.database.flight(ORGANISATION, [
        house.log.written(systemActor('import', ORGANISATION), 'import', touched),
      ]);
      const events = await house.events('written');
      expect(events.map(({ body }) => [body.resources.length, body.persons.length])).toEqual([
        [400, 400],
        [400, 400],
      ]);
      expect(new Set(events.map(({ body }) => body.requestId)).size).toBe(1);
      expect(await house.index()).toHaveLength(800);
    });

    it('of rows with the longest names still fits, and one that cannot is refused', async () => {
      const wide = (id: string) => ({ resource: 'R'.repeat(100), id, action: 'a'.repeat(100) });
      await house.database.flight(ORGANISATION, [
        house.log.written(
          systemActor('import', ORGANISATION),
          'import',
          Array.from({ length: 500 }, () => wide(randomUUID())),
        ),
      ]);
      const events = await house.events('written');
      expect(events.length).toBeGreaterThan(1);
      for (const { bytes } of events) expect(bytes.length).toBeLessThanOrEqual(ENTRY_LIMIT);
      expect(events.reduce((sum, { body }) => sum + body.resources.length, 0)).toBe(500);
      const roles = Array.from({ length: 700 }, (_, n) => `r${n}${'x'.repeat(95)}`);
      expect(() => house.log.written(actor(ANNA, ...roles), 'rename', [wide(BILL)])).toThrow('does not fit');
      // Negative control: the database refuses what the application would have let through.
      await expect(
        house.database.flight(ORGANISATION, [insertEvents(ORGANISATION, [longEvent(ENTRY_LIMIT + 1)])]),
      ).rejects.toMatchObject({ constraint: 'audit_event_body_check' });
      await house.database.flight(ORGANISATION, [insertEvents(ORGANISATION, [longEvent(ENTRY_LIMIT)])]);
    });
  });

  describe('what is no write of rows', () => {
    const released = (personIds: readonly string[]): RecordedEvent => ({
      organisationId: ORGANISATION,
      requestId: randomUUID(),
      kind: 'released',
      operation: 'deliverDisclosure',
      personIds,
      touched: [],
      fieldNos: [FIELD_NO],
      purpose: 'partner-sharing',
      basis: 'consent',
      indexVersion: '41',
      case: randomUUID(),
    });

    it('is recorded with whom it concerns, in events of at most 500', async () => {
      const persons = Array.from({ length: 1_203 }, () => randomUUID());
      await house.log.record(released(persons));
      const events = await house.events('released');
      expect(Math.max(...events.map(({ body }) => body.persons.length))).toBeLessThanOrEqual(500);
      // In tens: those who are missing to the next ten stand for nobody.
      expect(events.map(({ body }) => body.persons.length % 10)).toEqual(events.map(() => 0));
      expect(await house.index()).toHaveLength(1_203);
      expect(events[0]?.body).toMatchObject({
        actor: null,
        decision: 'permitted',
        purpose: 'partner-sharing',
        basis: 'consent',
        indexVersion: '41',
        fields: [FIELD_NO],
      });
    });

    it('is refused with a reference that could carry words', async () => {
      const words = { ...released([]), case: 'Bill and his tickets' };
      await expect(house.log.record(words)).rejects.toThrow('none of ours');
      expect(await house.events()).toEqual([]);
    });
  });

  describe('a refusal', () => {
    it('is recorded, and nobody waits for it', async () => {
      await expect(reveal(house.gate, actor(ANNA), NOBODY)).rejects.toMatchObject({ code: 'not_found' });
      await house.gate.close();
      const [event] = await house.events('denied');
      expect(event?.body).toMatchObject({ decision: 'denied', purpose: 'security', operation: 'reveal' });
    });

    it('is not what a database that cannot be asked makes', async () => {
      const down = house.server.open('api', 1);
      await down.close();
      await expect(reveal(new Gate(down, house.log))).rejects.toMatchObject({ name: 'DatabaseUnavailable' });
      expect(await house.events()).toEqual([]);
    });

    it('leaves no key and no row of the index for ids that name nobody', async () => {
      const wild = [NOBODY, 'canary-not-an-id', '\ud800', 'x'.repeat(100_000)];
      const touched = (id: string) => [{ resource: 'Resident', id, action: 'reveal', personId: id }];
      for (const id of wild) await house.log.denied(actor(ANNA), 'reveal', touched(id));
      expect(await house.index()).toEqual([]);
      expect(house.keys.findKey(ORGANISATION, NOBODY)).toBeUndefined();
      for (const { body } of await house.events('denied')) expect(body.persons).toEqual([]);
      // Negative control: somebody known is found by it.
      house.keys.keyOf(ORGANISATION, BILL);
      await house.log.denied(actor(ANNA), 'reveal', touched(BILL));
      expect(await house.index()).toHaveLength(1);
    });
  });

  describe('a security event', () => {
    const session = { type: 'Session', id: NOBODY } as const;

    it('is committed when append resolves', async () => {
      await house.log.append({
        organisationId: ORGANISATION,
        kind: 'signed_in',
        requestId: randomUUID(),
        actorId: BILL,
        personId: BILL,
        resource: session,
      });
      const [event] = await house.events('signed_in');
      expect(event?.body).toMatchObject({
        purpose: 'security',
        decision: 'permitted',
        operation: 'signed_in',
      });
      expect(event?.body.actor).toMatch(/^[\w-]{43}$/);
      // One's own sign-in is nobody's look at oneself.
      expect(await house.index()).toEqual([]);
    });

    it('of a failed sign-in names no actor, and is found by whose account it was', async () => {
      const failed = { organisationId: ORGANISATION, kind: 'sign_in_failed' } as const;
      await house.log.append({ ...failed, requestId: randomUUID(), personId: BILL });
      await house.log.append({ ...failed, requestId: randomUUID() });
      const events = await house.events('sign_in_failed');
      expect(events.map(({ body }) => [body.actor, body.persons.length, body.decision])).toEqual([
        [null, 1, 'denied'],
        [null, 0, 'denied'],
      ]);
      expect(await house.index()).toEqual([`${BILL} ${events[0]?.id}`]);
    });
  });

  it('stores 500 looks at once in a handful of transactions', async () => {
    const before = house.appending.counters.flights;
    await Promise.all(Array.from({ length: 500 }, () => house.log.open(actor(ANNA), 'reveal', [])));
    expect(await house.events('opened')).toHaveLength(500);
    expect(house.appending.counters.flights - before).toBeLessThanOrEqual(10);
  });

  it('keeps organisations apart in one appender', async () => {
    const abroad = { ...actor(ANNA), organisationId: OTHER_ORGANISATION };
    await Promise.all([house.log.open(actor(ANNA), 'reveal', []), house.log.open(abroad, 'reveal', [])]);
    const events = await house.events('opened');
    expect(events.map(({ organisationId }) => organisationId).sort()).toEqual([
      ORGANISATION,
      OTHER_ORGANISATION,
    ]);
    for (const { organisationId, body } of events) expect(body.organisation).toBe(organisationId);
  });
});
