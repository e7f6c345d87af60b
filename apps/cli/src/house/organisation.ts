import { CourtyardError } from '@courtyard/errors';
import type { House } from './house.js';
import './house.errors.js';

/**
 * The organisation a command works on: the one named, else the only one; null where there is none at all.
 * @throws organisation.unnamed, organisation.unknown
 */
export async function organisationOf({ gate }: House, handle: string | undefined): Promise<string | null> {
  const found = await gate.organisationByHandle(handle ?? null);
  if (found === null && (await gate.hasOrganisations()))
    throw new CourtyardError(handle ? 'organisation.unknown' : 'organisation.unnamed');
  return found;
}
