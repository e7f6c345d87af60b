import { Role } from '@courtyard/people';

/** Who may propose that something is opened to somebody. */
export const PROPOSING_ROLES: readonly Role[] = [
  Role.administrator,
  Role.compliance_officer,
  Role.data_protection,
];

/** Who may be the second to say so, and who may narrow at once, alone. */
export const DECIDING_ROLES: readonly Role[] = [...PROPOSING_ROLES, Role.works_council];
