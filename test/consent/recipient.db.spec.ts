import type { RecipientCategory } from '@courtyard/catalogue';
import {
  PURPOSE_NAMES,
  PURPOSES,
  purposeRule,
  RECIPIENT_CATEGORIES,
  RECIPIENT_CATEGORY_NAMES,
  recipientRule,
} from '@courtyard/catalogue';
import { Client } from 'pg';
import { v7 as newId } from 'uuid';
import { DeliveryKind } from '../../libs/consent/src/recipient/recipient.entity.js';
import type { ProposeRecipientInput } from '../../libs/consent/src/recipient/recipient.input.js';
import { codeOf } from '../../libs/feed/fixtures/house.js';
import { giveLongAgo } from '../../libs/people/src/fixtures/office.js';
import { AGE, type ConsentHouse, nodeOf, openConsentHouse } from './house.js';

let house: ConsentHouse;
beforeAll(async () => {
  house = await openConsentHouse();
});
afterAll(() => house?.close());

const proposal = (over: Partial<ProposeRecipientInput> = {}): ProposeRecipientInput => ({
  idempotencyKey: newId(),
  name: 'Acme',
  category: 'business-partner',
  ownerName: `Acme Holding ${newId()}`,
  country: 'DE',
  deliveryKind: DeliveryKind.file_drop,
  agePublicKey: AGE,
  ...over,
});
const contract = {
  category: 'processor' as RecipientCategory,
  contractReference: 'DPA 7',
  transferTool: 'none: inside the EU',
  contractFields: ['Employee.name'],
};

describe('two people of two roles', () => {
  it('make a recipient; neither alone, nor two of one role, nor anybody else', async () => {
    const proposed = await house.recipients.propose(await house.again(house.ada), proposal());
    const decide = async (who: keyof ConsentHouse) =>
      house.recipients.decide(await house.again(house[who] as never), {
        id: nodeOf.recipient(proposed.id),
        approve: true,
      });
    expect(await codeOf(decide('ada'))).toBe('recipient.two_roles');
    const secondId = await house.hire(house.ada, { name: 'Abe Admin' });
    await giveLongAgo(house.owner, secondId, 'administrator');
    const second = await house.signedIn(house.organisationId, secondId);
    expect(
      await codeOf(house.recipients.decide(second, { id: nodeOf.recipient(proposed.id), approve: true })),
    ).toBe('recipient.two_roles');
    expect(await codeOf(decide('bill'))).toBe('recipient.two_roles');
    expect(await decide('wim')).toMatchObject({ status: 'active', decidedRole: 'works_council' });
    expect(await codeOf(decide('dora'))).toBe('recipient.already_decided');
    expect(await codeOf(house.recipients.propose(await house.again(house.bill), proposal()))).toBe(
      'auth.forbidden',
    );
    expect(await codeOf(house.recipients.propose(await house.again(house.wim), proposal()))).toBe(
      'auth.forbidden',
    );
  });

  it('is one person who changed their role in between: refused', async () => {
    const id = await house.hire(house.ada, { name: 'Chameleon' });
    const as = async (role: string) => {
      await giveLongAgo(house.owner, id, role);
      return house.signedIn(house.organisationId, id);
    };
    const proposed = await house.recipients.propose(await as('administrator'), proposal());
    const decision = { id: nodeOf.recipient(proposed.id), approve: true };
    expect(await codeOf(house.recipients.decide(await as('data_protection'), decision))).toBe(
      'recipient.two_roles',
    );
  });

  it('widen an opening, and one narrows it at once', async () => {
    const recipient = await house.recipient();
    const input = {
      idempotencyKey: newId(),
      purpose: 'research' as const,
      recipientId: nodeOf.recipient(recipient.id),
      fieldKeys: ['Employee.title', 'Employee.name'],
    };
    const proposed = await house.openings.propose(await house.again(house.dora), input);
    expect(proposed).toMatchObject({ status: 'proposed', entity: 'Employee', fieldNos: [2, 5] });
    const decision = { id: nodeOf.opening(proposed.id), approve: true };
    expect(await codeOf(house.openings.decide(await house.again(house.dora), decision))).toBe(
      'recipient.two_roles',
    );
    expect((await house.openings.decide(await house.again(house.cora), decision)).status).toBe('active');
    expect((await house.openings.retire(await house.again(house.wim), decision.id)).status).toBe('retired');
    const several = { ...input, idempotencyKey: newId(), fieldKeys: ['Employee.name', 'Post.body'] };
    expect(await codeOf(house.openings.propose(await house.again(house.dora), several))).toBe(
      'opening.one_entity',
    );
    const unknown = { ...input, idempotencyKey: newId(), fieldKeys: ['Employee.birthday'] };
    expect(await codeOf(house.openings.propose(await house.again(house.dora), unknown))).toBe(
      'opening.unknown_field',
    );
  });

  it('switch a purpose on again; one switches it off', async () => {
    const of = async (who: 'ada' | 'cora' | 'dora' | 'wim' | 'bill', off: boolean) =>
      house.purposes.switch(await house.again(house[who]), 'research', off);
    expect(await of('wim', true)).toMatchObject({ switchedOff: true });
    expect(await of('ada', false)).toMatchObject({
      switchedOff: true,
      onProposedRole: 'administrator',
      onProposedByMe: true,
    });
    expect(await codeOf(of('ada', false))).toBe('recipient.two_roles');
    expect(await of('dora', false)).toMatchObject({ switchedOff: false, onProposedRole: null });
    // A wish is dropped by whoever switches off meanwhile.
    await of('dora', true);
    await of('ada', false);
    await of('cora', true);
    expect(await of('dora', false)).toMatchObject({ switchedOff: true, onProposedRole: 'data_protection' });
    expect(await of('ada', false)).toMatchObject({ switchedOff: false });
    expect(await codeOf(of('bill', true))).toBe('auth.forbidden');
    for (const purpose of ['marketing', 'sale', 'monitoring', 'rights'] as const)
      expect(await codeOf(house.purposes.switch(await house.again(house.ada), purpose, false))).toBe(
        'purpose.not_switchable',
      );
  });
});

describe('a recipient', () => {
  it.each<[string, Partial<ProposeRecipientInput>, string]>([
    ['without a country', { country: 'XX' }, 'recipient.unknown_country'],
    ['of a country in small letters', { country: 'de' }, 'recipient.unknown_country'],
    ['that is the person', { category: 'self' }, 'recipient.no_such_category'],
    ['a processor without a contract', { category: 'processor' }, 'recipient.processor_contract'],
    ['a processor without fields', { ...contract, contractFields: [] }, 'recipient.processor_contract'],
    ['a processor with a made-up field', { ...contract, contractFields: ['Employee.soul'] }, 'input.invalid'],
    [
      'reached by http',
      { deliveryKind: DeliveryKind.https, deliveryEndpoint: 'http://x.example' },
      'input.invalid',
    ],
    [
      'with a password in its address',
      { deliveryKind: DeliveryKind.https, deliveryEndpoint: 'https://a:b@x.example' },
      'input.invalid',
    ],
    ['a drop outside its folder', { deliveryEndpoint: '../else' }, 'input.invalid'],
  ])('%s is refused', async (_, over, code) => {
    expect(await codeOf(house.recipients.propose(await house.again(house.ada), proposal(over)))).toBe(code);
  });

  it('that is a processor shares no owner with any other, however it is written', async () => {
    await house.recipient({ ownerName: 'Müller Gruppe' });
    const sister = proposal({ ...contract, ownerName: 'mueller gruppe' });
    const same = proposal({ ...contract, ownerName: 'MÜLLER  Gruppe' });
    expect(await codeOf(house.recipients.propose(await house.again(house.ada), same))).toBe(
      'recipient.shares_owner',
    );
    expect(await codeOf(house.recipients.propose(await house.again(house.ada), sister))).toBe('answered');
  });

  it('that says the same as the one before is none', async () => {
    const first = await house.recipient({ name: 'Same', ownerName: `Same ${newId()}` });
    const again = proposal({
      name: first.name,
      ownerName: first.ownerName,
      previousId: nodeOf.recipient(first.id),
    });
    expect(await codeOf(house.recipients.propose(await house.again(house.ada), again))).toBe(
      'recipient.unchanged',
    );
  });

  it('that is `never` is registered, and nothing is ever opened to it: through services or SQL as api', async () => {
    const api = new Client({ connectionString: house.home.urls.api });
    await api.connect();
    await api.query(`set app.org = '${house.organisationId}'`);
    try {
      for (const category of RECIPIENT_CATEGORY_NAMES.filter((name) => recipientRule(name) === 'never')) {
        const recipient = await house.recipient({ category });
        expect(recipient.status).toBe('active');
        expect(await codeOf(house.opening(recipient.id, ['Employee.name']))).toBe('opening.never');
        await expect(
          api.query(OPEN, [
            house.organisationId,
            newId(),
            'research',
            recipient.id,
            house.ada.employeeId,
            house.dora.employeeId,
          ]),
        ).rejects.toThrow(/never opened/);
        // Nor is it made somebody else afterwards.
        await expect(
          api.query(`update recipient set category = 'business-partner' where id = $1`, [recipient.id]),
        ).rejects.toThrow(/permission denied/);
      }
      const honest = await house.recipient();
      for (const purpose of PURPOSE_NAMES.filter((name) => purposeRule(name) !== 'consent')) {
        expect(await codeOf(house.opening(honest.id, ['Employee.name'], purpose))).toBe('opening.never');
        await expect(
          api.query(OPEN, [
            house.organisationId,
            newId(),
            purpose,
            honest.id,
            house.ada.employeeId,
            house.dora.employeeId,
          ]),
        ).rejects.toThrow(/never opened/);
      }
      // Control: what may be opened is.
      await api.query(OPEN, [
        house.organisationId,
        newId(),
        'research',
        honest.id,
        house.ada.employeeId,
        house.dora.employeeId,
      ]);
      await expect(
        api.query(OPEN, [
          house.organisationId,
          newId(),
          'research',
          honest.id,
          house.ada.employeeId,
          house.ada.employeeId,
        ]),
      ).rejects.toThrow(/two_roles/);
      for (const statement of [
        `update purpose_rule set rule = 'consent' where purpose = 'marketing'`,
        `insert into recipient_rule values ('friend', 'ordinary')`,
        `select alias_secret from recipient`,
        `update consent_event set kind = 'ConsentGiven'`,
        'delete from consent_event',
        `update recipient set alias_secret = ''`,
      ])
        await expect(api.query(statement)).rejects.toThrow(/permission denied/);
    } finally {
      await api.end();
    }
    await expect(
      house.owner.query(`update purpose_rule set rule = 'consent' where purpose = 'sale'`),
    ).rejects.toThrow(/by a migration only/);
  });
});

const OPEN = `insert into opening (organisation_id, id, purpose, recipient_id, entity, field_nos, status, proposed_by, proposed_role, proposed_at, decided_by, decided_role, decided_at)
values ($1, $2, $3, $4, 'Employee', '{2}', 'active', $5, 'administrator', now(), $6, 'data_protection', now())`;

test('openings are found by whom they are to, and by nothing that is no recipient', async () => {
  const [one, other] = [await house.recipient(), await house.recipient()];
  const mine = await house.opening(one.id, ['Employee.name']);
  await house.opening(other.id, ['Employee.title']);
  const list = async (recipientId: string) =>
    (await house.openings.list(await house.again(house.wim), { first: 100, recipientId })).rows;
  expect((await list(nodeOf.recipient(one.id))).map(({ id }) => id)).toEqual([mine.id]);
  expect(await list(nodeOf.recipient(newId()))).toEqual([]);
  expect(await codeOf(list(nodeOf.opening(mine.id)))).toBe('not_found');
});

test('the rules in the database repeat the code', async () => {
  const { rows: purposes } = await house.owner.query('select purpose, rule from purpose_rule');
  expect(Object.fromEntries(purposes.map(({ purpose, rule }) => [purpose, rule]))).toEqual(
    Object.fromEntries(PURPOSE_NAMES.map((name) => [name, PURPOSES[name].rule])),
  );
  const { rows: categories } = await house.owner.query('select category, rule from recipient_rule');
  expect(Object.fromEntries(categories.map(({ category, rule }) => [category, rule]))).toEqual(
    Object.fromEntries(RECIPIENT_CATEGORY_NAMES.map((name) => [name, RECIPIENT_CATEGORIES[name].rule])),
  );
});
