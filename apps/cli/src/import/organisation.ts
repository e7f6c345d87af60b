import { CourtyardError } from '@courtyard/errors';
import { type FoundedOrganisation, FoundingService } from '@courtyard/people';
import type { House } from '../house/house.js';

export interface Destination {
  readonly organisationId: string;
  /** Where there was none: the one that was begun, with its first administrator's link. */
  readonly founded?: FoundedOrganisation;
}

/**
 * The organisation a command works on: the one named, else the only one. Where there is none, one is begun as the product's
 * first start does it outside of a demonstration: with a one-time link for the first administrator, and no password.
 * @throws import.organisation_unnamed, import.organisation_unknown
 */
export async function destinationOf(
  house: House,
  handle: string | undefined,
  begin: { readonly name: string; readonly administratorEmail: string },
): Promise<Destination> {
  const found = await house.gate.organisationByHandle(handle ?? null);
  if (found) return { organisationId: found };
  if (await house.gate.hasOrganisations())
    throw new CourtyardError(handle ? 'import.organisation_unknown' : 'import.organisation_unnamed');
  const founded = await (await house.services()).get(FoundingService, { strict: false }).found({
    name: begin.name,
    handle: handle ?? 'home',
    administrator: { name: 'First administrator', email: begin.administratorEmail },
  });
  return { organisationId: founded.organisationId, founded };
}
