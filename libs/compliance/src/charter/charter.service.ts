import { type EmployeeActor, permissionMatrix } from '@courtyard/access';
import { policyVersionOf } from '@courtyard/audit';
import { presentCount } from '@courtyard/catalogue';
import { type Filter, Gate } from '@courtyard/records';
import { Injectable } from '@nestjs/common';
import type { AuditEntry } from '../entry/audit-entry.entity.js';
import { auditEntryPolicy, DELIVERED } from '../entry/audit-entry.policy.js';
import type { Charter, PolicyChange, YearCount } from './charter.view.js';

const MOST_CHANGES = 100;
/** Events are kept for three years. */
const YEARS = 4;

/**
 * What changes the policy, each in a sentence. The log files more under it (`askConsent`: people were asked), which changes
 * nothing that holds, and stays with the officer.
 */
const SENTENCES: Readonly<Record<string, string>> = {
  proposeRecipient: 'A recipient was proposed.',
  decideRecipient: 'A proposed recipient was decided on.',
  retireRecipient: 'A recipient was retired; every consent that named it ended.',
  proposeOpening: 'Opening fields to a recipient was proposed.',
  decideOpening: 'A proposed opening was decided on.',
  retireOpening: 'An opening was closed.',
  switchPurposeOff: 'A purpose was switched off.',
  switchPurposeOn: 'A purpose was switched on again.',
};

/** What everybody may know of how the walls stand. */
@Injectable()
export class CharterService {
  private readonly policyVersion = policyVersionOf(permissionMatrix());

  constructor(private readonly gate: Gate) {}

  async read(actor: EmployeeActor): Promise<Charter> {
    const delivered: Filter<AuditEntry> = { kind: 'disclosure', operation: DELIVERED };
    const [changes, disclosures, lawfulDemands] = await Promise.all([
      this.changes(actor),
      this.years(actor, delivered),
      this.years(actor, { ...delivered, purpose: 'legal' }),
    ]);
    return { policyVersion: this.policyVersion, changes, disclosures, lawfulDemands };
  }

  private async changes(actor: EmployeeActor): Promise<PolicyChange[]> {
    const { rows } = await this.gate.list(actor, auditEntryPolicy, 'read_charter', {
      where: { kind: 'policy', operation: { in: Object.keys(SENTENCES) } },
      order: { by: 'position', direction: 'desc' },
      first: MOST_CHANGES,
    });
    return rows.map(({ at, operation, roles }) => ({
      at,
      kind: operation,
      text: SENTENCES[operation] ?? `${operation}.`,
      roles,
    }));
  }

  private years(actor: EmployeeActor, where: Filter<AuditEntry>): Promise<YearCount[]> {
    const last = new Date().getUTCFullYear();
    const years = Array.from({ length: YEARS }, (_, back) => last - back);
    return Promise.all(
      years.map(async (year) => {
        const at = { from: `${year}-01-01T00:00:00Z`, before: `${year + 1}-01-01T00:00:00Z` };
        const count = await this.gate.count(actor, auditEntryPolicy, 'count', { ...where, at });
        return { year, count: presentCount(count) };
      }),
    );
  }
}
