/** How an organisation is called. Whoever knows organisations provides it; without it nothing is called by name. */
export interface OrganisationNames {
  nameOf(organisationId: string): Promise<string | null>;
}

export const ORGANISATION_NAMES = Symbol('OrganisationNames');
