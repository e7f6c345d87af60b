import '@courtyard/feed';
import { randomUUID } from 'node:crypto';
import type { EmployeeActor } from '@courtyard/access';
import fc from 'fast-check';
import { LogHouse, ORGANISATION, OTHER, person } from '../../fixtures/house.js';
import { auditEntryPolicy } from './audit-entry.policy.js';
import type { LogFilter } from './log.input.js';
import type { LogEntry } from './log.view.js';

const MOBILE_PHONE = 17;

let house: LogHouse;
const officer = person(['compliance_officer']);
const bill = randomUUID();
const fresh = (actor: EmployeeActor): EmployeeActor => ({ ...actor, requestId: randomUUID() });
const all = async (filter: LogFilter = {}, actor = officer): Promise<LogEntry[]> => {
  const entries: LogEntry[] = [];
  for (let after: string | null = null; ; ) {
    const page: Awaited<ReturnType<LogHouse['log']['list']>> = await house.log.list(fresh(actor), {
      filter,
      first: 7,
      after,
    });
    entries.push(...page.rows);
    if (!page.hasNextPage) return entries;
    after = page.endCursor;
  }
};

beforeAll(async () => {
  house = await LogHouse.open();
  const caseId = randomUUID();
  for (let at = 0; at < 6; at++) {
    await house.look(person(['employee']), bill, MOBILE_PHONE + (at % 2), at % 3 ? 'answered' : undefined);
    await house.audit.denied(person(), 'read', [{ resource: 'Post', id: randomUUID(), action: 'read' }]);
    await house.audit.record({
      organisationId: ORGANISATION,
      requestId: randomUUID(),
      kind: 'disclosure',
      operation: 'deliverDisclosure',
      touched: [{ resource: 'Disclosure', id: caseId, action: 'deliver' }],
      personIds: [],
      fieldNos: [],
      purpose: at % 2 ? 'partner-sharing' : 'research',
      basis: 'consent',
      case: caseId,
    });
  }
  await house.look(person([], OTHER), bill, MOBILE_PHONE, 'answered');
  await house.sequence();
}, 120_000);
afterAll(() => house?.close());

describe('the log as an officer reads it', () => {
  it('is every entry of the organisation, newest first, and each once', async () => {
    const entries = await all();
    const { rows } = await house.owner.query(
      'select event_id from audit_leaf where organisation_id = $1 order by position desc',
      [ORGANISATION],
    );
    expect(entries.map(({ eventId }) => eventId)).toEqual(rows.map(({ event_id }) => event_id));
    expect(entries.length).toBeGreaterThan(15);
  });

  it('names what it is about by the keys of the catalogue, and nobody', async () => {
    const [entry] = await all({ kind: 'opened' });
    expect(entry).toMatchObject({
      kind: 'opened',
      operation: 'reveal',
      resources: ['Employee'],
      roles: ['employee'],
      purpose: 'directory',
      decision: 'permitted',
    });
    expect(entry?.fields.every((field) => /^Employee\.[a-zA-Z]+$/.test(field))).toBe(true);
    expect(JSON.stringify(await all())).not.toContain(bill);
  });

  it('is found by field: the number within the resource, and no other resource’s number', async () => {
    const opened = await all({ kind: 'opened' });
    const keys = [...new Set(opened.flatMap(({ fields }) => fields))];
    expect(keys).toHaveLength(2);
    for (const field of keys) {
      const found = await all({ field });
      expect(found.map(({ eventId }) => eventId)).toEqual(
        opened.filter(({ fields }) => fields.includes(field)).map(({ eventId }) => eventId),
      );
      expect(found).toHaveLength(3);
    }
    // Of the same number, and of another resource.
    expect(await all({ field: 'Post.mentionedIds' })).toEqual([]);
    await expect(all({ field: 'Employee.shoeSize' })).rejects.toMatchObject({ code: 'input.invalid' });
  });

  it('is for any filter what a brute force finds', async () => {
    const everything = await all();
    const times = everything.map(({ at }) => at);
    const one = (values: readonly (string | null)[]) =>
      fc.constantFrom(undefined, ...new Set(values.filter((value) => value !== null)));
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          kind: one(everything.map(({ kind }) => kind)),
          purpose: one(everything.map(({ purpose }) => purpose)),
          operation: one(everything.map(({ operation }) => operation)),
          decision: one(['permitted', 'denied']),
          case: one(everything.map((entry) => entry.case)),
          field: one(everything.flatMap(({ fields }) => fields)),
          from: one(times),
          to: one(times),
        }),
        async (drawn) => {
          const filter = Object.fromEntries(
            Object.entries(drawn).filter(([, value]) => value !== undefined),
          ) as LogFilter;
          const { rows } = await house.log.list(fresh(officer), { filter, first: 100 });
          const expected = everything.filter(
            (entry) =>
              (['kind', 'purpose', 'operation', 'decision', 'case'] as const).every(
                (name) => filter[name] === undefined || entry[name] === filter[name],
              ) &&
              (filter.field === undefined || entry.fields.includes(filter.field as string)) &&
              // As PostgreSQL compares, with what it was given: milliseconds.
              (!filter.from || Date.parse(entry.at) >= Date.parse(filter.from)) &&
              (!filter.to || Date.parse(entry.at) < Date.parse(filter.to)),
          );
          expect(rows.map(({ eventId }) => eventId)).toEqual(expected.map(({ eventId }) => eventId));
        },
      ),
      { numRuns: 120 },
    );
  });

  it('says how far the signed tree goes, and what waits', async () => {
    await house.sequence();
    const head = await house.log.head(officer);
    expect(Number(head.size)).toBeGreaterThan(15);
    expect(head.checkpointAt).toMatch(/^\d{4}-\d{2}-\d{2}T.*Z$/);
    expect(head.waiting).toBe(0);
    await house.look(person(), bill, MOBILE_PHONE, 'answered');
    expect((await house.log.head(officer)).waiting).toBe(2);
    expect((await house.log.head(person(['compliance_officer'], OTHER))).waiting).toBe(0);
    await house.sequence();
  });
});

describe('who may not', () => {
  it.each([
    ['an employee', person(['employee'])],
    ['the works council', person(['works_council'])],
    ['data protection', person(['data_protection'])],
    ['an administrator', person(['administrator', 'operator', 'moderator'])],
    ['an officer of another organisation', person(['compliance_officer'], OTHER)],
  ])('%s reads no entry', async (_, actor) => {
    const mine = (await all({}, actor)).filter(({ operation }) => operation !== 'logEntries');
    const foreign = actor.organisationId === OTHER ? 2 : 0;
    expect(mine).toHaveLength(foreign);
    expect(await all({ kind: 'opened', field: 'Employee.mobilePhone' }, actor)).toEqual([]);
  });

  it('nobody reads it off the record, by any way of the gate', async () => {
    const ways = [
      () =>
        house.gate.list(fresh(officer), auditEntryPolicy, 'read', {
          order: { by: 'position', direction: 'desc' },
          first: 1,
        }),
      () => house.gate.get(fresh(officer), auditEntryPolicy, 'read', '1'),
      () => house.gate.load(fresh(officer), auditEntryPolicy, 'read', '1'),
      () => house.gate.loadBy(fresh(officer), auditEntryPolicy, 'read', 'kind', ['opened']),
      () => house.gate.loadWith(fresh(officer), auditEntryPolicy, 'read', '1', []),
      () => house.gate.loadForMany([fresh(officer)], auditEntryPolicy, 'read', '1', []),
      () => house.gate.count(fresh(officer), auditEntryPolicy, 'read', { kind: 'opened' }),
      () => house.gate.content(fresh(officer), auditEntryPolicy, 'read', { position: '1' }, 'body'),
      () => house.gate.reveal(fresh(officer), auditEntryPolicy, 'read', '1', 'body', 12),
    ];
    for (const way of ways)
      await expect(Promise.resolve().then(way)).rejects.toThrow(/on record only|is not/);
    // By the outline of a time nothing of the event can be had, nor filtered by.
    const { rows } = await house.gate.list(fresh(officer), auditEntryPolicy, 'locate', {
      order: { by: 'at', direction: 'desc' },
      first: 1,
    });
    expect(Object.keys(rows[0] as object).sort()).toEqual(['at', 'organisationId', 'position']);
  });
});

describe('reading the log', () => {
  it('is an entry: the look before, its end after, and by which filters without their values', async () => {
    const opened = await house.count('opened', 'logEntries');
    const closed = await house.count('closed', 'logEntries');
    await house.log.list(fresh(officer), { filter: { kind: 'denied', purpose: 'security' }, first: 5 });
    expect(await house.count('opened', 'logEntries')).toBe(opened + 1);
    expect(await house.count('closed', 'logEntries')).toBe(closed + 1);
    await house.sequence();
    const [entry] = await all({ kind: 'opened', operation: 'logEntries' });
    // The newest is the reading of this very list; the one before it is not.
    expect(entry?.resources).toEqual(['AuditEntry', 'AuditEntry.kind', 'AuditEntry.purpose']);
    expect(entry?.roles).toEqual(['compliance_officer', 'employee']);
    const { rows } = await house.owner.query(
      `select convert_from(body, 'UTF8') as body from audit_event where id = $1`,
      [entry?.eventId],
    );
    expect(rows[0].body).not.toMatch(/denied|"security".*"security"/);
  });

  it('does not happen when the look cannot be recorded', async () => {
    const broken = await LogHouse.open();
    try {
      await broken.look(person(), bill, MOBILE_PHONE, 'answered');
      await broken.sequence();
      await broken.owner.query('alter table audit_event add constraint never check (false) not valid');
      await expect(broken.log.list(fresh(officer), { first: 5 })).rejects.toMatchObject({
        code: 'server.unavailable',
      });
    } finally {
      await broken.close();
    }
  }, 60_000);
});
