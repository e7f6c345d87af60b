import { randomUUID } from 'node:crypto';
import { permissionMatrix } from '@courtyard/access';
import { type AccessKind, policyVersionOf } from '@courtyard/audit';
import { LogHouse, ORGANISATION, OTHER, person } from '../../fixtures/house.js';
import { DELIVERED } from '../entry/audit-entry.policy.js';

let house: LogHouse;
const anybody = person(['employee']);
const record = (
  kind: Extract<AccessKind, 'policy' | 'disclosure'>,
  operation: string,
  purpose: 'legal' | 'research',
  organisationId = ORGANISATION,
) =>
  house.audit.record({
    organisationId,
    requestId: randomUUID(),
    actor: person(['compliance_officer'], organisationId),
    kind,
    operation,
    touched: [{ resource: 'Recipient', id: randomUUID(), action: 'decide' }],
    personIds: [],
    fieldNos: [],
    purpose,
    basis: 'legitimate-interest',
  });

beforeAll(async () => {
  house = await LogHouse.open();
  await record('policy', 'proposeRecipient', 'research');
  await record('policy', 'decideRecipient', 'research');
  await record('policy', 'askConsent', 'research'); // asking changes no policy
  for (let at = 0; at < 12; at++) await record('disclosure', DELIVERED, at < 3 ? 'legal' : 'research');
  await record('disclosure', 'requestDisclosure', 'research');
  await record('policy', 'proposeRecipient', 'research', OTHER);
  await house.sequence();
}, 60_000);
afterAll(() => house?.close());

describe('the charter', () => {
  it('is the live policy, its changes in words and roles, and counts that tell of nobody', async () => {
    const { policyVersion, changes, disclosures, lawfulDemands } = await house.charter.read(anybody);
    expect(policyVersion).toBe(policyVersionOf(permissionMatrix()));
    expect(changes.map(({ kind, text, roles }) => [kind, text, roles])).toEqual([
      ['decideRecipient', 'A proposed recipient was decided on.', ['compliance_officer', 'employee']],
      ['proposeRecipient', 'A recipient was proposed.', ['compliance_officer', 'employee']],
    ]);
    const year = new Date().getUTCFullYear();
    expect(disclosures[0]).toEqual({ year, count: '12' });
    expect(lawfulDemands[0]).toEqual({ year, count: 'fewer than ten' });
    expect(disclosures[1]).toEqual({ year: year - 1, count: 'fewer than ten' });
  });

  it('leaves no look in the log, and gives no event away', async () => {
    expect(await house.count('opened')).toBe(0);
    expect(JSON.stringify(await house.charter.read(anybody))).not.toMatch(/body|leaf|requestId/);
  });
});
