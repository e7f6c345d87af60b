import { systemActor } from '@courtyard/access';
import type { OrganisationNames } from '@courtyard/identity';
import { Gate } from '@courtyard/records';
import { Injectable } from '@nestjs/common';
import { organisationPolicy } from './organisation.policy.js';

/** Tells identity how an organisation is called; provide it as `ORGANISATION_NAMES`. */
@Injectable()
export class OrganisationNamesByGate implements OrganisationNames {
  constructor(private readonly gate: Gate) {}

  async nameOf(organisationId: string): Promise<string | null> {
    const actor = systemActor('sign_in', organisationId);
    const organisation = await this.gate.load(actor, organisationPolicy, 'read', organisationId);
    return organisation?.name ?? null;
  }
}
