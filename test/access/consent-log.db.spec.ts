import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EventBody, LogMark, obtainSigner, readSigner, Sequencer, TreeStore } from '@courtyard/audit';
import { FolderSecrets } from '@courtyard/database';
import { Client } from 'pg';
import { Authenticator } from '../../libs/identity/fixtures/authenticator.js';
import { askEverybody, shownOf } from './asking.js';
import type { Told } from './caller.js';
import { type Company, foundCompany, freshKey, PASSWORD, type Person } from './company.js';
import { type House, openHouse } from './house.js';

jest.setTimeout(180_000);

/*
 * What an officer with the whole log can tell of a yes: nothing that a no would not leave, too. Through the served API, as the log is
 * exported (bytes, order, request ids) and as it is read at the desk.
 */
const ORIGIN = 'https://courtyard.kessler.example';
const folder = mkdtempSync(join(tmpdir(), 'courtyard-consent-log-'));
let house: House;
let company: Company;
let owner: Client;
let card: string;
const key = new Authenticator(ORIGIN);

beforeAll(async () => {
  house = await openHouse({ settings: { folder, publicUrl: ORIGIN } });
  owner = new Client({ connectionString: house.database.ownerUrl });
  await owner.connect();
  company = await foundCompany(house);
  ({ card } = await askEverybody(company, owner));
  const { leo } = company;
  await leo.tell(PROVE, { p: PASSWORD });
  const { beginPasskeyRegistration: options } = await leo.tell('mutation { beginPasskeyRegistration }');
  await leo.tell('mutation ($input: AddPasskeyInput!) { addPasskey(input: $input) { sessionId } }', {
    input: { name: 'Laptop', response: key.create(options) },
  });
  // Two weeks later, and nothing proven yet.
  await owner.query('update account set frozen_until = null');
  await owner.query('update session set reauthenticated_at = null, reauthenticated_with = null');
});
afterAll(async () => {
  await owner?.end();
  await house?.close();
  rmSync(folder, { recursive: true, force: true });
});

const PROVE = 'mutation ($p: String!) { reauthenticate(password: $p) { reauthenticatedUntil } }';
const ANSWER = 'mutation ($input: AnswerConsentInput!) { answerConsent(input: $input) { id } }';
const BOTH =
  'mutation ($p: String!, $input: AnswerConsentInput!) { reauthenticate(password: $p) { sessionId } answerConsent(input: $input) { id } }';
const KEYS = ['Employee.name', 'Employee.title'];
/** Answers to the first fields of the card, as a client gives them that looked at it. */
const input = async (who: Person, ...yes: boolean[]) => ({
  requestId: card,
  answers: await Promise.all(
    KEYS.slice(0, yes.length).map(async (fieldKey, at) => ({
      fieldKey,
      yes: yes[at],
      version: await shownOf(who, card, fieldKey),
    })),
  ),
});
const say = async (who: Person, ...yes: boolean[]) => who.tell(ANSWER, { input: await input(who, ...yes) });
const sayProving = async (who: Person, ...yes: boolean[]) =>
  who.tell(BOTH, { p: PASSWORD, input: await input(who, ...yes) });

const acts: Record<string, () => Promise<unknown>> = {
  no: () => say(company.ron, false),
  'yes, asked for the proof first': async () => {
    const { max } = company;
    expect(await max.code(ANSWER, { input: await input(max, true) })).toBe('auth.reauthentication_needed');
    await max.tell(PROVE, { p: PASSWORD });
    await say(max, true);
  },
  'yes, proven in the same request': () => sayProving(company.eva, true),
  'yes, by passkey': async () => {
    const { leo } = company;
    const { beginPasskeyAssertion: options } = await leo.tell('mutation { beginPasskeyAssertion }');
    await leo.tell('mutation ($r: String!) { reauthenticateWithPasskey(response: $r) { sessionId } }', {
      r: key.get(options),
    });
    await say(leo, true);
  },
  'yes to one and no to another': () => sayProving(company.eva, true, false),
  'no to both': () => say(company.ron, false, false),
  'proven for nothing, then no': async () => {
    await company.ron.tell(PROVE, { p: PASSWORD });
    await say(company.ron, false);
  },
  later: () => company.ron.tell('mutation ($id: ID!) { deferConsent(requestId: $id) { id } }', { id: card }),
  'a yes taken back': () => takeBack(company.max),
  'a no taken back': () => takeBack(company.ron),
};

async function takeBack(who: Person): Promise<void> {
  const { myConsents } = await who.tell('{ myConsents { nodes { id } } }');
  await who.tell('mutation ($id: ID!) { withdrawConsent(id: $id) { id } }', { id: myConsents.nodes[0].id });
}

interface Stored {
  readonly id: string;
  readonly body: EventBody;
  readonly bytes: number;
}

async function stored(): Promise<Stored[]> {
  const { rows } = await owner.query<{ id: string; body: Buffer }>(
    'select id, body from audit_event order by id',
  );
  return rows.map(({ id, body }) => ({ id, bytes: body.length, body: JSON.parse(body.toString('utf8')) }));
}

async function eventsOf(act: () => Promise<unknown>): Promise<Stored[]> {
  const before = new Set((await stored()).map(({ id }) => id));
  await act();
  // What nobody waits for has its time, too.
  await new Promise((resolve) => setTimeout(resolve, 200));
  return (await stored()).filter(({ id }) => !before.has(id));
}

/** An event without what differs in every event: its commitments, its id, its moment and its request. */
const shapeOf = ({ body, bytes }: Stored) => {
  const { id: _, at: __, requestId: ___, actor, persons, resources, ...rest } = body;
  return {
    ...rest,
    bytes,
    actor: actor?.length,
    persons: persons.map(({ length }) => length),
    resources: resources.map(({ ref, ...one }) => ({ ...one, ref: ref.length })),
  };
};

test('a yes leaves in the log what a no leaves: one event, as long, with a request of its own', async () => {
  const left: Record<string, Stored[]> = {};
  for (const [name, act] of Object.entries(acts)) left[name] = await eventsOf(act);
  const no = left['no']?.map(shapeOf);
  expect(no).toMatchObject([{ kind: 'consent', operation: 'decideConsent', purpose: 'rights' }]);
  for (const [name, events] of Object.entries(left)) expect([name, events.map(shapeOf)]).toEqual([name, no]);
  const requests = Object.values(left).flatMap((events) => events.map(({ body }) => body.requestId));
  const all = await stored();
  for (const request of requests) expect(all.filter(({ body }) => body.requestId === request).length).toBe(1);
  // Nobody is found by it either.
  const ids = Object.values(left).flatMap((events) => events.map(({ id }) => id));
  const { rows } = await owner.query('select from audit_person where event_id = any ($1)', [ids]);
  expect(rows).toEqual([]);

  const entries = await atTheDesk();
  const told = ids.map((id) => {
    const entry = entries.find(({ eventId }) => eventId === id);
    expect(entry).toBeDefined();
    const { eventId: _, position: __, at: ___, ...rest } = entry ?? {};
    return rest;
  });
  for (const entry of told) expect(entry).toEqual(told[0]);
  expect(
    entries
      .filter(({ operation }) => /auth|passkey/i.test(String(operation)))
      .map(({ operation }) => operation),
  ).toEqual(['addPasskey']);
});

test('control: what leaves more than a no is noticed, and a proof that fails is recorded', async () => {
  const { ron } = company;
  const no = await eventsOf(() => say(ron, false));
  const more = await eventsOf(async () => {
    await ron.tell('mutation { changeLanguage(language: de) { language } }');
    await say(ron, false);
  });
  expect(more.map(shapeOf)).not.toEqual(no.map(shapeOf));
  const failed = await eventsOf(async () => {
    expect(await ron.code(PROVE, { p: 'not the password at all' })).toBe('password.wrong');
  });
  expect(failed.map(({ body }) => body)).toMatchObject([
    { kind: 'reauthentication_failed', purpose: 'security' },
  ]);
});

test('an approval says in its own event by what it was proven; the receipt of a yes says it to its person alone', async () => {
  const { max, eva, pia } = company;
  const [ofMax, ofEva] = [await consentOf(max), await consentOf(eva)];
  const proven = async (who: Person, id: string) => {
    const { consentReceipt } = await who.tell('query ($id: ID!) { consentReceipt(id: $id) { json } }', {
      id,
    });
    return JSON.parse(consentReceipt.json).courtyard.proven_by;
  };
  expect(await proven(eva, ofEva)).toBe('password');
  expect(await proven(company.leo, await consentOf(company.leo))).toBe('passkey');
  expect(await pia.code('query ($id: ID!) { consentReceipt(id: $id) { json } }', { id: ofMax })).toBe(
    'not_found',
  );

  const { recipients } = await company.ada.tell('{ recipients { nodes { id } } }');
  const { requestDisclosure } = await company.ada.tell(
    'mutation ($input: RequestDisclosureInput!) { requestDisclosure(input: $input) { id } }',
    {
      input: {
        idempotencyKey: freshKey(),
        recipientId: recipients.nodes[0].id,
        purpose: 'partner_sharing',
        fieldKeys: ['Employee.name'],
        question: 'Who plays football?',
        format: 'csv',
        expiresInHours: 24,
      },
    },
  );
  const [event, ...others] = await eventsOf(async () => {
    await pia.tell(PROVE, { p: PASSWORD });
    await pia.tell('mutation ($input: DecideInput!) { decideDisclosure(input: $input) { id } }', {
      input: { id: requestDisclosure.id, approve: true },
    });
  });
  expect(others).toEqual([]);
  expect(event?.body).toMatchObject({
    kind: 'disclosure',
    operation: 'decideDisclosure',
    purpose: 'partner-sharing',
  });
  expect(event?.body.resources.map(({ type }) => type)).toContain('PasswordProof');
});

async function consentOf(who: Person): Promise<string> {
  const { myConsents } = await who.tell('{ myConsents { nodes { id field { key } } } }');
  return myConsents.nodes.find(({ field }: Told) => field['key'] === 'Employee.name').id;
}

/** Every entry, as the compliance officer reads them. */
async function atTheDesk(): Promise<Record<string, unknown>[]> {
  const secrets = new FolderSecrets(join(folder, 'secrets'));
  const database = house.database.open('audit', 1);
  let time = Date.now();
  const sequencer = new Sequencer({
    store: new TreeStore(database),
    signer: { read: () => readSigner(secrets), obtain: () => obtainSigner(secrets) },
    mark: new LogMark(join(folder, 'secrets')),
    build: 'b'.repeat(64),
    now: () => (time += 60_000),
  });
  const many = (await stored()).length;
  for (let tries = 0; tries < 400; tries++) {
    await sequencer.turn();
    const { rows } = await owner.query('select count(*)::int as leaves from audit_leaf');
    if (rows[0].leaves >= many) break;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await sequencer.stop();
  const entries: Record<string, unknown>[] = [];
  let after: string | null = null;
  do {
    const { logEntries }: Told = await company.pia.tell(
      `query ($after: String) { logEntries(first: 100, after: $after) {
        nodes { eventId position at kind operation purpose decision roles fields resources case } pageInfo { endCursor hasNextPage } } }`,
      { after },
    );
    entries.push(...logEntries.nodes);
    after = logEntries.pageInfo.hasNextPage ? logEntries.pageInfo.endCursor : null;
  } while (after !== null);
  return entries;
}
