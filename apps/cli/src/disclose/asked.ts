import type { OrganisationPolicy, Purpose, Recipient } from '@courtyard/catalogue';

/** One request as somebody could make it. */
export interface Asked {
  readonly purpose: Purpose;
  readonly recipient: Recipient;
}

export const FIELDS = ['Post.body', 'Employee.name'] as const;

/** The three that an owner of a network is asked for first. They are examples: no party is recorded as yet. */
export const ASKED: readonly Asked[] = [
  {
    purpose: 'marketing',
    recipient: { id: 'a marketing party', category: 'marketing-or-advertising-party' },
  },
  { purpose: 'partner-sharing', recipient: { id: 'a partner', category: 'business-partner' } },
  // Without a contract under Art. 28 GDPR, because there is nothing yet that one could be recorded with.
  { purpose: 'collaboration', recipient: { id: 'a processor', category: 'processor' } },
];

/**
 * As open as an organisation could make it: the partner is opened for both fields, so that what is left in the way is the
 * people's own word.
 */
export const POLICY: OrganisationPolicy = {
  switchedOff: [],
  basis: { collaboration: 'legitimate-interest', 'partner-sharing': 'consent' },
  opened: [{ purpose: 'partner-sharing', recipient: 'a partner', fields: [...FIELDS] }],
};
