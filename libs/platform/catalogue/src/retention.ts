import { deepFreeze } from './freeze.js';

/** How long a field is kept: a closed list of named rules. The daily run that carries them out names the same keys. */
export const RETENTION_RULES = deepFreeze({
  until_withdrawn:
    'Kept until its author withdraws or deletes it, or is erased; earlier versions go with it.',
  while_member: 'Kept while the person belongs to the group, and removed when they leave it.',
  employment_and_30_days: 'Kept while the person works here, and 30 days more.',
  invitation_30_days: 'Kept until the invitation is accepted, 30 days at most.',
  delivery_7_days: 'Kept for 7 days, so that a repeated or late request gets the same answer.',
  security_90_days: 'Kept for 90 days after the event, or after the last use.',
  audit_3_years: 'Kept for 3 years; the proofs stay.',
});

export type Retention = keyof typeof RETENTION_RULES;
