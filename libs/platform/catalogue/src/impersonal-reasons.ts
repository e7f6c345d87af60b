import { deepFreeze } from './freeze.js';

/**
 * Why an entity describes no person: a closed list. There is no reason `key`, `time` or `count`, because the keys, times
 * and counts of a row about a person are personal like the rest of it (privacy-model.md section 2).
 */
export const IMPERSONAL_REASONS = deepFreeze({
  tenancy:
    'Names the organisation a row belongs to. The one reason for a single column, and only for organisationId.',
  organisation: 'Describes the organisation itself: its name, its handle.',
  structure: 'Describes a department or another unit, and neither a member nor whoever made it.',
  configuration: 'Settings of the installation or the organisation, without a word on who chose them.',
  'machine-state': 'Where a machine has got to: positions, leases, applied migrations.',
  'code-register': 'Repeats what stands in the code, such as field numbers.',
});

export type ImpersonalReason = keyof typeof IMPERSONAL_REASONS;

/** The one column of a row about a person that may be impersonal: it is the same for everybody in the organisation. */
export const TENANCY_COLUMN = 'organisationId';
