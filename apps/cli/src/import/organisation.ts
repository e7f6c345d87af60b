import { type FoundedOrganisation, FoundingService } from '@courtyard/people';
import type { House } from '../house/house.js';
import { organisationOf } from '../house/organisation.js';

export interface Destination {
  readonly organisationId: string;
  /** Where there was none: the one that was begun, with its first administrator's link. */
  readonly founded?: FoundedOrganisation;
}

/**
 * Where to move in. Where there is no organisation one is begun as the product's first start does it outside of a
 * demonstration: with a one-time link for the first administrator, and no password.
 * @throws organisation.unnamed, organisation.unknown
 */
export async function destinationOf(
  house: House,
  handle: string | undefined,
  begin: { readonly name: string; readonly administratorEmail: string },
): Promise<Destination> {
  const found = await organisationOf(house, handle);
  if (found) return { organisationId: found };
  const founded = await (await house.services()).get(FoundingService, { strict: false }).found({
    name: begin.name,
    handle: handle ?? 'home',
    administrator: { name: 'First administrator', email: begin.administratorEmail },
  });
  return { organisationId: founded.organisationId, founded };
}
