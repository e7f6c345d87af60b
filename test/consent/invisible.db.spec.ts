import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { subject } from '@casl/ability';
import { abilityOf, type EmployeeActor, type Policy, tableOf } from '@courtyard/access';
import { Appender, AuditLog, type EventBody, policyVersionOf, SqliteKeyStore } from '@courtyard/audit';
import { toNodeId } from '@courtyard/graphql';
import { Reauthentication } from '@courtyard/identity';
import { actorLookup } from '@courtyard/people';
import { Gate } from '@courtyard/records';
import { v7 as newId } from 'uuid';
import {
  AnsweringService,
  Consent,
  consentAskPolicy,
  consentEpochPolicy,
  consentIndexPolicy,
  consentItemPolicy,
  consentPolicy,
  consentPolicyPolicy,
  consentRequestedFieldPolicy,
  consentRequestPolicy,
  IndexRebuilding,
  openingPolicy,
  ProcessingLimitService,
  processingLimitPolicy,
  purposeProposalPolicy,
  purposeSettingPolicy,
  type Recipient,
  recipientPolicy,
} from '../../libs/consent/src/index.js';
import { codeOf } from '../../libs/feed/fixtures/house.js';
import { type ConsentHouse, nodeOf, openConsentHouse } from './house.js';

const NAME = 'Employee.name';
const TITLE = 'Employee.title';

let house: ConsentHouse;
let recipient: Recipient;
let requestId: string;
beforeAll(async () => {
  house = await openConsentHouse();
  recipient = await house.recipient();
  requestId = (await house.ask(recipient.id, [NAME, TITLE])).id;
  await house.answer(house.bill, requestId, NAME, true);
  await house.answer(house.eva, requestId, NAME, false);
  await house.limits.restrict(await house.again(house.bill), true);
  await house.purposes.switch(await house.again(house.wim), 'research', true);
  await house.purposes.switch(await house.again(house.ada), 'research', false);
  const proposed = await house.recipient();
  await house.recipients.retire(await house.again(house.cora), nodeOf.recipient(proposed.id));
});
afterAll(() => house?.close());

const COLLEAGUES = ['ada', 'cora', 'dora', 'wim', 'eva', 'gus'] as const;
const PERSONAL = [
  consentPolicy,
  consentAskPolicy,
  consentIndexPolicy,
  consentItemPolicy,
  processingLimitPolicy,
];

async function rowsOf(policy: Policy): Promise<Record<string, unknown>[]> {
  const { rows } = await house.owner.query(`select * from ${tableOf(policy.entity)}`);
  return rows.map((row) => {
    const entity = Object.create(policy.entity.prototype) as Record<string, unknown>;
    for (const { property, name } of policy.columns.values()) entity[property] = row[name] ?? null;
    return entity;
  });
}

describe('what bill said', () => {
  it.each(COLLEAGUES)('is nothing that %s reads, by any action, list or id', async (who) => {
    const actor = await house.again(house[who]);
    const mine = (row: object) => (row as { employeeId: string }).employeeId === actor.employeeId;
    for (const policy of PERSONAL as unknown as Policy<{ employeeId: string }>[]) {
      for (const action of policy.actions) {
        const rows = await house.gate.loadBy(actor, policy, action, 'employeeId', [
          house.bill.employeeId,
          house.eva.employeeId,
        ]);
        expect(rows.filter((row) => !mine(row))).toEqual([]);
      }
    }
    const [said] = (
      await house.owner.query('select id from consent_event where employee_id = $1 and kind = $2', [
        house.bill.employeeId,
        'ConsentGiven',
      ])
    ).rows as { id: string }[];
    for (const id of [said?.id ?? '', newId()]) {
      expect(await codeOf(house.gate.get(actor, consentPolicy, 'read', id))).toBe('not_found');
      expect(await codeOf(house.answering.withdraw(actor, toNodeId(Consent, id)))).toBe('not_found');
      expect(await codeOf(house.receipts.of(actor, toNodeId(Consent, id)))).toBe('not_found');
    }
  });

  it('does not show beside the card, to whoever wrote it', async () => {
    const before = await cardAs(house.ada);
    await house.answer(house.bill, requestId, TITLE, false);
    expect(await cardAs(house.ada)).toEqual(before);
  });

  it('cannot be answered by whom the card was not put to', async () => {
    const id = await house.hire(house.ada, { name: 'Nell New' });
    const nell = await house.prove(await house.signedIn(house.organisationId, id));
    const answer = (request: string) =>
      codeOf(
        house.answering.answer(nell, {
          requestId: nodeOf.request(request),
          answers: [{ fieldKey: NAME, yes: true, version: 'of nothing' }],
        }),
      );
    expect([await answer(requestId), await answer(newId())]).toEqual(['not_found', 'not_found']);
    expect(await codeOf(house.answering.defer(nell, nodeOf.request(requestId)))).toBe('not_found');
  });
});

async function cardAs(who: EmployeeActor): Promise<object> {
  const actor = await house.again(who);
  const request = await house.gate.get(actor, consentRequestPolicy, 'read', requestId);
  return { ...request, fields: await house.cards.fields(actor, request) };
}

describe('the log', () => {
  let folder: string;
  let gate: Gate;
  let keys: SqliteKeyStore;
  let answering: AnsweringService;
  let limits: ProcessingLimitService;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'courtyard-consent-'));
    keys = SqliteKeyStore.open(folder);
    const appender = new Appender({ database: house.database });
    const audit = new AuditLog({ keys, appender, policyVersion: policyVersionOf('test') });
    gate = new Gate(house.database, audit);
    gate.useActorLookup(actorLookup);
    gate.useLedger(house.ledger);
    const proof = new Reauthentication(gate, {} as never, () => house.clock.now().getTime());
    answering = new AnsweringService(gate, proof, house.clock);
    limits = new ProcessingLimitService(gate, house.purposes, house.clock);
  });
  afterAll(() => {
    keys?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The event of one act, with the commitments and moments that differ in every event taken out of it. */
  async function eventOf(
    act: () => Promise<unknown>,
  ): Promise<{ shape: object; bytes: number; body: EventBody }> {
    const before = new Set((await house.owner.query('select id from audit_event')).rows.map(({ id }) => id));
    await act();
    const { rows } = await house.owner.query('select id, body from audit_event');
    const fresh = rows.filter(({ id }) => !before.has(id));
    expect(fresh.length).toBe(1);
    const body = JSON.parse(fresh[0].body.toString('utf8')) as EventBody;
    const { id: _, at: __, actor: ___, persons, resources, requestId: ____, ...rest } = body;
    const shape = {
      ...rest,
      persons: persons.length,
      resources: resources.map(({ type, action }) => ({ type, action })),
    };
    return { shape, bytes: fresh[0].body.length, body };
  }

  it('is told the same of a yes, a no, a later and a taking back, byte for byte as long', async () => {
    const card = (await house.ask((await house.recipient()).id, [NAME, TITLE])).id;
    const say =
      (yes: boolean, fieldKey = NAME) =>
      async () =>
        answering.answer(await house.prove(house.dora), {
          requestId: nodeOf.request(card),
          answers: [{ fieldKey, yes, ...(await house.shown(house.dora, card, fieldKey)) }],
        });
    const given = await eventOf(say(true));
    const consent = (await house.consents.page(await house.again(house.dora), { first: 1 })).rows[0];
    const staleYes = async () => {
      const answers = [{ fieldKey: NAME, yes: true, version: 'of something else' }];
      const refused = answering.answer(await house.prove(house.dora), {
        requestId: nodeOf.request(card),
        answers,
      });
      expect(await codeOf(refused)).toBe('consent.stale_version');
    };
    const acts = {
      'yes to what is there no more': await eventOf(staleYes),
      'no to another': await eventOf(say(false, TITLE)),
      later: await eventOf(async () => answering.defer(await house.again(house.dora), nodeOf.request(card))),
      'taking back': await eventOf(async () =>
        answering.withdraw(await house.again(house.dora), nodeOf.consent(consent?.id ?? '')),
      ),
      'taking back what is not there': await eventOf(async () =>
        answering.withdraw(await house.again(house.dora), nodeOf.consent(consent?.id ?? '')),
      ),
      'no after it': await eventOf(say(false)),
      'yes again': await eventOf(say(true)),
    };
    expect(given.body).toMatchObject({ kind: 'consent', operation: 'decideConsent', decision: 'permitted' });
    for (const [act, event] of Object.entries(acts)) {
      expect([act, event.shape, event.bytes]).toEqual([act, given.shape, given.bytes]);
    }
    // Commitments to the same person differ in every event: nobody counts a person's decisions.
    const actors = [given, ...Object.values(acts)].map(({ body }) => body.actor);
    expect(new Set(actors).size).toBe(actors.length);
  });

  it('has nothing a day after a yes that it has not a day after a no, nor when either ends', async () => {
    house.clock.pass({ days: 100 });
    const request = await house.ask((await house.recipient()).id, [NAME, TITLE], { validMonths: 1 });
    const eventsWhile = async (fieldKey: string, yes: boolean) => {
      await house.answer(house.wim, request.id, fieldKey, yes);
      const before = (await house.owner.query('select id from audit_event')).rows.length;
      const keeping = new IndexRebuilding(gate, house.clock);
      let due = 0;
      for (const days of [1, 40]) {
        house.clock.pass({ days });
        due += await keeping.rebuildDue(house.organisationId);
      }
      return { due, events: (await house.owner.query('select id from audit_event')).rows.length - before };
    };
    const no = await eventsWhile(TITLE, false);
    const yes = await eventsWhile(NAME, true);
    // The yes began and ended, so there was something to keep.
    expect(yes.due).toBeGreaterThan(0);
    expect([yes.events, no.events]).toEqual([0, 0]);
    house.clock.pass({ days: 100 });
  });

  it('does not tell a restriction from its end, nor from an objection', async () => {
    const events = [
      await eventOf(async () => limits.restrict(await house.again(house.dora), true)),
      await eventOf(async () => limits.restrict(await house.again(house.dora), false)),
      await eventOf(async () => limits.object(await house.again(house.dora), 'search', true)),
      await eventOf(async () => limits.object(await house.again(house.dora), 'search', false)),
    ];
    for (const { shape, bytes } of events)
      expect([shape, bytes]).toEqual([events[0]?.shape, events[0]?.bytes]);
  });

  it('is not in audit_person, nor is anybody whose yes time or a recipient ended', async () => {
    const { rows } = await house.owner.query(
      'select count(*)::int as people from audit_person where organisation_id = $1',
      [house.organisationId],
    );
    expect(rows[0].people).toBe(0);
  });
});

test('a yes takes as many statements as a no, but for the proof', async () => {
  const card = (await house.ask((await house.recipient()).id, [NAME, TITLE])).id;
  const count = async (fieldKey: string, yes: boolean) => {
    const answers = [{ fieldKey, yes, ...(await house.shown(house.cora, card, fieldKey)) }];
    const actor = await house.prove(house.cora);
    const before = house.database.counters.statements;
    await house.answering.answer(actor, { requestId: nodeOf.request(card), answers });
    return house.database.counters.statements - before;
  };
  const proof = async () => {
    const actor = await house.prove(house.cora);
    const before = house.database.counters.statements;
    await new Reauthentication(house.gate, {} as never, () =>
      house.clock.now().getTime(),
    ).requireFreshAndUnfrozen(actor);
    return house.database.counters.statements - before;
  };
  expect((await count(NAME, true)) - (await proof())).toBe(await count(TITLE, false));
});

const EVERY = [
  ...PERSONAL,
  consentEpochPolicy,
  consentPolicyPolicy,
  consentRequestedFieldPolicy,
  consentRequestPolicy,
  openingPolicy,
  purposeProposalPolicy,
  purposeSettingPolicy,
  recipientPolicy,
] as unknown as Policy[];

describe('list = all.filter(can)', () => {
  it.each(EVERY.map((policy) => [policy.resource, policy] as const))('%s', async (_, policy) => {
    const rows = await rowsOf(policy);
    const keysOf = (row: object) =>
      [...policy.columns.values()]
        .flatMap(({ key, property }) => {
          const value = (row as Record<string, unknown>)[property];
          return key
            ? [
                value instanceof Date
                  ? value.getTime()
                  : property === 'coversUntil'
                    ? Date.parse(String(value))
                    : String(value),
              ]
            : [];
        })
        .join('/');
    for (const who of [...COLLEAGUES, 'bill'] as const) {
      const actor = await house.again(house[who]);
      const ability = abilityOf(actor, [policy]);
      for (const action of policy.actions) {
        const expected = rows
          .filter((row) => row['organisationId'] === actor.organisationId)
          .filter((row) => ability.can(action, subject(policy.entity as never, row as never)))
          .map(keysOf);
        const page = await house.gate.list(actor, policy as Policy<{ organisationId: string }>, action, {
          order: { by: 'organisationId', direction: 'asc' },
          first: 100,
        });
        expect(page.hasNextPage).toBe(false);
        const listed = page.rows.map(keysOf);
        expect([who, action, listed.sort()]).toEqual([who, action, expected.sort()]);
      }
    }
  });
});
