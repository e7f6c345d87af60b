import type { EmployeeActor } from '@courtyard/access';
import { askedFieldByKey } from '@courtyard/consent';
import { Gate } from '@courtyard/records';
import { Injectable } from '@nestjs/common';
import { disclosureStepPolicy } from '../disclosure/disclosure.policy.js';
import { type DisclosureColumn, Manifest } from '../disclosure/disclosure.view.js';
import { lastStepOf } from '../disclosure/standing.js';
import { toldColumn } from '../preview/told-column.js';
import { readManifest, verifyManifest } from './signed-manifest.js';

/** What was sent, as it was signed. */
@Injectable()
export class ManifestService {
  constructor(private readonly gate: Gate) {}

  /** Null before it was delivered, and for what never was. */
  async delivered(actor: EmployeeActor, disclosureId: string): Promise<Manifest | null> {
    const steps = await this.gate.loadMany(actor, disclosureStepPolicy, 'read', 'disclosureId', disclosureId);
    if (lastStepOf(steps)?.step !== 'delivered') return null;
    const prepared = steps.filter(({ manifest }) => manifest !== null).sort((a, b) => (a.id < b.id ? 1 : -1));
    const text = prepared[0]?.manifest;
    return text ? Object.assign(new Manifest(), readManifest(text)) : null;
  }

  /** The columns of what was delivered, in the order of the file; null before. */
  async columns(actor: EmployeeActor, disclosureId: string): Promise<DisclosureColumn[] | null> {
    const signed = await this.delivered(actor, disclosureId);
    if (!signed) return null;
    return verifyManifest(signed).columns.flatMap((column) => {
      const asked = askedFieldByKey(column.field);
      return asked ? [toldColumn(asked.field, column)] : [];
    });
  }
}
