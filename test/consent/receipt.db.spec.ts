import { fieldKey, PURPOSES } from '@courtyard/catalogue';
import { z } from 'zod';
import { commitmentTo } from '../../libs/consent/src/consent/commitment.js';
import { seenOf, versionOf } from '../../libs/consent/src/consent/shown.js';
import { type AskedField, askedFieldByKey, askedFields } from '../../libs/consent/src/field/asked-field.js';
import { NOTICE, NOTICES, noticeHash } from '../../libs/consent/src/notice/notice.js';
import { FIELD_TERMS, PURPOSE_TERMS } from '../../libs/consent/src/receipt/receipt-terms.js';
import { codeOf, idOf, to } from '../../libs/feed/fixtures/house.js';
import { type ConsentHouse, nodeOf, openConsentHouse } from './house.js';

let house: ConsentHouse;
beforeAll(async () => {
  house = await openConsentHouse();
});
afterAll(() => house?.close());

const uuid = z.uuid();
const instant = z.iso.datetime();

/** The fields of ISO/IEC TS 27560:2023 that privacy-model.md section 4 names, and nothing that is not said here. */
const RECEIPT = z.strictObject({
  schema_version: z.literal('ISO/IEC TS 27560:2023'),
  record_id: uuid,
  pii_principal_id: z.string().regex(/^urn:sha256:[0-9a-f]{64}$/),
  privacy_notice: z.strictObject({
    id: z.string(),
    version: z.string().regex(/^\d+$/),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    uri: z.string().startsWith('urn:courtyard:notice:'),
  }),
  language: z.enum(['en', 'de']),
  purposes: z
    .array(
      z.strictObject({
        purpose: z.string(),
        purpose_type: z.array(z.string().includes(':')),
        purpose_description: z.string(),
        lawful_basis: z.literal('dpv:Consent'),
        pii_information: z.array(
          z.strictObject({
            pii_attribute_id: z.string().regex(/^[A-Z]\w*\.[a-z]\w*$/),
            pii_type: z.string().startsWith('pd:'),
            sensitive: z.boolean(),
            decision: z.enum(['given', 'refused']),
            item: uuid.optional(),
          }),
        ),
        recipient_third_parties: z.array(uuid),
        processing_method: z.array(z.string()),
        retention_period: instant.nullable(),
        storage_location: z.string().length(2),
        jurisdiction: z.string().length(2),
        withdrawal_method: z.string(),
        geographic_restriction: z.null(),
      }),
    )
    .length(1),
  parties: z
    .array(
      z.looseObject({
        party_id: uuid,
        party_role: z.string(),
        party_name: z.string(),
      }),
    )
    .length(2),
  events: z.array(
    z.strictObject({
      event_id: uuid,
      event_type: z.string().startsWith('Consent').or(z.literal('RenewedConsentGiven')),
      event_time: instant,
      event_state: z.string(),
      effective_time: instant.optional(),
      validity_until: instant.optional(),
    }),
  ),
  courtyard: z.strictObject({
    covers_until: instant.nullable(),
    proven_by: z.enum(['password', 'passkey']).nullable(),
    shown: z
      .strictObject({ scheme: z.literal('courtyard/shown/1'), sha256: z.string().regex(/^[0-9a-f]{64}$/) })
      .nullable(),
    onward_transfer: z.literal('forbidden'),
    commitment: z.strictObject({
      sha256: z.string().length(64),
      salt: z.string(),
      events: z.array(uuid),
    }),
  }),
});

async function receiptOf(who: 'bill' | 'eva', recipientId: string) {
  const actor = await house.again(house[who]);
  const { rows } = await house.consents.page(actor, { first: 50 });
  const consent = rows.find((row) => row.recipientId === recipientId);
  const { json, lines } = await house.receipts.of(actor, nodeOf.consent(consent?.id ?? ''));
  return { receipt: RECEIPT.parse(JSON.parse(json)), lines, consent, json };
}

test('a receipt has the form of the standard, and opens the commitment in the log', async () => {
  const recipient = await house.recipient({
    name: 'Honest Partner',
    country: 'AT',
  });
  const request = await house.ask(recipient.id, ['Employee.name', 'Employee.title']);
  await house.answering.answer(await house.prove(house.bill), {
    requestId: nodeOf.request(request.id),
    answers: [
      {
        fieldKey: 'Employee.name',
        yes: true,
        ...(await house.shown(house.bill, request.id, 'Employee.name')),
      },
      { fieldKey: 'Employee.title', yes: false },
    ],
  });
  const recorded = house.trail.recorded.at(-1);
  const { receipt, lines, json } = await receiptOf('bill', recipient.id);
  expect(receipt.privacy_notice).toMatchObject({
    version: '1',
    sha256: noticeHash(NOTICE, 'en'),
  });
  expect(receipt.parties.map(({ party_name }) => party_name)).toContain('Honest Partner');
  // All that was said at once, with the salt, is what the log was told; a letter changed is something else.
  const { salt, events, sha256 } = receipt.courtyard.commitment;
  expect(events.length).toBe(2);
  expect(recorded).toMatchObject({
    kind: 'consent',
    touched: [{ id: sha256 }],
  });
  const said = (await house.consents.of(await house.again(house.bill))).events.filter(({ id }) =>
    events.includes(id),
  );
  expect(commitmentTo(salt, said)).toBe(sha256);
  expect(
    commitmentTo(
      salt,
      said.map((one) => ({ ...one, kind: 'ConsentRefused' })),
    ),
  ).not.toBe(sha256);
  expect(lines.map(({ label }) => label)).toEqual(
    expect.arrayContaining(['What', 'To whom', 'What I said', 'Privacy notice']),
  );
  // In words: the names of the code stand in the JSON only.
  const told = (label: string) => lines.find((line) => line.label === label)?.text;
  expect(['Name', 'Job title']).toContain(told('What'));
  expect(told('What for')).toBe('Sharing with a partner');
  expect(told('To whom')).toMatch(/Honest Partner .*Austria/);
  // The inner id of the person is in no receipt: it would be the same towards every recipient.
  expect(json).not.toContain(house.bill.employeeId);
});

test('a receipt names the words that were shown, and holds none of them', async () => {
  house.clock.pass({ days: 100 });
  const post = await house.publish(house.bill, [to.everybody], 'The secret of the seal is soap.');
  const recipient = await house.recipient();
  const request = await house.ask(recipient.id, ['Post.body']);
  const itemId = idOf.post(post.id);
  const shown = await house.shown(house.bill, request.id, 'Post.body', [itemId]);
  await house.answer(house.bill, request.id, 'Post.body', true, [itemId], shown);
  const { receipt, lines, json } = await receiptOf('bill', recipient.id);
  const { salt } = receipt.courtyard.commitment;
  // Whoever has the words and the receipt can tell that it is of them; whoever has the receipt alone cannot read them.
  const asked = askedFieldByKey('Post.body') as AskedField;
  const cell = { rowId: post.id, text: post.body, since: post.publishedAt, changed: null };
  expect(seenOf(salt, versionOf(asked, [cell]))).toBe(receipt.courtyard.shown?.sha256);
  const other = { ...cell, text: `${post.body}.` };
  expect(seenOf(salt, versionOf(asked, [other]))).not.toBe(receipt.courtyard.shown?.sha256);
  expect(json).not.toContain('soap');
  expect(lines.find(({ label }) => label === 'Covers')?.text).toMatch(/^what I was shown/);
});

test('every field and purpose that people can be asked about has words in both languages', () => {
  const keys = askedFields().map(({ field }) => fieldKey(field));
  const purposes = Object.entries(PURPOSES).filter(([, { rule }]) => rule === 'consent');
  expect([keys.length, purposes.length]).not.toContain(0);
  for (const language of ['en', 'de'] as const) {
    expect(Object.keys(FIELD_TERMS[language])).toEqual(expect.arrayContaining(keys));
    expect(Object.keys(PURPOSE_TERMS[language])).toEqual(
      expect.arrayContaining(purposes.map(([purpose]) => purpose)),
    );
  }
});

test('a person is somebody else towards each recipient, and the same towards one', async () => {
  house.clock.pass({ days: 100 });
  const [one, other] = [await house.recipient(), await house.recipient()];
  for (const { id } of [one, other]) {
    const request = await house.ask(id, ['Employee.name', 'Employee.title']);
    await house.answer(house.eva, request.id, 'Employee.name', true);
    await house.answer(house.eva, request.id, 'Employee.title', false);
  }
  const ids = async (recipientId: string) => (await receiptOf('eva', recipientId)).receipt.pii_principal_id;
  expect(await ids(one.id)).toBe(await ids(one.id));
  expect(await ids(one.id)).not.toBe(await ids(other.id));
});

test('a receipt tells what became of a yes, and belongs to its person alone', async () => {
  house.clock.pass({ days: 100 });
  const recipient = await house.recipient();
  const request = await house.ask(recipient.id, ['Employee.name']);
  await house.answer(house.bill, request.id, 'Employee.name', true);
  const { consent } = await receiptOf('bill', recipient.id);
  await house.answering.withdraw(await house.again(house.bill), nodeOf.consent(consent?.id ?? ''));
  const { receipt, lines } = await receiptOf('bill', recipient.id);
  expect(receipt.events.map(({ event_state }) => event_state)).toEqual(['given', 'withdrawn']);
  expect(lines.map(({ label }) => label)).toContain('Taken back');
  const others = await house.again(house.eva);
  expect(await codeOf(house.receipts.of(others, nodeOf.consent(consent?.id ?? '')))).toBe('not_found');
});

test('a notice that was shown once stays as it is, in both languages', () => {
  // Changing a word means another version; then this list grows, and no line of it changes.
  expect(
    NOTICES.map((notice) => [notice.version, noticeHash(notice, 'en'), noticeHash(notice, 'de')]),
  ).toMatchInlineSnapshot(`
   [
     [
       1,
       "40906e5eecf8ab979c79e20955a785de4f45a77353b6f76933bc3049fef0a021",
       "111f9b61a127b1bf41913438e1a7e8c5489989bb1c67990ef67da2ed316e63a5",
     ],
   ]
  `);
});
