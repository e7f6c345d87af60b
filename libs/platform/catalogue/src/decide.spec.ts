import { type ConsentReader, type ConsentState, EmptyConsentReader } from './consent-reader.js';
import { decide } from './decide.js';
import type { Field } from './fields.js';
import {
  type Cell,
  CLOSED_POLICY,
  type OrganisationPolicy,
  type PersonConcerned,
  type Question,
  type Recipient,
} from './question.js';

const BODY: Field = {
  entity: 'Post',
  name: 'body',
  number: 2,
  category: 'pd:SocialMediaCommunication',
  sensitivity: 'medium',
  purposes: ['collaboration', 'search'],
  retention: 'until_withdrawn',
  guarded: false,
  asked: true,
};
const ADDRESS: Field = {
  ...BODY,
  name: 'address',
  category: 'pd:IPAddress',
  purposes: ['security'],
  asked: false,
};
const bill: PersonConcerned = {
  person: 'bill',
  role: 'owner',
  kind: 'employee',
  restricted: false,
  objectedTo: [],
};
const ann: PersonConcerned = { ...bill, person: 'ann', role: 'about' };
const POST: Cell = {
  item: 'post-1',
  persons: [bill],
  audience: 'organisation',
  recipientInAudience: true,
  unmarked: false,
};
const PARTNER: Recipient = { id: 'acme', category: 'business-partner' };
const HOST: Recipient = {
  id: 'host',
  category: 'processor',
  contract: {
    reference: 'C-7',
    country: 'DE',
    transferTool: 'not needed in the EEA',
    fields: ['Post.body'],
    sharesGroup: false,
  },
};
const POLICY: OrganisationPolicy = {
  switchedOff: [],
  basis: {
    collaboration: 'legitimate-interest',
    security: 'legitimate-interest',
    rights: 'legal-obligation',
    legal: 'legal-obligation',
    statistics: 'legitimate-interest',
    monitoring: 'legitimate-interest',
    'partner-sharing': 'consent',
  },
  opened: [{ purpose: 'partner-sharing', recipient: 'acme', fields: ['Post.body'] }],
};

/** Answers by `person`, or `person/item`. */
function said(words: Record<string, ConsentState>): ConsentReader {
  return {
    nobodyCanHaveSpoken: false,
    stateOf: (person, _purpose, _recipient, _field, item) =>
      words[item === undefined ? person : `${person}/${item}`] ?? 'never_asked',
  };
}

function ask(
  over: Partial<Question> & { cell?: Cell },
  consents: ConsentReader = new EmptyConsentReader(),
): string {
  const question: Question = {
    purpose: 'partner-sharing',
    recipient: PARTNER,
    field: BODY,
    policy: POLICY,
    cell: POST,
    ...over,
  };
  const decision = decide(question, consents);
  return decision.released ? 'released' : decision.reason;
}

describe('a partner asks for posts', () => {
  it('gets nothing from who has said nothing', () => {
    expect(ask({})).toBe('withheld');
  });

  it('gets it from who said yes, and from nobody who did not', () => {
    expect(ask({}, said({ bill: 'given' }))).toBe('released');
    for (const state of [
      'requested',
      'deferred',
      'cooling_off',
      'expired',
      'invalidated',
      'withdrawn',
    ] as const) {
      expect(ask({}, said({ bill: state }))).toBe('withheld');
    }
  });

  it('needs Ann as well where Bill thanks Ann', () => {
    const cell = { ...POST, persons: [bill, ann] };
    expect(ask({ cell }, said({ bill: 'given' }))).toBe('withheld');
    expect(ask({ cell }, said({ bill: 'given', ann: 'renewed' }))).toBe('released');
  });

  it('gets nothing about guests and people outside the directory', () => {
    for (const kind of ['guest', 'external'] as const) {
      const cell = { ...POST, persons: [bill, { ...ann, kind }] };
      expect(ask({ cell }, said({ bill: 'given', ann: 'given' }))).toBe('withheld');
    }
  });

  it('needs a yes to the item where fewer than the organisation may read it, and where it is special', () => {
    const narrow = { cell: { ...POST, audience: 'narrower' as const } };
    const special = { field: { ...BODY, sensitivity: 'special' as const } };
    for (const over of [narrow, special]) {
      expect(ask(over, said({ bill: 'given' }))).toBe('withheld');
      expect(ask(over, said({ 'bill/post-1': 'given' }))).toBe('released');
      expect(ask(over, said({ 'bill/post-2': 'given' }))).toBe('withheld');
    }
  });

  it('hears a no to the item above a yes to the field, and the other way round', () => {
    expect(ask({}, said({ bill: 'given', 'bill/post-1': 'refused' }))).toBe('withheld');
    expect(ask({}, said({ bill: 'withdrawn', 'bill/post-1': 'given' }))).toBe('withheld');
  });

  it('hears an objection as a no like any other, where the basis is legitimate interest', () => {
    const cell = { ...POST, persons: [{ ...bill, objectedTo: ['collaboration' as const] }] };
    const readByCarl = {
      purpose: 'collaboration',
      recipient: { id: 'carl', category: 'audience-member' },
    } as const;
    expect(ask({ ...readByCarl, cell })).toBe('withheld');
    const contract = { ...POLICY, basis: { ...POLICY.basis, collaboration: 'contract' as const } };
    expect(ask({ ...readByCarl, cell, policy: contract })).toBe('released');
  });

  it('gets nothing the organisation did not open: another field, recipient or purpose', () => {
    const yes = said({ bill: 'given' });
    expect(ask({ field: { ...BODY, name: 'title' } }, yes)).toBe('policy');
    expect(ask({ field: { ...BODY, asked: false } }, yes)).toBe('policy');
    expect(ask({ recipient: { ...PARTNER, id: 'other' } }, yes)).toBe('policy');
    expect(ask({ purpose: 'ai-training' }, yes)).toBe('policy');
    expect(ask({ policy: { ...POLICY, switchedOff: ['partner-sharing'] } }, yes)).toBe('policy');
    expect(ask({ policy: { ...POLICY, basis: {} } }, yes)).toBe('policy');
    expect(ask({ policy: CLOSED_POLICY }, yes)).toBe('policy');
  });
});

describe('a processor', () => {
  it('gets the fields of its contract for purposes inside, and asks nobody', () => {
    expect(ask({ purpose: 'collaboration', recipient: HOST })).toBe('released');
    expect(ask({ purpose: 'partner-sharing', recipient: HOST })).toBe('policy');
    expect(ask({ purpose: 'statistics', recipient: HOST })).toBe('policy');
    expect(ask({ purpose: 'collaboration', recipient: HOST, field: { ...BODY, name: 'title' } })).toBe(
      'policy',
    );
  });

  it.each([
    ['no contract', undefined],
    ['no reference', { ...HOST.contract, reference: ' ' }],
    ['no country', { ...HOST.contract, country: '' }],
    ['no transfer tool', { ...HOST.contract, transferTool: '' }],
    ['a group with another recipient in it', { ...HOST.contract, sharesGroup: true }],
  ])('gets nothing with %s', (_, contract) => {
    const recipient = { ...HOST, contract } as Recipient;
    expect(ask({ purpose: 'collaboration', recipient })).toBe('policy');
  });
});

describe('inside the walls', () => {
  const reader = (category: Recipient['category']) => ({ id: 'x', category, person: 'bill' });

  it('need-to-know holds: a manager outside the audience gets nothing, and no guarded field in bulk', () => {
    const asked = { purpose: 'collaboration', recipient: reader('manager') } as const;
    expect(ask(asked)).toBe('released');
    expect(ask({ ...asked, cell: { ...POST, recipientInAudience: false } })).toBe('policy');
    expect(ask({ ...asked, field: { ...BODY, guarded: true } })).toBe('policy');
  });

  it('a field serves what it was collected for', () => {
    expect(ask({ purpose: 'directory', recipient: reader('audience-member') })).toBe('policy');
    const policy = { ...POLICY, basis: { directory: 'legitimate-interest' as const } };
    expect(ask({ purpose: 'directory', recipient: reader('audience-member'), policy })).toBe('policy');
  });

  it('consent is no basis for what the network itself needs', () => {
    const policy = { ...POLICY, basis: { collaboration: 'consent' as const } };
    expect(ask({ purpose: 'collaboration', recipient: reader('audience-member'), policy })).toBe('policy');
  });

  it('an operator gets sign-in events and no content', () => {
    const asked = { purpose: 'security', recipient: reader('it-operator') } as const;
    expect(ask({ ...asked, field: ADDRESS })).toBe('released');
    expect(ask({ ...asked, field: { ...BODY, purposes: ['security'] } })).toBe('policy');
  });

  it('a person gets what they own, and waits for a request where others wrote of them', () => {
    expect(ask({ purpose: 'rights', recipient: reader('self') })).toBe('released');
    expect(ask({ purpose: 'rights', recipient: { ...reader('self'), person: 'ann' } })).toBe('policy');
    expect(ask({ purpose: 'rights', recipient: reader('hr') })).toBe('policy');
  });

  it('statistics are of ten or more, and not to be subtracted', () => {
    const field: Field = { ...BODY, purposes: ['statistics'] };
    const counting = (group?: Cell['group']) =>
      ask({
        purpose: 'statistics',
        recipient: reader('works-council'),
        field,
        cell: { ...POST, ...(group ? { group } : {}) },
      });
    expect(counting({ size: 10, subtractable: false })).toBe('released');
    expect(counting({ size: 9, subtractable: false })).toBe('small_group');
    expect(counting({ size: 500, subtractable: true })).toBe('small_group');
    expect(counting({ size: Number.NaN, subtractable: false })).toBe('small_group');
    expect(counting()).toBe('small_group');
  });

  it('what is not built is closed: legal, monitoring', () => {
    expect(ask({ purpose: 'legal', recipient: { id: 'court', category: 'authority' } })).toBe('policy');
    expect(ask({ purpose: 'monitoring', recipient: reader('manager') })).toBe('policy');
  });
});

describe('the reason is the first that applies', () => {
  it('never before policy, policy before restriction, restriction before consent', () => {
    const cell = { ...POST, persons: [{ ...bill, restricted: true }] };
    const shut = { ...POLICY, opened: [] };
    const insurer: Recipient = { id: 'safe', category: 'insurer' };
    expect(ask({ purpose: 'sale', recipient: insurer, cell, policy: shut })).toBe('purpose_never');
    expect(ask({ recipient: insurer, cell, policy: shut })).toBe('recipient_never');
    expect(ask({ cell, policy: shut })).toBe('policy');
    expect(ask({ cell })).toBe('restricted');
    expect(ask({})).toBe('withheld');
  });
});
