import type { Client } from 'pg';
import { giveLongAgo } from '../../libs/people/src/fixtures/office.js';
import { type Company, freshKey, PASSWORD, type Person, publish } from './company.js';

/** Anybody's who is not there: nothing is opened in these tests. */
const AGE = 'age1qyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqs3290gq';

export interface AskedOf {
  readonly recipient: string;
  readonly card: string;
}

/** A partner of the house, opened for names and posts by two roles, and everybody asked. `pia` and `tim` become officers. */
export async function askEverybody(company: Company, owner: Client): Promise<AskedOf> {
  const role = async (who: Person, name: string) => giveLongAgo(owner, who.id.split('_')[1] ?? '', name);
  await role(company.pia, 'compliance_officer');
  await role(company.tim, 'data_protection');
  const { ada, pia, tim, eva } = company;
  await publish(eva, 'Thank you for the tickets, Bill.', [{ kind: 'organisation' }]);
  const proposed = await ada.tell(
    'mutation ($input: ProposeRecipientInput!) { proposeRecipient(input: $input) { id status version never proposedByMe allowed } }',
    {
      input: {
        idempotencyKey: freshKey(),
        name: 'Honest Partner',
        category: 'business_partner',
        ownerName: 'Honest Group',
        country: 'DE',
        deliveryKind: 'file_drop',
        agePublicKey: AGE,
      },
    },
  );
  const recipient = proposed.proposeRecipient.id;
  expect(proposed.proposeRecipient).toMatchObject({
    status: 'proposed',
    version: 1,
    never: false,
    proposedByMe: true,
    allowed: ['read', 'retire'],
  });
  await pia.tell('mutation ($input: DecideInput!) { decideRecipient(input: $input) { status } }', {
    input: { id: recipient, approve: true },
  });
  for (const fieldKeys of [
    ['Employee.name', 'Employee.title'],
    ['Post.body', 'Post.publishedAt'],
  ]) {
    const { proposeOpening } = await ada.tell(
      'mutation ($input: ProposeOpeningInput!) { proposeOpening(input: $input) { id fields { key perItem } } }',
      {
        input: { idempotencyKey: freshKey(), purpose: 'partner_sharing', recipientId: recipient, fieldKeys },
      },
    );
    await tim.tell('mutation ($input: DecideInput!) { decideOpening(input: $input) { status } }', {
      input: { id: proposeOpening.id, approve: true },
    });
  }
  const { askConsent } = await ada.tell(
    'mutation ($input: AskConsentInput!) { askConsent(input: $input) { id } }',
    {
      input: {
        idempotencyKey: freshKey(),
        recipientId: recipient,
        purpose: 'partner_sharing',
        fieldKeys: ['Employee.name', 'Employee.title', 'Post.body', 'Post.publishedAt'],
        benefit: 'Tickets.',
        question: 'May they know who you are?',
        validMonths: 6,
        audience: [{ kind: 'organisation' }],
      },
    },
  );
  return { recipient, card: askConsent.id };
}

/** The version of what the card shows somebody of a field; a yes hands it back. */
export async function shownOf(who: Person, card: string, fieldKey: string): Promise<string> {
  const { node } = await who.tell(
    'query ($id: ID!) { node(id: $id) { ... on ConsentRequest { fields { field { key } version } } } }',
    { id: card },
  );
  return node.fields.find(({ field }: { field: { key: string } }) => field.key === fieldKey).version;
}

/** Who they are, proven anew: for what needs more than the session. */
export async function proveAgain(who: Person): Promise<void> {
  await who.tell('mutation ($p: String!) { reauthenticate(password: $p) { reauthenticatedUntil } }', {
    p: PASSWORD,
  });
}
