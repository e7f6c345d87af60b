import { createHash, createHmac, createSecretKey } from 'node:crypto';
import { commitmentOf } from './commitment.js';
import { canonical, leafHash, policyVersionOf } from './event.js';

const ORGANISATION = '0190c1d0-0000-7000-8000-00000000000a';
const EVENT = '0190c1d0-0000-7000-8000-0000000000e1';
const BILL = '0190c1d0-0000-7000-8000-000000000001';
const key = createSecretKey(Buffer.alloc(32, 7));
const bill = {
  organisationId: ORGANISATION,
  eventId: EVENT,
  slot: 'person',
  type: 'Person',
  id: BILL,
} as const;

describe('canonical JSON', () => {
  it('is that of RFC 8785 section 3.2.3: members by UTF-16 code units, shortest numbers, no spaces', () => {
    const example = {
      '€': 'Euro Sign',
      '\r': 'Carriage Return',
      '1': 'One',
      '😀': 'Smiley',
      ö: [1e21, 0.002, -0],
    };
    expect(canonical(example)).toBe(
      '{"\\r":"Carriage Return","1":"One","ö":[1e+21,0.002,0],"€":"Euro Sign","😀":"Smiley"}',
    );
    expect(canonical({ b: 1, a: 2 })).toBe(canonical({ a: 2, b: 1 }));
  });

  it('refuses what two readers would read differently', () => {
    expect(() => canonical({ a: '\ud800' })).toThrow();
    expect(() => canonical({ a: Number.NaN })).toThrow();
  });
});

describe('a leaf', () => {
  it('is hashed with the prefix 0x00, so that it is never taken for a node (RFC 6962 section 2.1)', () => {
    // The hash of the empty leaf, a test vector of Certificate Transparency.
    expect(leafHash(Buffer.alloc(0)).toString('hex')).toBe(
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    );
    const plain = createHash('sha256').update('x').digest('hex');
    expect(leafHash(Buffer.from('x')).toString('hex')).not.toBe(plain);
  });
});

describe('a commitment', () => {
  it('is an HMAC over text that says what it is for', () => {
    const text = `{"event":"${EVENT}","id":"${BILL}","organisation":"${ORGANISATION}","scheme":"courtyard/audit-commitment/1","slot":"person","type":"Person"}`;
    expect(commitmentOf(key, bill)).toBe(createHmac('sha256', key).update(text).digest('base64url'));
    expect(commitmentOf(key, bill)).toHaveLength(43);
  });

  it('verifies for exactly one key, organisation, event, slot, type and id', () => {
    const others = [
      commitmentOf(createSecretKey(Buffer.alloc(32, 8)), bill),
      commitmentOf(key, { ...bill, organisationId: ORGANISATION.replace(/a$/, 'b') }),
      commitmentOf(key, { ...bill, eventId: EVENT.replace(/1$/, '2') }),
      commitmentOf(key, { ...bill, slot: 'actor' }),
      commitmentOf(key, { ...bill, type: 'Employee' }),
      commitmentOf(key, { ...bill, id: BILL.replace(/1$/, '2') }),
    ];
    expect(new Set([...others, commitmentOf(key, bill)]).size).toBe(7);
    expect(commitmentOf(key, { ...bill, eventId: EVENT.toUpperCase() })).toBe(commitmentOf(key, bill));
  });

  it('takes whatever a client called an id', () => {
    expect(commitmentOf(key, { ...bill, id: '\ud800' })).toHaveLength(43);
    expect(commitmentOf(key, { ...bill, id: '' })).toHaveLength(43);
  });
});

it('names the policy version by its text', () => {
  expect(policyVersionOf('| read | everybody |')).toMatch(/^[0-9a-f]{64}$/);
  expect(policyVersionOf('| read | everybody |')).not.toBe(policyVersionOf('| read | nobody |'));
});
